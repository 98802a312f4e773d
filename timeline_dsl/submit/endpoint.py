"""Where the calls go: the address of a region's service, or the one that was given."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.errors import UsageError

_REGION = re.compile(r"[a-z]{2,}(?:-[a-z0-9]+)+")
_LOOPBACK = ("127.", "localhost", "::1")
_VENDOR = ".aliyuncs.com"


@attrs.frozen(kw_only=True)
class Endpoint:
    """An address: scheme, host and port. `str()` is its URL."""

    scheme: str
    host: str
    port: int | None = None

    @property
    def netloc(self) -> str:
        """`host` or `host:port`, as the Host header carries it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port is not None else host

    @property
    def loopback(self) -> bool:
        """Whether the address is this machine: no proxy is asked for it, and plain HTTP is the default."""
        return self.host.startswith(_LOOPBACK[0]) or self.host in _LOOPBACK

    def scope(self, region: str) -> str:
        """What separates the submissions to one service from those to another: the region, and any foreign address.

        The vendor's public and inner addresses of a region are the same service.
        """
        return region if self.host.endswith(_VENDOR) else f"{region} {self.netloc}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}"


def endpoint_of(region: str, given: str | None = None) -> Endpoint:
    """The address for `region`: `given` (a URL or `host[:port]`), else the region's own, always explicit."""
    if not _REGION.fullmatch(region):
        raise UsageError(f"{region!r} is not a region id.", fix="write one such as 'cn-shanghai'")
    if given is None:
        # The SDK's own table sends most regions to a central host, so the address is never left to it.
        row = table("regions").rows.get(region)
        host = row.facts.get("endpoint") if row is not None else None
        return Endpoint(scheme="https", host=host or f"ice.{region}{_VENDOR}")
    text = given if "//" in given else f"//{given}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _bad(given) from error
    host = parts.hostname or ""
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if not host or more or parts.scheme not in ("", "http", "https"):
        raise _bad(given)
    scheme = parts.scheme or ("http" if Endpoint(scheme="http", host=host).loopback else "https")
    return Endpoint(scheme=scheme, host=host, port=port)


def _bad(given: str) -> UsageError:
    return UsageError(
        f"{given!r} is not an endpoint.",
        fix="write 'host', 'host:port' or 'http://host:port', without path, query or login",
    )
