"""A backup that was changed, cut, or is not ours is refused in one line, before anything is written."""

from __future__ import annotations

import io
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from service import NOW

from plimsoll import cli
from plimsoll.backups import BackupRefused, files, keys, making, parts, restoring
from plimsoll.backups.box import CHUNK, HEADER_BYTES, TAG, Sealer, opened

KEY = bytes(range(32))
POSITIONS = 200


def small_backup(*contents: bytes, key: bytes = KEY, **about: object) -> bytes:
    """A whole backup without a database: a part a content, and their digests."""
    file = io.BytesIO()
    writer = parts.PartWriter(file, key)
    title = {"part": "about", "format": 1, "program": "0.1", "migrations": [["cases", "0001_initial"]], "made_at": "x"}
    writer.add({**title, "audit_key": making.audit_key_name(KEY), **about})
    digests = {f"t{n}": writer.add({"part": "table", "name": f"t{n}"}, [each]) for n, each in enumerate(contents)}
    writer.add(parts.Contents({}, digests, {}, {}, "").as_title())
    writer.close()
    return file.getvalue()


def verify(data: bytes, key: bytes = KEY) -> parts.Contents:
    return parts.verify(io.BytesIO(data), key)


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Several chunks, of what does not compress, so that each byte of it counts."""
    return small_backup(secrets.token_bytes(CHUNK), secrets.token_bytes(CHUNK // 2), b"a\tb\n" * 100)


def test_a_whole_backup_says_what_is_in_it(whole):
    contents = verify(whole)
    assert contents.tables["t2"].lines == 100
    assert contents.about["made_at"] == "x"


def test_a_byte_changed_anywhere_is_found(whole):
    chance = random.Random(20260302)
    edges = [0, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + CHUNK + TAG, len(whole) - 1]
    for at in [*edges, *(chance.randrange(len(whole)) for _ in range(POSITIONS - len(edges)))]:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        with pytest.raises(BackupRefused):
            verify(bytes(changed))


def test_a_backup_cut_anywhere_is_found(whole):
    chance = random.Random(7)
    edges = [0, 1, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + CHUNK + TAG, len(whole) - 1]
    for length in [*edges, *(chance.randrange(len(whole)) for _ in range(40))]:
        with pytest.raises(BackupRefused):
            verify(whole[:length])


@pytest.mark.parametrize("more", [b"\0", b"x" * TAG, b"x" * (CHUNK + TAG)])
def test_bytes_added_at_the_end_are_found(whole, more):
    with pytest.raises(BackupRefused, match="changed or cut"):
        verify(whole + more)


def test_chunks_that_changed_places_are_found():
    data = small_backup(secrets.token_bytes(3 * CHUNK))
    size = CHUNK + TAG
    first, second = data[HEADER_BYTES : HEADER_BYTES + size], data[HEADER_BYTES + size : HEADER_BYTES + 2 * size]
    assert verify(data)
    with pytest.raises(BackupRefused):
        verify(data[:HEADER_BYTES] + second + first + data[HEADER_BYTES + 2 * size :])


def test_another_organisations_backup_is_told_from_a_broken_one(whole):
    with pytest.raises(BackupRefused, match="made with another key"):
        verify(whole, bytes(range(1, 33)))


def test_a_file_of_another_kind_is_no_backup():
    with pytest.raises(BackupRefused, match="no backup of Plimsoll"):
        verify(b"PK\3\4 a zip file of some kind")


def test_nothing_of_what_is_in_it_can_be_read_in_the_file():
    data = small_backup(b"Wilhelmina Quartermaine\n" * 50, b"Wilhelmina Quartermaine\n" * 50)
    assert b"Quartermaine" not in data
    assert b"table" not in data
    assert small_backup(b"the same") != small_backup(b"the same")


@given(st.lists(st.binary(max_size=3000), max_size=5), st.integers(1, 40))
def test_what_is_sealed_in_any_pieces_opens_to_the_same(pieces, repeat):
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    for piece in pieces * repeat:
        sealer.write(piece)
    sealer.close()
    file.seek(0)
    assert b"".join(opened(file, KEY)) == b"".join(pieces * repeat)


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_a_stream_that_ends_with_a_chunk_opens_too(size):
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    sealer.write(b"x" * size)
    sealer.close()
    file.seek(0)
    assert sum(map(len, opened(file, KEY))) == size


# --- of another day ----------------------------------------------------------------------------------------------


SOURCE = making.Source({}, {}, KEY)


def test_a_backup_of_a_newer_form_asks_for_the_newer_program():
    with pytest.raises(BackupRefused, match=r"newer program \(7\.1\)"):
        verify(small_backup(b"", format=2, program="7.1"))


def test_a_backup_with_migrations_unknown_here_asks_for_the_newer_program():
    contents = verify(small_backup(b"", program="7.1", migrations=[["cases", "0001_initial"], ["cases", "0999_next"]]))
    with pytest.raises(BackupRefused, match=r"newer than this program \(cases\.0999_next\): update it to 7\.1"):
        restoring.refuse_unless_fitting(contents, SOURCE, [("cases", "0001_initial")])


def test_a_backup_whose_log_another_audit_key_sealed_is_refused_before_anything_is_written(whole):
    contents = verify(whole)
    restoring.refuse_unless_fitting(contents, SOURCE, [("cases", "0001_initial")])
    with pytest.raises(BackupRefused, match="set PLIMSOLL_AUDIT_KEY"):
        restoring.refuse_unless_fitting(contents, replace(SOURCE, audit_key=bytes(32)), [("cases", "0001_initial")])


@pytest.mark.parametrize("name", ["documents/../../etc/passwd", "elsewhere/x", "documents", "/etc/passwd"])
def test_a_file_goes_nowhere_but_into_its_folder(tmp_path, name):
    with pytest.raises(BackupRefused):
        files.place(name, {"documents": tmp_path})


# --- the key -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "00" * 32, "7c" * 31])
def test_what_is_no_key_is_refused_without_being_repeated(monkeypatch, text):
    monkeypatch.setenv("PLIMSOLL_BACKUP_KEY", text)
    with pytest.raises(BackupRefused, match="openssl rand -hex 32") as refused:
        keys.backup_key()
    assert len(text) < 5 or text not in str(refused.value)


def test_the_key_may_be_in_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(KEY.hex() + "\n")
    assert keys.backup_key(str(path)) == KEY
    with pytest.raises(BackupRefused, match="name the file that holds the key"):
        keys.backup_key(str(tmp_path / "absent"))


# --- the verb ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign", "absent"])
def test_the_verb_refuses_in_one_line_with_exit_status_2(tmp_path, monkeypatch, capsys, whole, damage):
    monkeypatch.setenv("PLIMSOLL_BACKUP_KEY", KEY.hex() if damage != "foreign" else "ab12" * 16)
    path = tmp_path / "night.backup"
    if damage != "absent":
        path.write_bytes(whole[:-5] if damage == "cut" else whole[:-5] + b"wrong" if damage == "changed" else whole)
    assert cli.main(["restore", str(path), "--into", str(tmp_path / "into")]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"plimsoll: {path}: ")
    assert said.err.count("\n") == 1
    assert not (tmp_path / "into").exists()


def test_a_file_can_be_checked_without_a_database(tmp_path, monkeypatch, capsys, whole):
    monkeypatch.setenv("PLIMSOLL_BACKUP_KEY", KEY.hex())
    path = tmp_path / "night.backup"
    path.write_bytes(whole)
    assert cli.main(["restore", str(path), "--check", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert not answer["restored"]
    schema = json.loads((os_path() / "docs/schemas/restore.schema.json").read_text())
    jsonschema.validate(answer, schema)


def os_path():
    from pathlib import Path

    return Path(__file__).resolve().parents[2]


def test_a_backup_is_never_written_over(tmp_path):
    path = tmp_path / "night.backup"
    path.write_bytes(b"the only one there is")
    with pytest.raises(BackupRefused, match="never written over"):
        making.make(path, SOURCE, KEY, now=NOW)
    assert path.read_bytes() == b"the only one there is"


def test_a_killed_backup_leaves_nothing_that_looks_whole(tmp_path):
    """The table never ends, so the kill always falls in the midst of it."""
    program = f"""
        import itertools
        from pathlib import Path
        from plimsoll.backups import making, parts
        def endless(file, source, key, now, step):
            writer = parts.PartWriter(file, key)
            print("writing", flush=True)
            writer.add({{"part": "table", "name": "t"}}, itertools.repeat(b"row\\n" * 10_000))
        making._write = endless
        making.make(Path({str(tmp_path)!r}) / "night.backup", making.Source({{}}, {{}}, bytes(32)), bytes(range(32)),
                    now=None)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE) as running:
        running.stdout.readline()
        time.sleep(0.2)
        os.kill(running.pid, signal.SIGKILL)
    assert [path.name for path in tmp_path.iterdir()] == [".night.backup.part"]
    with pytest.raises(BackupRefused):
        verify((tmp_path / ".night.backup.part").read_bytes())
