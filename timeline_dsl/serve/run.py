"""Starting and stopping an endpoint: in this process, or in a child process for tests."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import IO, Any

import attrs

from timeline_dsl.errors import MissingExtra, TimelineError, UsageError
from timeline_dsl.serve import faults as fault_specs
from timeline_dsl.serve import settings as setting
from timeline_dsl.serve.callbacks import Policy
from timeline_dsl.serve.calls import Realm
from timeline_dsl.serve.engine import load
from timeline_dsl.serve.faults import FaultSource
from timeline_dsl.serve.files import SignedFiles
from timeline_dsl.serve.gate import Gate
from timeline_dsl.serve.limits import CallLimit
from timeline_dsl.serve.paths import STATE
from timeline_dsl.serve.production import Workshop
from timeline_dsl.serve.queue import RenderQueue
from timeline_dsl.serve.settings import Settings
from timeline_dsl.serve.store import Database

START_TIME_OUT = 30.0  # seconds a child process has to begin listening
HEADER_BYTES = 256 * 1024  # of request line and headers: ClipsParam travels in the query


def serve(settings: Settings, *, out: IO[str] | None = None, until: threading.Event | None = None) -> None:
    """Run an endpoint until it is interrupted, or until `until` is set.

    The first line on `out` (standard output) is JSON: `{"endpoint": "http://127.0.0.1:PORT"}`. UsageError for settings
    that cannot be, MissingExtra without Starlette and uvicorn.
    """
    checked = setting.checked(settings)
    with _only_one(checked.root), _listening(checked) as listener:
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        _run(checked, listener, f"http://{shown}:{port}", out or sys.stdout, until)


def _run(settings: Settings, listener: socket.socket, base: str, out: IO[str], until: threading.Event | None) -> None:
    from timeline_dsl.serve.server import run_server

    database = Database(settings.root / STATE / "endpoint.sqlite3")
    root = settings.root.resolve()
    files = SignedFiles(root, settings.access_key_secret, base)
    queue = RenderQueue(
        Workshop(database=database, root=root, callback_policy=Policy(settings.callbacks_beyond_loopback)),
        settings.engine,
        settings.workers,
    )
    realm = Realm(
        database=database,
        engine=load(settings.engine),
        root=root,
        region=settings.region,
        wake=queue.wake,
        file_url=files.url,
    )
    gate = Gate(
        realm=realm,
        secrets={settings.access_key_id: settings.access_key_secret},
        limit=CallLimit(settings.calls_per_second),
    )
    queue.start()
    try:
        run_server(
            _application(settings, gate, files),
            listener,
            HEADER_BYTES,
            until,
            lambda: print(json.dumps({"endpoint": base}), file=out, flush=True),
        )
    finally:
        queue.stop()
        database.close()


def _application(
    settings: Settings, gate: Gate, files: SignedFiles
) -> Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]:
    from timeline_dsl.serve.app import Endpoint
    from timeline_dsl.serve.page import Page

    page = Page(gate.realm, (settings.access_key_id, settings.access_key_secret), settings.host)
    return Endpoint(gate, FaultSource(fault_specs.parse(settings.faults)), files, page, settings.max_body)


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named; with it every answer would wait 40 ms
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host.strip("[]"), settings.port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"The endpoint cannot listen at {settings.host} port {settings.port}: {reason}.",
                fix="--port 0 takes a free port",
            ) from error
        listener.listen(512)
        yield listener


@contextlib.contextmanager
def _only_one(root: Path) -> Iterator[None]:
    """Hold the root's lock, so that two endpoints never produce the same jobs. It ends with the process."""
    state = root / STATE
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise UsageError(
                f"Another endpoint runs on the root {root}.", fix="stop it, or name another root"
            ) from None
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@attrs.frozen(kw_only=True)
class Running:
    """An endpoint in a child process: where it listens, what it takes, and where its files lie."""

    url: str
    root: Path
    access_key_id: str
    access_key_secret: str = attrs.field(repr=False)
    region: str | None
    process: subprocess.Popen[str] = attrs.field(repr=False)

    @property
    def address(self) -> str:
        """`host:port`, as the vendor's SDK takes its endpoint."""
        return self.url.removeprefix("http://")


@contextlib.contextmanager
def endpoint(
    root: Path | str,
    *,
    access_key: tuple[str, str] | None = None,
    faults: str = "",
    region: str | None = setting.REGION,
    **further: Any,
) -> Iterator[Running]:
    """An endpoint on a free port of this machine, in a child process that ends with the block and with this process.

    `access_key` is (id, secret), made up when not given; `faults` as for `--fault`; `further` are other settings.
    """
    key_id, secret = access_key or ("practice", secrets.token_urlsafe(24))
    settings = setting.checked(
        Settings(
            root=Path(root), access_key_id=key_id, access_key_secret=secret, faults=faults, region=region, **further
        )
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "timeline_dsl.serve.run"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        url = _started(process, settings)
        yield Running(
            url=url, root=settings.root, access_key_id=key_id, access_key_secret=secret, region=region, process=process
        )
    finally:
        _end(process)


def _started(process: subprocess.Popen[str], settings: Settings) -> str:
    assert process.stdin is not None and process.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(settings.to_json() + "\n")
        process.stdin.flush()
    alarm = threading.Timer(START_TIME_OUT, process.kill)
    alarm.start()
    line = process.stdout.readline()
    alarm.cancel()
    if not line:
        raise TimelineError(
            f"The endpoint did not start (exit code {process.wait()}); its own words stand on standard error."
        )
    return str(json.loads(line)["endpoint"])


def _end(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    """The child process of `endpoint`: settings come in as one line, and the end of the input is the end of the run."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    settings = setting.from_json(sys.stdin.readline())
    until = threading.Event()

    def wait() -> None:
        while os.read(0, 4096):
            pass
        until.set()

    threading.Thread(target=wait, daemon=True, name="input").start()
    try:
        serve(settings, until=until)
    except (UsageError, MissingExtra) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
