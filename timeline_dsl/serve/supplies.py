"""Which materials a timeline asks for, and where they lie under the root."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from timeline_dsl.materials import is_url, without_query
from timeline_dsl.serve.engine import Document, JobFault
from timeline_dsl.serve.paths import Address, AddressError, address_of, locate
from timeline_dsl.serve.store import Database, Media

# Members that name a material, whichever node they stand in; both spellings of URL occur.
_BY_URL = (
    "MediaURL",
    "MediaUrl",
    "FileURL",
    "FileUrl",
    "FontURL",
    "FontUrl",
    "ImageURL",
    "ImageUrl",
    "MaskVideoURL",
    "MaskVideoUrl",
)
_BY_ID = ("MediaId", "ImageId")


def references(node: Any) -> Iterator[str]:
    """Every MediaId and URL of a material in a timeline, in document order, repeated where it is repeated."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in _BY_URL + _BY_ID and isinstance(value, str) and value:
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def find(database: Database, root: Path, timeline: Document) -> dict[str, Path]:
    """The file of each material; JobFault InvalidMaterial.NotFound for the first that is missing."""
    found: dict[str, Path] = {}
    for reference in references(timeline):
        if reference not in found:
            found[reference] = _file_of(database, root, reference)
    return found


def _file_of(database: Database, root: Path, reference: str) -> Path:
    try:
        path = locate(root, _address_of(database, reference))
    except AddressError as error:
        raise _not_found(reference, str(error)) from error
    if not path.is_file():
        raise _not_found(reference, "there is no such file under the root")
    return path


def _address_of(database: Database, reference: str) -> Address:
    if is_url(reference):
        return address_of(reference)
    with database.reading() as store:
        media = store.get(Media, reference) or store.first(
            Media, "vod_media_id = ? OR reference_id = ?", (reference, reference)
        )
    if media is None:
        raise AddressError("no media asset has this id")
    if media.status != "Normal":
        raise AddressError(f"the media asset is {media.status}, not Normal")
    return Address(bucket=media.bucket, object=media.object)


def _not_found(reference: str, reason: str) -> JobFault:
    return JobFault(
        "InvalidMaterial.NotFound", f"The specified clips url not found: {without_query(reference)} ({reason})"
    )
