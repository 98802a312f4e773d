"""From a bucket and an object name to a file under the root, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import attrs

from timeline_dsl.errors import TimelineError, shown
from timeline_dsl.materials import oss_url, without_query

STATE = ".timeline-dsl"  # the endpoint's own folder under the root; no bucket can have this name

_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class AddressError(TimelineError):
    """A bucket, object or URL that names nothing the endpoint may touch."""


@attrs.frozen(kw_only=True)
class Address:
    """Where an object lies: `bucket`, decoded `object` name, and the `region` when the URL names one."""

    bucket: str
    object: str
    region: str | None = None


def address_of(url: str) -> Address:
    """The address in an OSS URL or in `oss://bucket/object`; the object name percent-decoded, the query dropped."""
    try:
        parts = urlsplit(url)
        name = unquote(parts.path, errors="strict").removeprefix("/")
    except ValueError:
        raise AddressError(f"{_shown(url)} is not a URL.") from None
    if parts.scheme == "oss":
        return checked(Address(bucket=parts.netloc, object=name))
    found = oss_url(url)
    if found is None:
        raise AddressError(
            f"{_shown(url)} is not an OSS address.", fix="write https://<bucket>.oss-<region>.aliyuncs.com/<object>"
        )
    return checked(Address(bucket=found.bucket, object=name, region=found.region))


def checked(address: Address) -> Address:
    """`address` itself when its names are sound; AddressError for path tricks and impossible names."""
    bucket, name = address.bucket, address.object
    if not _BUCKET.fullmatch(bucket):
        raise AddressError(
            f"{_shown(bucket)} is not a bucket name.", fix="3 to 63 lower-case letters, digits and hyphens"
        )
    reason = _fault_of(name)
    if reason:
        raise AddressError(f"{_shown(name)} is not an object name: {reason}.")
    return address


def _fault_of(name: str) -> str | None:
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "it is not UTF-8"
    parts = name.split("/")
    tests = (
        (not name, "it is empty"),
        (size > 1023, "it is longer than 1023 bytes"),
        (name.startswith(("/", "\\")), "it begins with a slash"),
        ("\\" in name, "it holds a backslash"),
        (bool(_CONTROL.search(name)), "it holds a control character"),
        (".." in parts or "." in parts, "it holds a '.' or '..' part"),
        ("" in parts, "it holds an empty part or ends with a slash"),
        (any(len(part.encode("utf-8", "replace")) > 255 for part in parts), "one part is longer than 255 bytes"),
    )
    return next((reason for found, reason in tests if found), None)


def locate(root: Path, address: Address) -> Path:
    """The file of `address` under `root`, existing or not; AddressError when a symbolic link leads outside."""
    checked(address)
    home = root.resolve()
    path = home / address.bucket / address.object
    if not path.resolve().is_relative_to(home):
        raise AddressError(f"{address.bucket}/{address.object} leads outside the root by a symbolic link.")
    return path


def _shown(text: str) -> str:
    # a signed address is a secret for as long as it lives: only what stands before the query is ever shown
    return shown(without_query(text), 200)
