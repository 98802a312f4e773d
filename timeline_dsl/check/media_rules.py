"""Rules of the materials: each clip has one, at an address that the service reads, in a format that it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from timeline_dsl.check.addresses import Address, address_of, expiry, https_form, material_extensions, shown_address
from timeline_dsl.check.caution import as_caution
from timeline_dsl.check.presence import is_blank, raw, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import (
    ASRClip,
    AudioClip,
    AvatarClip,
    GlobalImageClip,
    ImageClip,
    ImageTrackClip,
    SubtitleClip,
    TextClip,
    VideoClip,
)
from timeline_dsl.effects.text import ASREffect, TextEffect
from timeline_dsl.materials import PICTURES
from timeline_dsl.node.blanks import DROP, split
from timeline_dsl.tracks import VideoTrack

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

SOON = timedelta(minutes=10)
"""A job may wait and render that long before it has fetched all materials."""

_ONE_MATERIAL = (VideoClip, ImageClip, GlobalImageClip, AudioClip)
_MATERIALS = (*_ONE_MATERIAL, ImageTrackClip, ASRClip, AvatarClip)
_SUBTITLED = (SubtitleClip, TextClip, TextEffect, ASRClip, ASREffect)
_FILES = ("file_url", "font_url")
"""Addresses besides MediaURL that the service documents as addresses on OSS. The rules name MediaURL, so these warn."""


@rule("media.exactly-one", on=_ONE_MATERIAL)
def a_clip_has_one_material(seen: Seen, context: Context) -> Fault | None:
    """A Video, Image, GlobalImage or Audio clip has either a MediaId or a MediaURL."""
    node = seen.node
    if not node.extra and (not node.media_id) != (not node.media_url):
        return None
    said = [value for value in (raw(node, "media_id"), raw(node, "media_url")) if value is not None and value != ""]
    if len(said) == 2 and not any(_may_vanish(value) for value in said):
        return seen.fault("MediaId and MediaURL are both given, and a clip has exactly one of them",
                          fix="drop the one that is not meant")
    if said or any(node.given(name) and raw(node, name) is None for name in ("media_id", "media_url")):
        return None
    if seen.parent is not None and type(seen.parent.node) is VideoTrack and seen.parent.node.type == "Effect":
        return None  # an item without a Type on a layer of effects is told by its Type
    return seen.fault("the clip has no material: neither MediaId nor MediaURL is given",
                      fix="give the MediaId of an asset, or a MediaURL on OSS")


def _may_vanish(value: Any) -> bool:
    """Whether a template's blank takes the field out when no value is supplied."""
    return is_blank(value) and split(value).default is DROP


def _address(seen: Seen, name: str = "media_url") -> Address | None:
    """The address in a field, or None where there is nothing to say about it."""
    url = getattr(seen.node, name)
    if not url:
        return None
    address = address_of(url)
    return None if address.plain or is_blank(url) else address


# -- where materials lie ---------------------------------------------------------------------------------------------

def _not_http(seen: Seen, name: str, context: Context) -> Fault | None:
    address = _address(seen, name)
    if address is None or address.kind != "scheme":
        return None
    url = getattr(seen.node, name)
    fix = https_form(url, context.region)
    if name == "media_url" and "/" not in url and "." not in url:
        fix = "an id of a media asset belongs into MediaId"
    return seen.fault(f"{wire(seen.node, name)} {shown_address(url)} is no http(s) address", field=name, fix=fix)


def _not_in_a_bucket(seen: Seen, name: str) -> Fault | None:
    address = _address(seen, name)
    if address is None or address.kind not in ("object", "elsewhere"):
        return None
    url = shown_address(getattr(seen.node, name))
    if address.kind == "object":
        return seen.fault(f"{wire(seen.node, name)} {url} names a bucket, but no object in it", field=name,
                          fix="add the name of the object: …aliyuncs.com/folder/clip.mp4")
    return seen.fault(f"{wire(seen.node, name)} {url} does not lie on OSS, and nothing else is read", field=name,
                      fix="copy it to a bucket, https://<bucket>.oss-<region>.aliyuncs.com/<object>, or give a MediaId")


def _delivered(seen: Seen, name: str) -> Fault | None:
    address = _address(seen, name)
    if address is None or address.kind != "delivery":
        return None
    url = shown_address(getattr(seen.node, name))
    return seen.fault(f"{wire(seen.node, name)} {url} is on a CDN or acceleration host", field=name,
                      fix="use the endpoint of the bucket itself: https://<bucket>.oss-<region>.aliyuncs.com/<object>")


