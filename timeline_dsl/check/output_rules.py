"""Rules of the output: where the result goes, how large it is, and how much material it may use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from timeline_dsl.check.addresses import address_of, https_form, result_extensions, shown_address
from timeline_dsl.check.faults import Caution
from timeline_dsl.check.presence import filled, is_blank, missing, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import ASRClip, AudioClip, AvatarClip, GlobalImageClip, ImageClip, ImageTrackClip, VideoClip
from timeline_dsl.errors import TimelineError, shown
from timeline_dsl.materials import extension, without_query
from timeline_dsl.request import (
    LEAST_SIDE,
    MOST_BITRATE,
    MOST_SHORT_SIDE,
    MOST_SIDE,
    OutputMediaConfig,
    OutputTarget,
    Request,
)
from timeline_dsl.timeline import Timeline

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

LOOKS_LIKE_BITS = 100_000
"""A Bitrate of this size was probably meant in bit/s."""

MOST_BYTES = 2**40
CAREFUL_BYTES = 10**12
"""The service takes 1 TB of material, and does not say which of the two that is."""

_S3 = ("endpoint", "bucket", "object_key", "access_key_id", "access_key_secret")
_PICTURES = (VideoClip, ImageClip, GlobalImageClip, ImageTrackClip)
_MATERIALS = (*_PICTURES, AudioClip, ASRClip, AvatarClip)
_PLACEHOLDER = re.compile(r"\{[^{}/]*\}")


# -- the target -------------------------------------------------------------------------------------------------------


def target_of(seen: Seen, context: Context) -> str | None:
    """Where the result goes: what the request says, else what the fields of the output config are made for.

    None when that cannot be told.
    """
    output = seen.node
    request = seen.parent.node if seen.parent is not None and isinstance(seen.parent.node, Request) else context.request
    if request is not None and request.given("output_media_target"):
        said = request.output_media_target
    elif output.given("output_media_target"):
        said = output.output_media_target
    elif request is not None or filled(output, "media_url"):
        said = "oss-object"
    elif filled(output, "storage_location") or filled(output, "file_name"):
        said = "vod-media"
    else:
        said = "S3" if any(filled(output, name) for name in _S3) else "oss-object"
    return said if said in get_args(OutputTarget) else None


@rule("output.oss-media-url-required", on=OutputMediaConfig)
def oss_needs_an_address(seen: Seen, context: Context) -> Fault | None:
    """A result on OSS has a MediaURL."""
    if not missing(seen.node, "media_url") or target_of(seen, context) != "oss-object":
        return None
    fix = "give MediaURL, https://<bucket>.oss-<region>.aliyuncs.com/<object>.mp4"
    if filled(seen.node, "storage_location"):
        fix += ', or say OutputMediaTarget "vod-media" in the request'
    elif filled(seen.node, "object_key"):
        fix += ', or say OutputMediaTarget "S3" in the request'
    return seen.fault("the result goes to OSS, and MediaURL, its address, is missing", fix=fix)


@rule("output.vod-storage-required", on=OutputMediaConfig)
def vod_needs_a_place_and_a_name(seen: Seen, context: Context) -> Fault | None:
    """A result in VOD has StorageLocation and FileName."""
    lacking = [wire(seen.node, name) for name in ("storage_location", "file_name") if missing(seen.node, name)]
    if not lacking or target_of(seen, context) != "vod-media":
        return None
    verb = "is" if len(lacking) == 1 else "are"
    return seen.fault(
        f"the result goes to VOD, and {' and '.join(lacking)} {verb} missing",
        fix='give StorageLocation, "outin-….oss-<region>.aliyuncs.com", and FileName, "result.mp4"',
    )


@rule("output.s3-fields", on=OutputMediaConfig)
def s3_needs_its_connection(seen: Seen, context: Context) -> Fault | None:
    """A result on S3 has the connection data of its bucket."""
    lacking = [wire(seen.node, name) for name in _S3 if missing(seen.node, name)]
    if not lacking or target_of(seen, context) != "S3":
        return None
    verb = "is" if len(lacking) == 1 else "are"
    names = ", ".join(lacking)
    return seen.fault(f"the result goes to S3, and {names} {verb} missing", fix=f"give {names}")


@rule("output.storage-location-no-scheme", on=OutputMediaConfig)
def a_storage_location_is_a_bare_host(seen: Seen, context: Context) -> Fault | None:
    """StorageLocation has no `http://` before it."""
    place = seen.node.storage_location
    if not place or is_blank(place) or "://" not in place:
        return None
    return seen.fault(
        f"StorageLocation {shown_address(place)} has a scheme",
        field="storage_location",
        fix=f"write {shown_address(place.partition('://')[2])}",
    )


@rule("output.file-name-no-path", on=OutputMediaConfig)
def a_file_name_is_bare_and_has_an_extension(seen: Seen, context: Context) -> Fault | None:
    """FileName has an extension and no path."""
    name = seen.node.file_name
    if not name or is_blank(name):
        return None
    bare = name.rpartition("/")[2]
    if bare != name:
        fix = f"write {bare or 'result.mp4'!r}"
        return seen.fault(f"FileName {shown(name)} has a path", field="file_name", fix=fix)
    if not extension(name):
        fix = f"write {name.rstrip('.') + '.mp4'!r}"
        return seen.fault(f"FileName {shown(name)} has no extension", field="file_name", fix=fix)
    return None


# -- the address ------------------------------------------------------------------------------------------------------


@rule("output.media-url-scheme", on=OutputMediaConfig)
def the_result_has_an_http_address(seen: Seen, context: Context) -> Fault | None:
    """MediaURL of the output is http(s)."""
    url = seen.node.media_url
    if not url or is_blank(url) or address_of(url).kind != "scheme":
        return None
    return seen.fault(
        f"MediaURL {shown_address(url)} is no http(s) address", field="media_url", fix=https_form(url, context.region)
    )


@rule("output.media-url-host", on=OutputMediaConfig)
def the_result_lies_in_a_bucket(seen: Seen, context: Context) -> Fault | None:
    """MediaURL of the output is at the public endpoint of a bucket."""
    url = seen.node.media_url
    if not url or is_blank(url):
        return None
    address = address_of(url)
    if address.kind == "object":
        return seen.fault(
            f"MediaURL {shown_address(url)} names a bucket, but no object in it",
            field="media_url",
            fix="add the name of the object: …aliyuncs.com/folder/result.mp4",
        )
    if address.kind not in ("delivery", "elsewhere"):
        return None
    what = "is a CDN or acceleration host" if address.kind == "delivery" else "is no bucket"
    return seen.fault(
        f"the result cannot be written to {shown_address(url)}: {shown(address.host)} {what}",
        field="media_url",
        fix="write https://<bucket>.oss-<region>.aliyuncs.com/<object>",
    )


@rule("output.region-match", on=OutputMediaConfig)
def the_result_stays_in_the_region(seen: Seen, context: Context) -> Fault | None:
    """The bucket of the output is in the region of the call."""
    url = seen.node.media_url
    if not context.region or not url or is_blank(url):
        return None
    address = address_of(url)
    if address.kind != "oss" or address.region == context.region:
        return None
    return seen.fault(
        f"the result goes to a bucket in {address.region}, but the call goes to {context.region}",
        field="media_url",
        fix=f"use a bucket in {context.region}, or call {address.region}",
    )


@rule("media.url-internal", on=OutputMediaConfig)
def the_result_has_a_public_address(seen: Seen, context: Context) -> Fault | None:
    """The output is written at the public endpoint of its bucket."""
    url = seen.node.media_url
    if not url or is_blank(url) or not address_of(url).internal:
        return None
    return seen.fault(
        f"MediaURL {shown_address(url)} is an internal endpoint",
        field="media_url",
        fix="drop -internal from the host: the service documents public endpoints only",
    )


@rule("output.media-url-placeholder", on=OutputMediaConfig)
def the_address_is_literal(seen: Seen, context: Context) -> Fault | None:
    """Placeholders in the address of the output are not filled in."""
    url = seen.node.media_url
    if not url or is_blank(url):
        return None
    address = address_of(url)
    found = _PLACEHOLDER.search(address.key)
    if found is None:
        return None
    return seen.fault(
        f"MediaURL holds {shown(found.group())}, which the service writes as it stands",
        field="media_url",
        fix="write a literal name",
    )


@rule("output.extension", on=OutputMediaConfig)
def the_result_has_a_format(seen: Seen, context: Context) -> Fault | None:
    """The name of the output ends in a format that the service writes."""
    for name in ("media_url", "file_name", "object_key"):
        value = getattr(seen.node, name)
        if not value or is_blank(value) or (name == "media_url" and address_of(value).kind == "object"):
            continue
        ending = extension(value)
        if ending in result_extensions() or (not ending and name == "file_name") or "{" in ending:
            continue
        what = f"ends in .{ending}" if ending else "has no extension"
        formats = ", ".join(f".{written}" for written in result_extensions())
        return seen.fault(
            f"{wire(seen.node, name)} {shown_address(value)} {what}, and the service writes {formats}",
            field=name,
            fix=f"let the name end in one of {formats}",
        )
    return None


# -- the size ---------------------------------------------------------------------------------------------------------


def _side(output: OutputMediaConfig, name: str) -> int | None:
    value = getattr(output, name)
    return value if isinstance(value, int) else None


def _legal(side: int) -> bool:
    return LEAST_SIDE <= side <= MOST_SIDE


@rule("output.short-side-max", on=OutputMediaConfig)
def the_shorter_side_is_at_most_2160(seen: Seen, context: Context) -> Fault | None:
    """The shorter side of the output is at most 2160 pixels."""
    width, height = _side(seen.node, "width"), _side(seen.node, "height")
    if width is None or height is None or min(width, height) <= MOST_SHORT_SIDE:
        return None
    shorter = min(width, height)
    return seen.fault(
        f"the shorter side of {width}x{height} is {shorter}, and may be at most {MOST_SHORT_SIDE}",
        field="width" if width < height else "height",
        fix=f"lower one side to {MOST_SHORT_SIDE} or less",
    )


@rule("output.size-even", on=OutputMediaConfig)
def sides_are_even(seen: Seen, context: Context) -> Iterator[Fault]:
    """Width and Height of the output are even."""
    sides = {name: side for name in ("width", "height") if (side := _side(seen.node, name)) is not None}
    if len(sides) == 2 and min(sides.values()) > MOST_SHORT_SIDE:
        return  # the size has to change anyway
    for name, side in sides.items():
        if side % 2 and _legal(side):
            lower = f" or {side + 1}" if side < MOST_SIDE else ""
            yield seen.fault(
                f"{wire(seen.node, name)} {side} is odd, which most encoders do not take",
                field=name,
                fix=f"write {side - 1}{lower}",
            )


@rule("output.size-half", on=OutputMediaConfig)
def both_sides_are_given_or_none(seen: Seen, context: Context) -> Fault | None:
    """Width and Height of the output are given together."""
    given = [name for name in ("width", "height") if seen.node.given(name)]
    side = _side(seen.node, given[0]) if len(given) == 1 else None
    if side is None or not _legal(side):
        return None
    there, lacking = ("Width", "Height") if given == ["width"] else ("Height", "Width")
    return seen.fault(
        f"{there} is {side}, and {lacking} is not given: the service takes it from the materials",
        field=given[0],
        fix=f"give {lacking} too",
    )


@rule("output.bitrate-unit", on=OutputMediaConfig)
def a_bitrate_counts_kilobits(seen: Seen, context: Context) -> Fault | None:
    """Bitrate is in Kbit/s."""
    bitrate = seen.node.bitrate
    if not isinstance(bitrate, int) or bitrate < LOOKS_LIKE_BITS:
        return None
    return seen.fault(
        f"Bitrate {bitrate} looks like bit/s, and is read as Kbit/s",
        field="bitrate",
        fix=f"write {min(round(bitrate / 1000), MOST_BITRATE)}",
    )


@rule("output.default-size-legal", on=OutputMediaConfig)
def the_default_size_is_legal(seen: Seen, context: Context) -> Fault | None:
    """Where no size is given, the largest width and height of the materials make a legal one."""
    if context.materials is None and not context.durations:
        return None
    if seen.node.given("width") or seen.node.given("height"):
        return None
    sizes = [_size_of(address, context) for address in _addresses(context, *_PICTURES)]
    known = [size for size in sizes if size is not None]
    if not known:
        return None
    width, height = max(size[0] for size in known), max(size[1] for size in known)
    faults = [f"{side} is above {MOST_SIDE}" for side in (width, height) if side > MOST_SIDE]
    if min(width, height) > MOST_SHORT_SIDE:
        faults.append(f"the shorter side is above {MOST_SHORT_SIDE}")
    if len(known) == len(sizes):  # a material of unknown size could still make the result large enough
        faults += [f"{side} is below {LEAST_SIDE}" for side in (width, height) if side < LEAST_SIDE]
    if not faults:
        return None
    return seen.fault(
        f"no size is given, and the largest sides of the materials make {width}x{height}: {'; '.join(faults)}",
        fix="give Width and Height, for example 1920 and 1080",
    )


# -- the materials ----------------------------------------------------------------------------------------------------


def _addresses(context: Context, *kinds: type[Any]) -> list[str]:
    """Every material that nodes of some classes use, each once."""
    used = (seen.node.media for seen in context.all(*kinds))
    return list(dict.fromkeys(media for media in used if media and not is_blank(media)))


def _told(address: str, context: Context) -> Mapping[str, Any]:
    """What the caller knows of a material."""
    known = context.durations or {}
    entry = known.get(address, known.get(without_query(address)))
    return entry if isinstance(entry, Mapping) else {}


def _file_of(address: str, context: Context) -> Path | None:
    if context.materials is None:
        return None
    try:
        return context.materials.find(address)
    except (OSError, ValueError):
        return None  # a name that no file can have


def _size_of(address: str, context: Context) -> tuple[int, int] | None:
    """Width and height of a material, or None when they are unknown."""
    told = _told(address, context)
    width, height = told.get("width"), told.get("height")
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return width, height
    path = _file_of(address, context)
    if path is None:
        return None
    from timeline_dsl.render.probe import probe

    try:
        found = probe(path)
    except TimelineError:
        return None
    return (found.width, found.height) if found.width and found.height else None


def _bytes_of(address: str, context: Context) -> int:
    size = _told(address, context).get("size")
    if isinstance(size, int | float) and not isinstance(size, bool) and 0 < size < 1e30:
        return int(size)
    path = _file_of(address, context)
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0


@rule("limits.material-size", on=Timeline)
def materials_are_at_most_a_terabyte(seen: Seen, context: Context) -> Fault | None:
    """The materials of a timeline are at most 1 TB together."""
    if context.materials is None and not context.durations:
        return None
    total = sum(_bytes_of(address, context) for address in _addresses(context, *_MATERIALS))
    if total <= CAREFUL_BYTES:
        return None
    fix = "use fewer or smaller materials"
    if total > MOST_BYTES:
        return seen.fault(f"the materials are {total} bytes together, and at most 1 TB (2^40) is taken", fix=fix)
    return Caution(
        seen,
        f"the materials are {total} bytes together, and at most 1 TB is taken, whether that is 10^12 bytes or 2^40",
        fix=fix,
    )
