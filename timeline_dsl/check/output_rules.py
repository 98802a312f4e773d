"""Rules of the output: where the result goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from timeline_dsl.check.addresses import address_of, https_form, result_extensions, shown_address
from timeline_dsl.check.faults import Caution
from timeline_dsl.check.presence import filled, is_blank, missing, null, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.errors import shown
from timeline_dsl.materials import extension
from timeline_dsl.request import OutputMediaConfig, OutputTarget, Request

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

_S3 = ("endpoint", "bucket", "object_key", "access_key_id", "access_key_secret")
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
    return seen.fault(
        "the result goes to OSS, and MediaURL, its address, is missing", field=null(seen.node, "media_url"), fix=fix
    )


@rule("output.vod-storage-required", on=OutputMediaConfig)
def vod_needs_a_place_and_a_name(seen: Seen, context: Context) -> Fault | None:
    """A result in VOD has StorageLocation and FileName."""
    lacking = [wire(seen.node, name) for name in ("storage_location", "file_name") if missing(seen.node, name)]
    if not lacking or target_of(seen, context) != "vod-media":
        return None
    verb = "is" if len(lacking) == 1 else "are"
    return seen.fault(
        f"the result goes to VOD, and {' and '.join(lacking)} {verb} missing",
        field=null(seen.node, "storage_location", "file_name"),
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
    return seen.fault(
        f"the result goes to S3, and {names} {verb} missing", field=null(seen.node, *_S3), fix=f"give {names}"
    )


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
        fix = f"write {shown(bare or 'result.mp4')}"
        return seen.fault(f"FileName {shown(name)} has a path", field="file_name", fix=fix)
    if not extension(name):
        fix = f"write {shown(name.rstrip('.') + '.mp4')}"
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
    if address.kind == "sample":
        said = f"MediaURL {shown_address(url)} is an example of an address"
        return Caution(seen, said, "media_url", "write https://<bucket>.oss-<region>.aliyuncs.com/<object>")
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