def _elsewhere(seen: Seen, name: str, context: Context) -> Fault | None:
    url = getattr(seen.node, name)
    if not context.region or not url or is_blank(url):
        return None
    address = address_of(url)
    if address.kind != "oss" or address.region == context.region:
        return None
    return seen.fault(f"{wire(seen.node, name)} lies in {address.region}, but the call goes to {context.region}",
                      field=name, fix=f"copy the file to a bucket in {context.region}, or call {address.region}")


@rule("media.url-scheme", on=_MATERIALS)
def a_material_has_an_http_address(seen: Seen, context: Context) -> Fault | None:
    """MediaURL is http(s)."""
    return _not_http(seen, "media_url", context)


@rule("media.url-oss-only", on=_MATERIALS)
def a_material_lies_in_a_bucket(seen: Seen, context: Context) -> Fault | None:
    """MediaURL is an object at the public endpoint of its bucket."""
    return _not_in_a_bucket(seen, "media_url")


@rule("media.url-no-cdn", on=_MATERIALS)
def a_material_is_not_read_through_a_cdn(seen: Seen, context: Context) -> Fault | None:
    """MediaURL is no CDN and no acceleration address."""
    return _delivered(seen, "media_url")


@rule("media.region-match", on=_MATERIALS)
def a_material_lies_in_the_region(seen: Seen, context: Context) -> Fault | None:
    """The bucket of a material is in the region of the call."""
    return _elsewhere(seen, "media_url", context) if context.region else None


def _file_faults(find: Any) -> Any:
    """The same finder for the addresses besides MediaURL, told as warnings."""

    def find_in_files(seen: Seen, context: Context) -> list[Fault] | None:
        node = seen.node
        if node.font_url is None and (type(node) is not SubtitleClip or node.file_url is None):
            return None
        names = [name for name in _FILES if name == "font_url" or type(node) is SubtitleClip]
        found = [find(seen, name, context) for name in names]
        return [as_caution(fault) for fault in found if fault is not None]

    return find_in_files


rule("media.url-scheme", on=_SUBTITLED)(_file_faults(_not_http))
rule("media.url-oss-only", on=_SUBTITLED)(_file_faults(lambda seen, name, context: _not_in_a_bucket(seen, name)))
rule("media.url-no-cdn", on=_SUBTITLED)(_file_faults(lambda seen, name, context: _delivered(seen, name)))
rule("media.region-match", on=_SUBTITLED)(_file_faults(_elsewhere))


@rule("media.url-internal", on=_MATERIALS)
def a_material_has_a_public_address(seen: Seen, context: Context) -> Fault | None:
    """MediaURL is at the public endpoint."""
    address = _address(seen)
    if address is None or not address.internal:
        return None
    return seen.fault(f"MediaURL {shown_address(seen.node.media_url)} is an internal endpoint", field="media_url",
                      fix="drop -internal from the host: the service documents public endpoints only")


@rule("media.url-signed-expiry", on=_MATERIALS)
def a_signature_outlives_the_job(seen: Seen, context: Context) -> Fault | None:
    """A signed MediaURL is still good when the job fetches it."""
    address = _address(seen)
    if address is None or not address.query:
        return None
    end = expiry(address)
    if end is None or end > datetime.now(UTC) + SOON:
        return None
    when = f"{end:%Y-%m-%d %H:%M:%S} UTC"
    said = f"expired at {when}" if end <= datetime.now(UTC) else f"expires at {when}, perhaps before the job fetches it"
    return seen.fault(f"the signature of MediaURL {shown_address(seen.node.media_url)} {said}", field="media_url",
                      fix="sign the address anew and submit at once, or register the object and give its MediaId")


# -- formats ---------------------------------------------------------------------------------------------------------

@rule("media.extension", on=_MATERIALS)
def a_material_has_a_format_that_is_read(seen: Seen, context: Context) -> Fault | None:
    """The extension of MediaURL is one of the formats that editing takes."""
    address = _address(seen)
    if address is None or not address.extension or address.extension in material_extensions():
        return None
    return seen.fault(f"MediaURL ends in .{address.extension}, which is none of the formats that editing takes",
                      field="media_url", fix="transcode it, for example to mp4, mp3 or png")


@rule("media.image-needs-type", on=(VideoClip, AudioClip))
def a_picture_says_so(seen: Seen, context: Context) -> Fault | None:
    """A clip of a picture has the Type Image or GlobalImage."""
    address = _address(seen)
    if address is None or address.extension not in PICTURES:
        return None
    said = f"its Type is {seen.node.TYPE}" if seen.node.says_type else f"without a Type the clip is {seen.node.TYPE}"
    place = "" if type(seen.node) is VideoClip else " and put the clip on a video track"
    return seen.fault(f"MediaURL ends in .{address.extension}, a picture, but {said}", field="media_url",
                      fix=f'write "Type": "Image"{place}')
