"""`plimsoll demo`: database, demonstration service, web server, browser; all of it ends with Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

from plimsoll import database
from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 20
START_SECONDS = 60
STOP_SECONDS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help=f"the port on localhost; by default the first free from {FIRST_PORT}")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    parser.add_argument("--afresh", action="store_true", help="throw away everything in its database and make it anew")
    parser.add_argument("--prepare-only", action="store_true", help="make the database ready and stop")


def run(args: argparse.Namespace) -> int:
    if os.environ.get("PLIMSOLL_ADDRESS"):
        raise CliError("PLIMSOLL_ADDRESS is set, and a demonstration does not belong in production")
    os.environ["PLIMSOLL_DEMONSTRATION"] = "1"
    # A stop while things are being made ready is a stop like Ctrl-C.
    for number in (signal.SIGTERM, signal.SIGHUP):  # the second: the terminal was closed
        signal.signal(number, _interrupt)
    port = free_port(args.port)
    try:
        if args.afresh:
            database.throw_away()
        open_database()
        collect_static_files()
        seed_if_empty()
        catch_up()
        return 0 if args.prepare_only else serve(port, args)
    finally:
        with Progress("Stopping"):
            database.stop()


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def free_port(wished: int | None) -> int:
    """A port nobody listens on. The web server would share a port silently, so this asks first."""
    candidates = [wished] if wished else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in candidates:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError):
                continue
            return port
    taken = f"port {wished} is" if wished else f"the ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are"
    raise CliError(f"{taken} taken: choose another with --port")


def collect_static_files() -> None:
    from django.core.management import call_command

    with Progress("Collecting styles and scripts"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def seed_if_empty() -> None:
    """Make the demonstration service, once. It is made through the product's own actions, so it takes a while."""
    from django.db import transaction

    from plimsoll.demo.seed import is_seeded, seed

    if is_seeded():
        return
    # All or nothing: a Ctrl-C in the middle leaves an empty database, and the next start begins again.
    with Progress("Making the demonstration service") as progress, transaction.atomic():
        seed(_drawn_on(progress))


def _drawn_on(progress: Progress) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        progress.total = total
        progress.step(done - progress.done)

    return report


def catch_up() -> None:
    """Bring yesterday's order up to today's before anyone looks."""
    from plimsoll.cli.worker import one_round
    from plimsoll.today import now

    one_round(now())


def serve(port: int, args: argparse.Namespace) -> int:
    """Run the web server until Ctrl-C, or until it ends by itself."""
    address = f"http://localhost:{port}/"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    # Two workers of four threads, and a limit on how long a worker may take to stop: without it a stop in the first
    # two seconds would wait for ever.
    command += ["--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "5s", "--log-level", "warning"]
    command += ["plimsoll.wsgi:application"]
    with Progress("Starting the web server"):
        # A session of its own: Ctrl-C is for this process, which then stops the server in order.
        server = subprocess.Popen(command, start_new_session=True, env={**os.environ, "PLIMSOLL_SERVING": "1"})
    try:
        wait_until_it_answers(f"http://{HOST}:{port}/health/", server)
        announce(address, args)
        return look_after(server)
    finally:
        stop(server)


def look_after(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server to end; meanwhile be the worker that production runs beside it (`plimsoll worker`)."""
    from plimsoll.cli.worker import EVERY_SECONDS, round_that_survives

    while True:
        with suppress(subprocess.TimeoutExpired):
            return server.wait(EVERY_SECONDS)
        round_that_survives()


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CliError(f"the web server ended at once, with exit status {server.returncode}: see above")
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own
            return
        time.sleep(0.1)
    raise CliError(f"the web server does not answer within {START_SECONDS} seconds")


def announce(address: str, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"address": address}), flush=True)
    else:
        print(f"Plimsoll is at {address}\nCtrl-C stops it.", flush=True)
    if not args.no_browser and has_a_screen():
        webbrowser.open(address)


def has_a_screen() -> bool:
    """Whether a browser window could open; a browser inside the terminal would cover the address."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
