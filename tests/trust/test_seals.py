"""A changed, missing, added or moved entry is found, and the first of them is named."""

import itertools
import os
import random
import subprocess
import sys

import pytest

from plimsoll.trust import seal

KEY = bytes(range(32))


def make_log(entries=400, chains=4, key=KEY):
    chance = random.Random(7)
    heads = {chain: (0, seal.genesis(key, chain)) for chain in range(chains)}
    found = {chain: [] for chain in range(chains)}
    for number in range(entries):
        chain = chance.randrange(chains)
        seq, previous = heads[chain]
        parts = (str(1_700_000_000_000_000 + number), "", "case_read", f"case-{number}", "", '{"page":"why"}')
        line = seal.line_of(chain, seq + 1, parts)
        made = seal.seal_of(key, previous, line)
        heads[chain] = (seq + 1, made)
        found[chain].append(line + b"\t" + made.hex().encode())
    kept = {chain: seal.Head(chain, seq, made) for chain, (seq, made) in heads.items()}
    return [line for chain in sorted(found) for line in found[chain]], kept


def test_a_log_as_it_was_written_holds():
    log, kept = make_log()
    report = seal.verify(log, KEY, kept)
    assert report.holds
    assert report.entries == 400
    assert report.heads == kept


def change_a_byte(log, at, chance):
    line = bytearray(log[at])
    place = chance.randrange(len(line))
    line[place] = (line[place] + chance.randrange(1, 255)) % 256
    if line[place] in b"\n":
        line[place] = ord("~")
    return [*log[:at], bytes(line), *log[at + 1 :]]


def take_one_out(log, at, _chance):
    return [*log[:at], *log[at + 1 :]]


def put_one_in_again(log, at, _chance):
    return [*log[:at], log[at], *log[at:]]


def swap_two(log, at, _chance):
    other = at + 1 if at + 1 < len(log) else at - 1
    low, high = sorted((at, other))
    return [*log[:low], log[high], log[low], *log[high + 1 :]]


def cut_the_tail(log, at, _chance):
    return log[:at]


def forge_with_another_key(log, at, _chance):
    chain, seq, *rest = log[at].split(b"\t")
    line = seal.line_of(int(chain), int(seq), [part.decode() for part in rest[:-1]])
    made = seal.seal_of(b"x" * 32, b"y" * 32, line)
    return [*log[:at], line + b"\t" + made.hex().encode(), *log[at + 1 :]]


TAMPERINGS = (change_a_byte, take_one_out, put_one_in_again, swap_two, cut_the_tail, forge_with_another_key)


MANY = 10_000 if os.environ.get("PLIMSOLL_HOSTILE") == "all" else 300


def first_touched(log, tampered):
    """The place of the first entry that is not what it was, as chain and number."""
    for before, now in itertools.zip_longest(log, tampered):
        if before != now:
            return None if before is None else tuple(int(part) for part in before.split(b"\t")[:2])
    return None


def test_random_tamperings_are_all_found_and_the_first_broken_entry_is_named():
    """300 each time, 10,000 with PLIMSOLL_HOSTILE=all."""
    log, kept = make_log(60, 3)
    chance = random.Random(1876)
    missed, unnamed, tried = [], [], 0
    while tried < MANY:
        how = chance.choice(TAMPERINGS)
        at = chance.randrange(len(log))
        tampered = how(log, at, chance)
        if tampered == log:
            continue
        tried += 1
        report = seal.verify(tampered, KEY, kept)
        if report.holds:
            missed.append((tried, how.__name__, at))
        elif how is not change_a_byte and how is not swap_two:
            named = {(fault.chain, fault.seq) for fault in report.faults}
            if first_touched(log, tampered) not in named and how is not put_one_in_again:
                unnamed.append((tried, how.__name__, at))
    assert not missed
    assert not unnamed


def test_the_first_broken_entry_is_named():
    log, kept = make_log(50, 1)
    report = seal.verify(change_a_byte(log, 17, random.Random(3)), KEY, kept)
    assert (report.faults[0].chain, report.faults[0].seq) == (0, 18)
    assert "chain 0, entry 18" in seal.say(report)


def test_a_cut_tail_is_found_only_with_heads_kept_elsewhere_and_then_by_its_first_missing_entry():
    log, kept = make_log(50, 1)
    assert seal.verify(log[:40], KEY).holds
    report = seal.verify(log[:40], KEY, kept)
    assert (report.faults[0].seq, "head kept elsewhere is entry 50" in report.faults[0].what) == (41, True)


def test_a_log_written_again_from_the_start_with_the_key_is_found_by_the_old_heads():
    log, kept = make_log(50, 1)
    lines = [line.rpartition(b"\t")[0].replace(b"case_read", b"case_seen") for line in log]
    previous, forged = seal.genesis(KEY, 0), []
    for line in lines:
        previous = seal.seal_of(KEY, previous, line)
        forged.append(line + b"\t" + previous.hex().encode())
    assert seal.verify(forged, KEY).holds
    assert "written again" in seal.verify(forged, KEY, kept).faults[0].what


def test_heads_that_were_altered_are_refused():
    _, kept = make_log()
    text = seal.write_heads(kept.values(), KEY)
    assert seal.read_heads(text, KEY) == kept
    with pytest.raises(ValueError, match="not as they were written"):
        seal.read_heads(text.replace("0 ", "0 1", 1), KEY)


def test_the_check_runs_on_the_standard_library_alone(tmp_path):
    log, kept = make_log()
    (tmp_path / "log").write_bytes(b"\n".join(log) + b"\n")
    (tmp_path / "key").write_text(KEY.hex())
    (tmp_path / "heads").write_text(seal.write_heads(kept.values(), KEY))
    command = [sys.executable, "-I", "-S", seal.__file__, tmp_path / "log", "--key-file", tmp_path / "key"]
    ended = subprocess.run([*command, "--heads", tmp_path / "heads"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.startswith("400 entries in 4 chains")) == (0, True)
    (tmp_path / "log").write_bytes(b"\n".join(log[:-1]) + b"\n")
    ended = subprocess.run([*command, "--heads", tmp_path / "heads"], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    ended = subprocess.run([*command[:4], tmp_path, *command[5:]], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)


def test_a_part_with_a_tab_cannot_be_sealed():
    with pytest.raises(ValueError, match="tab"):
        seal.line_of(0, 1, ["a\tb"])
