"""How an endpoint is to run."""

from __future__ import annotations

import importlib.util
import ipaddress
import json
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import MissingExtra, UsageError
from timeline_dsl.serve import engine, faults
from timeline_dsl.serve.limits import CALLS_PER_SECOND

REGION = "cn-shanghai"
ANY_REGION = "any"
MAX_BODY = 10 * 1024 * 1024  # bytes


def _region(name: str | None) -> str | None:
    return None if name == ANY_REGION else name


@attrs.frozen(kw_only=True)
class Settings:
    """The settings of one endpoint.

    `host` and `port`: where it listens, port 0 for any free one. `root`: materials and outputs lie under it as
    `<bucket>/<object>`. `region`: the region it plays, `any` or None for all. `faults`: as `faults.parse` reads them.
    `workers`: processes that render. `calls_per_second`: of one access key, 0 for no limit. `max_body`: bytes of a
    request's body. `beyond_loopback`: whether `host` may be an address that others reach. `callbacks_beyond_loopback`:
    whether events may be posted to other hosts. `engine`: `module:attribute` of what checks and renders.
    """

    host: str = "127.0.0.1"
    port: int = 0
    root: Path = attrs.field(default=Path(), converter=Path)
    access_key_id: str
    access_key_secret: str = attrs.field(repr=False)
    region: str | None = attrs.field(default=REGION, converter=_region)
    faults: str = ""
    workers: int = 2
    calls_per_second: int = CALLS_PER_SECOND
    max_body: int = MAX_BODY
    beyond_loopback: bool = False
    callbacks_beyond_loopback: bool = False
    engine: str = engine.LOCAL

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches the endpoint."""
        return is_loopback(self.host)

    def to_json(self) -> str:
        """The settings as text, secret included: for the pipe to a child process, never for a file or a log."""
        return json.dumps(
            attrs.asdict(self, value_serializer=lambda _, __, value: str(value) if isinstance(value, Path) else value)
        )


def from_json(text: str) -> Settings:
    """The settings that `to_json` wrote."""
    members: dict[str, Any] = json.loads(text)
    return Settings(**members)


def checked(settings: Settings) -> Settings:
    """`settings` themselves when an endpoint can run with them; UsageError otherwise, MissingExtra without a server."""
    for module, name in (("starlette", "Starlette"), ("uvicorn", "uvicorn")):
        if importlib.util.find_spec(module) is None:
            raise MissingExtra(name, "serve")
    faults.parse(settings.faults)
    if not settings.is_loopback and not settings.beyond_loopback:
        raise UsageError(
            f"The endpoint would be reachable from other machines at {settings.host}.",
            fix="bind 127.0.0.1, or allow it expressly",
        )
    if not settings.access_key_id or not settings.access_key_secret or ":" in settings.access_key_id:
        raise UsageError("The access key must read ID:SECRET, both parts filled.", fix="--access-key practice:secret")
    if not settings.root.is_dir():
        raise UsageError(f"The root {settings.root} is not a folder.", fix="make it first, or name another with --root")
    if settings.workers < 1:
        raise UsageError(f"At least one worker is needed (got {settings.workers}).")
    return settings


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def access_key(text: str) -> tuple[str, str]:
    """Id and secret of `ID:SECRET`."""
    name, colon, secret = text.partition(":")
    if not (name and colon and secret):
        raise UsageError("The access key must read ID:SECRET, both parts filled.", fix="--access-key practice:secret")
    return name, secret
