"""Media assets: register, get one, get several, delete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

import attrs

from timeline_dsl.serve import clock
from timeline_dsl.serve.calls.table import Answer, Call, Param, action, answered_before, new_id, once
from timeline_dsl.serve.engine import Facts, Stream
from timeline_dsl.serve.paths import Address, AddressError, address_of, locate
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.store import Media, Transaction

_VOD = "vod://"
_REFERENCE_ID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_MAX_TAGS, _TAG_BYTES = 16, 32


@action(
    "RegisterMediaInfo",
    Param("InputURL", required=True),
    Param("MediaType", choices=("image", "video", "audio", "text")),
    Param("BusinessType", choices=("subtitles", "font", "watermark", "opening", "ending", "general")),
    Param("Title", max_bytes=128),
    Param("Description", max_bytes=1024),
    Param("MediaTags"),
    Param("CoverURL", max_bytes=128),
    Param("CateId", "integer", low=0),
    Param("Overwrite", "boolean"),
    Param("ReferenceId"),
    Param("RegisterConfig", "document"),
    Param("UserData", max_bytes=1024),
    Param("ClientToken"),
    Param("SmartTagTemplateId"),
    Param("WorkflowId"),
)
def register_media_info(call: Call) -> Answer:
    """Turn an object under the root into a media asset; it becomes Normal, or PrepareFail, once it was analysed."""
    earlier = answered_before(call)
    if earlier is not None:
        return earlier
    _check_labels(call)
    if call.require("InputURL").startswith(_VOD):
        return {"MediaId": _vod_asset(call).media_id}
    address = _address(call)
    answer = once(call, lambda store: _register(call, store, address))
    call.realm.wake()
    return answer


def _check_labels(call: Call) -> None:
    tags = (call.text("MediaTags") or "").split(",")
    if len(tags) > _MAX_TAGS or any(len(tag.encode()) > _TAG_BYTES for tag in tags):
        raise invalid("MediaTags", f"At most {_MAX_TAGS} tags of at most {_TAG_BYTES} bytes each are allowed.")
    reference = call.text("ReferenceId")
    if reference and not _REFERENCE_ID.fullmatch(reference):
        raise invalid("ReferenceId", "It must be 6 to 64 letters, digits, hyphens and underscores.")
    if call.text("MediaType") == "text" and call.text("BusinessType") not in ("subtitles", "font"):
        raise invalid("BusinessType", "With MediaType text it must be subtitles or font.")


def _vod_asset(call: Call) -> Media:
    vod_media_id = call.require("InputURL").removeprefix(_VOD)
    with call.realm.database.reading() as store:
        media = store.first(Media, "vod_media_id = ?", (vod_media_id,))
    if media is None:
        raise Refusal("MediaNotFound", f"No output of this endpoint was stored in VOD as {vod_media_id}.")
    return media


def _address(call: Call) -> Address:
    try:
        address = address_of(call.require("InputURL"))
        locate(call.realm.root, address)
    except AddressError as error:
        raise invalid("InputURL", str(error)) from None
    region = call.realm.region
    if region and address.region and address.region != region:
        raise invalid(
            "InputURL", f"The object lies in {address.region}, the call goes to {region}; both must be the same region."
        )
    return address


def _register(call: Call, store: Transaction, address: Address) -> Answer:
    url = call.require("InputURL")
    before = store.first(Media, "input_url = ?", (url,))
    if before is not None:
        if not call.flag("Overwrite"):
            raise invalid(
                "InputURL", f"It is registered already, as {before.media_id}. Send Overwrite=true to register it anew."
            )
        store.delete(Media, "input_url = ?", (url,))
    if call.text("ReferenceId") and store.first(Media, "reference_id = ?", (call.text("ReferenceId"),)):
        raise invalid("ReferenceId", "It belongs to another media asset.")
    moment = clock.written(clock.now())
    media = Media(
        media_id=new_id(),
        input_url=url,
        bucket=address.bucket,
        object=address.object,
        title=call.text("Title") or PurePosixPath(address.object).name,
        description=call.text("Description"),
        tags=call.text("MediaTags"),
        category_id=call.values.get("CateId"),
        cover_url=call.text("CoverURL"),
        media_type=call.text("MediaType"),
        business_type=call.text("BusinessType") or "general",
        reference_id=call.text("ReferenceId"),
        user_data=call.text("UserData"),
        create_time=moment,
        modified_time=moment,
    )
    store.insert(media)
    return {"MediaId": media.media_id}


@action(
    "GetMediaInfo",
    Param("MediaId"),
    Param("InputURL"),
    Param("OutputType", choices=("oss", "cdn")),
    Param("AuthTimeout", "integer", low=1, high=86400),
    Param("ReturnDetailedInfo", "document"),
)
def get_media_info(call: Call) -> Answer:
    """One media asset whole."""
    with call.realm.database.reading() as store:
        if call.text("MediaId"):
            media = store.get(Media, call.require("MediaId")) or store.first(
                Media, "reference_id = ?", (call.text("MediaId"),)
            )
        else:
            media = store.first(Media, "input_url = ?", (call.require("InputURL"),), order="DESC")
    if media is None:
        raise Refusal("MediaNotFound")
    return {"MediaInfo": _whole(call, media, with_files=True)}


@action(
    "BatchGetMediaInfos",
    Param("MediaIds", "ids", required=True, high=100),
    Param("AdditionType", "ids"),
    Param("AuthTimeout", "integer", low=1, high=86400),
)
def batch_get_media_infos(call: Call) -> Answer:
    """Several media assets; the ids that name none are told apart."""
    wanted = call.ids("AdditionType")
    found, ignored = [], []
    with call.realm.database.reading() as store:
        for media_id in call.ids("MediaIds"):
            media = store.get(Media, media_id)
            if media is None:
                ignored.append(media_id)
            else:
                found.append(media)
    infos = []
    for media in found:
        info = _whole(call, media, with_files="FileInfo" in wanted)
        if "DynamicMetaData" in wanted:
            info["MediaDynamicInfo"] = {"DynamicMetaData": {"Data": "{}"}}
        infos.append(info)
    return {"MediaInfos": infos, "IgnoredList": ignored}


@action(
    "DeleteMediaInfos",
    Param("MediaIds", "ids", high=100),
    Param("InputURLs", "ids", high=100),
    Param("DeletePhysicalFiles", "boolean"),
)
def delete_media_infos(call: Call) -> Answer:
    """Remove media assets, and their files too when told so; ids and URLs that name none are told apart."""
    if not call.ids("MediaIds") and not call.ids("InputURLs"):
        raise invalid("MediaIds", "Give MediaIds or InputURLs.")
    gone, ignored = list[Media](), list[str]()
    with call.realm.database.transaction() as store:
        for column, names in (("media_id", call.ids("MediaIds")), ("input_url", call.ids("InputURLs"))):
            for name in names:
                found = store.select(Media, f"{column} = ?", (name,))
                store.delete(Media, f"{column} = ?", (name,))
                gone += found
                if not found:
                    ignored.append(name)
    if call.flag("DeletePhysicalFiles"):
        _remove_files(call, gone)
    return {"IgnoredList": ignored, "ForbiddenList": []}


def _remove_files(call: Call, assets: Iterable[Media]) -> None:
    for media in assets:
        locate(call.realm.root, Address(bucket=media.bucket, object=media.object)).unlink(missing_ok=True)


def _whole(call: Call, media: Media, *, with_files: bool) -> dict[str, Any]:
    info: dict[str, Any] = {"MediaId": media.media_id, "MediaBasicInfo": _basic(media)}
    if with_files and media.facts is not None:
        facts = facts_from(media.facts)
        info["FileInfoList"] = [
            {
                "FileBasicInfo": _file(call, media, facts),
                "VideoStreamInfoList": _streams(facts, "video", _video_stream),
                "AudioStreamInfoList": _streams(facts, "audio", _audio_stream),
                "SubtitleStreamInfoList": _streams(facts, "subtitle", _subtitle_stream),
            }
        ]
    return info


def _basic(media: Media) -> dict[str, Any]:
    return {
        "MediaId": media.media_id,
        "InputURL": media.input_url,
        "Title": media.title,
        "Description": media.description,
        "MediaTags": media.tags,
        "CateId": media.category_id,
        "CoverURL": media.cover_url,
        "MediaType": media.media_type,
        "BusinessType": media.business_type,
        "ReferenceId": media.reference_id,
        "UserData": media.user_data,
        "Source": media.source,
        "Status": media.status,
        "CreateTime": media.create_time,
        "ModifiedTime": media.modified_time,
    }


def _file(call: Call, media: Media, facts: Facts) -> dict[str, Any]:
    path = locate(call.realm.root, Address(bucket=media.bucket, object=media.object))
    return {
        "FileName": path.name,
        "FileStatus": "Normal",
        "FileType": "source_file",
        "FileSize": str(path.stat().st_size) if path.exists() else "0",
        "FileUrl": call.realm.file_url(media.bucket, media.object, call.integer("AuthTimeout", 3600)),
        "Region": call.realm.region,
        "FormatName": facts.format,
        "Duration": _number(facts.duration),
        "Bitrate": _number(facts.bitrate),
        "Width": _number(facts.width),
        "Height": _number(facts.height),
    }


def _streams(facts: Facts, kind: str, shape: Any) -> list[dict[str, Any]]:
    return [
        {"Index": str(index), "CodecName": stream.codec, "Duration": _number(stream.duration), "Lang": stream.language}
        | shape(stream)
        for index, stream in enumerate(facts.streams)
        if stream.kind == kind
    ]


def _video_stream(stream: Stream) -> dict[str, Any]:
    return {
        "Width": _number(stream.width),
        "Height": _number(stream.height),
        "Fps": _number(stream.fps),
        "AvgFPS": _number(stream.fps),
        "Bitrate": _number(stream.bitrate),
        "PixFmt": stream.pixel_format,
    }


def _audio_stream(stream: Stream) -> dict[str, Any]:
    return {
        "SampleRate": _number(stream.sample_rate),
        "Channels": _number(stream.channels),
        "Bitrate": _number(stream.bitrate),
    }


def _subtitle_stream(_: Stream) -> dict[str, Any]:
    return {}


def _number(value: float | None) -> str | None:
    """A number as the service writes it here: as text, six decimals at most."""
    if value is None:
        return None
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def facts_text(facts: Facts) -> str:
    """Facts as they are stored."""
    return json.dumps(attrs.asdict(facts))


def facts_from(text: str) -> Facts:
    """Facts from where they are stored."""
    members = json.loads(text)
    return Facts(**{**members, "streams": tuple(Stream(**stream) for stream in members["streams"])})
