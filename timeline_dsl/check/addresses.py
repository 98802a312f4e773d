"""What an address of a material or result is: an OSS object, or which other kind of address; read once, quickly."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl

from timeline_dsl.catalog import table
from timeline_dsl.materials import PICTURES, without_query

AddressKind = Literal["oss", "object", "scheme", "delivery", "elsewhere", "sample"]
"""`oss` an object at its bucket's endpoint; `object` a bucket whose object is not named rightly; `scheme` no http
address; `delivery` a CDN or acceleration host; `elsewhere` any other host; `sample` an address of which parts are left
out or stand in brackets, as in documentation."""

# The bucket is read widely: samples write one letter or asterisks there, and a name that OSS refuses names no bucket.
_OSS = re.compile(
    r"https?://([^./:@?#\s]+)\.oss-([a-z0-9-]+)\.aliyuncs\.com(?::\d+)?/([^/\\?][^?]*)(?:\?(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_ENDPOINT = re.compile(r"https?://[^./:@?#\s]+\.oss-([a-z0-9-]+)")
_OSS_HOST = re.compile(r"[^./:@?#\s]+\.oss-(?!accelerate)[a-z0-9-]+\.aliyuncs\.com(?::\d+)?", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_ACCELERATED = re.compile(r"(.+\.)?oss-accelerate[a-z0-9-]*\.aliyuncs\.com", re.IGNORECASE)
_DELIVERY = re.compile(r"(.*\.)?([a-z0-9-]*cdn[a-z0-9-]*\..*|(ali)?kunlun[a-z]*\.com|queniu[a-z]*\.com)", re.IGNORECASE)
_LEFT_OUT = re.compile(r"\.\.|…|\*\*|[<>{}\[\]]")
_EXTENSION = re.compile(r"[a-z0-9]{1,5}")
_LONGEST_HOST = 253


class Address(NamedTuple):
    """One address, read: an OSS object has all but `host`, the other kinds have only that.

    `extension` is in lower case, and empty where the name ends in nothing like one.
    """

    kind: AddressKind
    host: str = ""
    bucket: str = ""
    region: str = ""
    key: str = ""
    query: str = ""
    internal: bool = False
    extension: str = ""


@lru_cache(maxsize=4096)
def address_of(url: str) -> Address:
    """The parts of an address, or what it is instead of one."""
    match = _OSS.fullmatch(url)
    if match is not None:
        bucket, region, key, query = match.groups("")
        name = key.rpartition("/")[2]
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        if not _EXTENSION.fullmatch(ending):
            ending = ""
        region = region.lower()
        internal = region.endswith("-internal")
        if not region.startswith("accelerate"):
            return Address("oss", "", bucket, region.removesuffix("-internal"), key, query, internal, ending)
    return _other(url)


def usual_region(url: str) -> str | None:
    """The region of a film or sound at the public endpoint of a bucket, unsigned, in a format that editing takes.

    None for any other address. This is the quick question: nearly every address of a timeline is a usual one.
    """
    head, _, key = url.partition(".aliyuncs.com/")
    region = _endpoint(head)
    if region is None or not key or key[0] in "/\\" or "?" in key or key.rpartition(".")[2] not in _films_and_sounds():
        return None
    return region


@lru_cache(maxsize=4096)
def _endpoint(head: str) -> str | None:
    match = _ENDPOINT.fullmatch(head)
    if match is None or match[1].startswith("accelerate") or match[1].endswith("-internal"):
        return None
    return match[1]


@cache
def _films_and_sounds() -> frozenset[str]:
    return material_extensions() - PICTURES


def _other(url: str) -> Address:
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in ("http", "https"):
        return Address("scheme" if scheme is not None or not _LEFT_OUT.match(url) else "sample")
    host = re.split(r"[/?#\\]", url[scheme.end() :], maxsplit=1)[0].rpartition("@")[2]
    if _OSS_HOST.fullmatch(host):
        return Address("object", host)
    if _LEFT_OUT.search(host):
        return Address("sample", host)
    name = host.partition(":")[0]
    if len(name) > _LONGEST_HOST:
        return Address("elsewhere", host[:_LONGEST_HOST] + "…")
    if _ACCELERATED.fullmatch(name) or _DELIVERY.fullmatch(name):
        return Address("delivery", host)
    return Address("elsewhere", host)


@cache
def material_extensions() -> frozenset[str]:
    """The file extensions that editing takes as material."""
    return frozenset(
        row.id.rpartition(":")[2]
        for row in table("formats")
        if row.family in ("input_video", "input_audio", "input_image")
    )


@cache
def result_extensions() -> tuple[str, ...]:
    """The file extensions that the service writes."""
    return tuple(
        row.id.rpartition(":")[2] for row in table("formats") if row.family in ("output_video", "output_audio")
    )


def shown_address(url: str, limit: int = 100) -> str:
    """An address as a message shows it: without its query, its fragment and what may be a password, not too long."""
    text = without_query(url).partition("#")[0]
    scheme, mark, rest = text.partition("://")
    if mark and "@" in rest.partition("/")[0]:
        text = scheme + mark + rest.partition("@")[2]
    text = repr(text)
    return text if len(text) <= limit else text[: limit - 2] + "…'"


def https_form(url: str, region: str | None) -> str:
    """What to write instead of an address that is not http(s)."""
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() == "oss":
        bucket, _, key = url[scheme.end() :].partition("?")[0].partition("/")
        if bucket and key:
            return f"write https://{bucket}.oss-{region or '<region>'}.aliyuncs.com/{key}"
    return "write https://<bucket>.oss-<region>.aliyuncs.com/<object>"


def expiry(address: Address) -> datetime | None:
    """When the signature of an address ends, or None when it carries none that can be read."""
    if "xpires" not in address.query:
        return None
    said = {key.lower(): value for key, value in parse_qsl(address.query)}
    try:
        if "x-oss-date" in said and "x-oss-expires" in said:
            start = datetime.strptime(said["x-oss-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            return datetime.fromtimestamp(start.timestamp() + int(said["x-oss-expires"][:12]), UTC)
        if "expires" in said:
            return datetime.fromtimestamp(int(said["expires"][:12]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
