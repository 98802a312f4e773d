"""Rules of the materials: each clip has one, at an address that the service reads, in a format that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline_dsl.check.addresses import (
    Address,
    address_of,
    expiry,
    https_form,
    material_extensions,
    shown_address,
    usual_region,
)
from timeline_dsl.check.faults import Under
from timeline_dsl.check.presence import is_blank, null, raw, wire
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


@rule("media.exactly-one", on=_ONE_MATERIAL)
def a_clip_has_one_material(seen: Seen, context: Context) -> Fault | None:
    """A Video, Image, GlobalImage or Audio clip has either a MediaId or a MediaURL."""
    node = seen.node
    if not node.extra and (not node.media_id) != (not node.media_url):
        return None
    said = [value for value in (raw(node, "media_id"), raw(node, "media_url")) if value is not None and value != ""]
    if len(said) == 2 and not any(_may_vanish(value) for value in said):
        return seen.fault(
            "MediaId and MediaURL are both given, and a clip has exactly one of them",
            fix="drop the one that is not meant",
        )
    if said:
        return None
    if seen.parent is not None and type(seen.parent.node) is VideoTrack and seen.parent.node.type == "Effect":
        return None  # an item without a Type on a layer of effects is told by its Type
    return seen.fault(
        "the clip has no material: neither MediaId nor MediaURL is given",
        field=null(node, "media_url", "media_id"),
        fix="give the MediaId of an asset, or a MediaURL on OSS",
    )


def _may_vanish(value: Any) -> bool:
    """Whether a template's blank takes the field out when no value is supplied."""
    return is_blank(value) and split(value).default is DROP


# -- addresses -------------------------------------------------------------------------------------------------------
#
# A timeline has thousands of addresses and most have nothing wrong with them, so they are looked at once for all rules.


@rule("media.url-oss-only", on=_MATERIALS)
def a_material_is_read_from_its_bucket(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """MediaURL is the http address of an object at the public endpoint of a bucket in the region of the call."""
    url = seen.node.media_url
    if not url:
        return None
    region = usual_region(url)
    if (region is not None and (not context.region or region == context.region)) or is_blank(url):
        return None
    finders = _FINDERS if type(seen.node) in (VideoClip, AudioClip) else _FINDERS[:-1]
    return _faults(seen, "media_url", finders, context, cautious=False)


@rule("media.url-oss-only", on=_SUBTITLED)
def a_file_is_read_from_its_bucket(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """FileURL and FontURL are addresses like MediaURL. The rules name only that, so these warn."""
    node = seen.node
    if node.font_url is None and (type(node) is not SubtitleClip or node.file_url is None):
        return None
    return _file_faults(seen, context)


def _file_faults(seen: Seen, context: Context) -> Iterator[Fault]:
    for name in ("file_url", "font_url") if type(seen.node) is SubtitleClip else ("font_url",):
        url = getattr(seen.node, name)
        if url and not is_blank(url):
            yield from _faults(seen, name, _PLACES, context, cautious=True)


def _faults(
    seen: Seen, name: str, finders: tuple[_Finder, ...], context: Context, *, cautious: bool
) -> Iterator[Fault]:
    url = getattr(seen.node, name)
    about = _About(seen.node, name, url, address_of(url), context.region)
    for slug, finder in finders:
        found = finder(about)
        if found is not None:
            message, fix = found
            # who shows how a timeline is written leaves out parts of the addresses
            yield Under(seen, message, name, fix, slug=slug, cautious=cautious or about.address.kind == "sample")


class _About(NamedTuple):
    """One address, where it stands, and the region of the call."""

    node: Any
    name: str
    url: str
    address: Address
    region: str | None

    def __str__(self) -> str:
        return f"{wire(self.node, self.name)} {shown_address(self.url)}"


_Words = tuple[str, str] | None
"""What is wrong with an address, and how to mend it."""


def _no_http(about: _About) -> _Words:
    if about.address.kind != "scheme":
        return None
    if about.name == "media_url" and not set(about.url) & set("/."):
        return f"{about} is no http(s) address", "an id of a media asset belongs into MediaId"
    return f"{about} is no http(s) address", https_form(about.url, about.region)


def _not_in_a_bucket(about: _About) -> _Words:
    if about.address.kind == "object":
        return f"{about} names a bucket, but no object in it", "add the object: …aliyuncs.com/folder/clip.mp4"
    if about.address.kind == "sample":
        return f"{about} is an example of an address", "write the address of an object in a bucket"
    if about.address.kind != "elsewhere":
        return None
    return (
        f"{about} does not lie on OSS, and nothing else is read",
        "copy it to a bucket, https://<bucket>.oss-<region>.aliyuncs.com/<object>, or give a MediaId",
    )


def _through_a_cdn(about: _About) -> _Words:
    if about.address.kind != "delivery":
        return None
    return (
        f"{about} is on a CDN or acceleration host",
        "use the endpoint of the bucket itself: https://<bucket>.oss-<region>.aliyuncs.com/<object>",
    )


def _in_another_region(about: _About) -> _Words:
    there, region = about.address.region, about.region
    if about.address.kind != "oss" or not region or there == region:
        return None
    return (
        f"{wire(about.node, about.name)} lies in {there}, but the call goes to {region}",
        f"copy the file to a bucket in {region}, or call {there}",
    )


def _internal(about: _About) -> _Words:
    if not about.address.internal:
        return None
    return f"{about} is an internal endpoint", "drop -internal from the host: only public endpoints are documented"


def _signed_too_short(about: _About) -> _Words:
    end = expiry(about.address)
    if end is None or end > datetime.now(UTC) + SOON:
        return None
    when = f"{end:%Y-%m-%d %H:%M:%S} UTC"
    said = f"expired at {when}" if end <= datetime.now(UTC) else f"expires at {when}, perhaps before the job fetches it"
    return (
        f"the signature of {about} {said}",
        "sign the address anew and submit at once, or register the object and give its MediaId",
    )


def _in_a_foreign_format(about: _About) -> _Words:
    ending = about.address.extension
    if not ending or ending in material_extensions():
        return None
    return (
        f"{about} ends in .{ending}, which is none of the formats that editing takes",
        "transcode it, for example to mp4, mp3 or png",
    )


def _picture_as_film(about: _About) -> _Words:
    if about.address.extension not in PICTURES:
        return None
    kind = about.node.TYPE
    said = f"its Type is {kind}" if about.node.says_type else f"without a Type the clip is {kind}"
    place = "" if kind == "Video" else " and put the clip on a video track"
    return f"{about} is a picture, but {said}", f'write "Type": "Image"{place}'


_Finder = tuple[str, Callable[[_About], _Words]]

_PLACES: tuple[_Finder, ...] = (
    ("media.url-scheme", _no_http),
    ("media.url-oss-only", _not_in_a_bucket),
    ("media.url-no-cdn", _through_a_cdn),
    ("media.region-match", _in_another_region),
)
_FINDERS: tuple[_Finder, ...] = (
    *_PLACES,
    ("media.url-internal", _internal),
    ("media.url-signed-expiry", _signed_too_short),
    ("media.extension", _in_a_foreign_format),
    ("media.image-needs-type", _picture_as_film),
)
