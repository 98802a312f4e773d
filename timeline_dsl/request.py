"""What travels with a timeline: output target, size, encoding, job settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, Self

from timeline_dsl.documents import parse_text, read_object
from timeline_dsl.errors import DocumentError
from timeline_dsl.node import (
    Document,
    Node,
    anything,
    choice,
    dump,
    facts_of,
    flag,
    integer,
    load,
    node,
    number,
    part,
    text,
    time,
)
from timeline_dsl.timeline import Timeline

SUBMIT_PAGE = "SubmitMediaProducingJob"
OUTPUT_PAGE = "OutputMediaConfig and EditingProduceConfig structures"

LEAST_SIDE, MOST_SIDE, MOST_SHORT_SIDE = 128, 4096, 2160
MOST_BITRATE = 5000

OutputTarget = Literal["oss-object", "vod-media", "S3"]
Source = Literal["OpenAPI", "AliyunConsole", "WebSDK", "OPENAPI"]
Profile = Literal["baseline", "main", "high"]
Preset = Literal["veryfast", "fast", "medium", "slow", "slower"]
Orientation = Literal["Horizontal", "Vertical"]


@node(page="Timeline types")
class VideoEncoding(Node):
    """How the picture is encoded (`Video` of the output config)."""

    codec: str | None = text(default=None, doc="`H.264`, `H.265`; the list is not published.")
    fps: float | None = number(
        gt=0, default=None, unit="frames/s", firm=False, rule="output.video-fps", doc="Frame rate."
    )
    profile: Profile | None = choice(
        Profile, default=None, firm=False, rule="output.video-profile", doc="H.264 profile."
    )
    crf: float | None = number(
        ge=0, le=51, default=None, firm=False, rule="output.video-crf", doc="Constant quality, 0 best."
    )
    preset: Preset | None = choice(
        Preset, default=None, firm=False, rule="output.video-preset", doc="Speed of the encoder."
    )
    orientation: Orientation | None = choice(
        Orientation, default=None, firm=False, rule="output.unknown-key", doc="Orientation."
    )


@node(page=SUBMIT_PAGE, mark="seed")
class OutputMediaConfig(Node):
    """Where the result goes and how large it is. The fields needed depend on the target: OSS, VOD or S3."""

    media_url: str | None = text(
        wire="MediaURL",
        also=("MediaUrl",),
        default=None,
        mark="seed",
        rule="output.oss-media-url-required",
        doc="OSS address of the result, in the region of the call.",
    )
    storage_location: str | None = text(
        default=None, mark="seed", rule="output.vod-storage-required", doc="VOD storage address, without http://."
    )
    file_name: str | None = text(
        default=None,
        mark="seed",
        rule="output.vod-storage-required",
        doc="Name with extension, without a path, for VOD.",
    )
    vod_template_group_id: str | None = text(
        default=None,
        mark="seed",
        rule="output.unknown-key",
        doc="VOD transcoding template group; `VOD_NO_TRANSCODE` is none.",
    )
    width: int | None = integer(
        ge=LEAST_SIDE,
        le=MOST_SIDE,
        unit="px",
        default=None,
        said="largest width of the inputs",
        mark="seed",
        rule="output.size-integer",
        low_rule="output.width-min",
        high_rule="output.side-max",
        doc="Width.",
    )
    height: int | None = integer(
        ge=LEAST_SIDE,
        le=MOST_SIDE,
        unit="px",
        default=None,
        said="largest height of the inputs",
        mark="seed",
        rule="output.size-integer",
        low_rule="output.height-min",
        high_rule="output.side-max",
        doc="Height.",
    )
    bitrate: int | None = integer(
        gt=0,
        le=MOST_BITRATE,
        unit="Kbit/s",
        default=None,
        said="largest bitrate of the inputs",
        mark="seed",
        rule="output.size-integer",
        high_rule="output.bitrate-max",
        doc="Bitrate.",
    )
    max_duration: float | None = time(
        gt=0,
        default=None,
        mark="doc",
        firm=False,
        rule="output.max-duration",
        doc="Cap of the length; wins over the main track.",
    )
    produce_template_id: str | None = text(
        default=None, mark="doc", rule="output.unknown-key", doc="Transcoding template of the final encode."
    )
    video: VideoEncoding | None = part(
        VideoEncoding, default=None, mark="types", rule="output.unknown-key", doc="Encoding of the picture."
    )
    endpoint: str | None = text(default=None, mark="doc", rule="output.s3-fields", doc="S3 endpoint.")
    bucket: str | None = text(default=None, mark="doc", rule="output.s3-fields", doc="S3 bucket.")
    object_key: str | None = text(default=None, mark="doc", rule="output.s3-fields", doc="S3 object key.")
    access_key_id: str | None = text(
        default=None, mark="doc", rule="output.s3-fields", doc="S3 access key; use temporary ones."
    )
    access_key_secret: str | None = text(default=None, mark="doc", rule="output.s3-fields", doc="S3 secret.")
    security_token: str | None = text(
        default=None, mark="doc", rule="output.s3-fields", doc="S3 token of temporary keys."
    )
    output_media_target: OutputTarget | None = choice(
        OutputTarget,
        default=None,
        mark="observed",
        firm=False,
        rule="output.unknown-key",
        doc="Seen here in a sample; it belongs to the request.",
    )

    def __repr__(self) -> str:
        secrets = {
            name: "…"
            for name in ("access_key_id", "access_key_secret", "security_token")
            if getattr(self, name) is not None
        }
        given = [
            f"{name}={secrets.get(name, getattr(self, name))!r}"
            for name in facts_of(OutputMediaConfig)
            if getattr(self, name) is not None
        ]
        return f"OutputMediaConfig({', '.join(given)})"


@node(page=OUTPUT_PAGE, mark="doc")
class CoverConfig(Node):
    """The thumbnail of the result."""

    start_time: float | None = time(
        default=None, said="first frame", mark="doc", rule="request.produce-config-keys", doc="Moment of the output."
    )


@node(page=SUBMIT_PAGE, mark="seed")
class EditingProduceConfig(Node):
    """Settings of the job. Booleans may be written as `"true"` and `"false"`."""

    auto_register_input_vod_media: bool | None = flag(
        default=None,
        said="true",
        mark="seed",
        rule="request.produce-config-keys",
        doc="Register the VOD assets that the timeline uses.",
    )
    output_webm_transparent_channel: bool | None = flag(
        default=None,
        said="false",
        mark="seed",
        rule="request.produce-config-keys",
        doc="Keep transparency; needs a .webm result.",
    )
    cover_config: CoverConfig | None = part(
        CoverConfig, default=None, said="first frame", mark="seed", rule="request.produce-config-keys", doc="Thumbnail."
    )
    max_bitrate: float | None = number(
        gt=0,
        default=None,
        mark="observed",
        firm=False,
        rule="request.produce-config-keys",
        doc="Caps the bitrate; the unit is not stated.",
    )
    keep_origin_max_bitrate: bool | None = flag(
        default=None,
        mark="observed",
        rule="request.produce-config-keys",
        doc="Keep the largest bitrate of the sources as ceiling.",
    )
    audio_channel_copy: bool | None = flag(
        default=None, mark="observed", rule="request.produce-config-keys", doc="Keep the sound channels of the source."
    )


@node(page=SUBMIT_PAGE, mark="seed")
class MediaMetadata(Node):
    """What the produced media asset is called."""

    title: str | None = text(
        default=None, max_bytes=128, mark="doc", firm=False, rule="request.media-metadata-limits", doc="Title."
    )
    description: str | None = text(
        default=None, max_bytes=1024, mark="doc", firm=False, rule="request.media-metadata-limits", doc="Description."
    )
    tags: str | None = text(
        default=None,
        mark="doc",
        firm=False,
        rule="request.media-metadata-limits",
        doc="At most 16 tags of 32 bytes, separated by commas.",
    )
    cover_url: str | None = text(
        wire="CoverURL", default=None, mark="doc", rule="request.media-metadata-limits", doc="Thumbnail."
    )
    cate_id: Any = anything(default=None, mark="doc", rule="request.media-metadata-limits", doc="Category.")


@node(page=SUBMIT_PAGE, mark="seed")
class ProjectMetadata(Node):
    """What the project is called that the service makes for the job."""

    title: str | None = text(default=None, mark="seed", rule="request.project-metadata-json", doc="Title.")
    description: str | None = text(default=None, mark="seed", rule="request.project-metadata-json", doc="Description.")
    cover_url: str | None = text(
        wire="CoverURL", default=None, mark="doc", rule="request.project-metadata-json", doc="Thumbnail."
    )


@node(page=SUBMIT_PAGE, mark="seed")
class UserData(Node):
    """What comes back with the job: callbacks, and anything of your own (`extra`). At most 512 bytes as JSON."""

    notify_address: str | None = text(
        default=None,
        mark="doc",
        rule="request.notify-address",
        doc="Callback at the end: an http(s) address or a queue ice-callback-….",
    )
    register_media_notify_address: str | None = text(
        default=None, mark="doc", rule="request.notify-address", doc="Callback when the result has been analysed."
    )


@node(page=SUBMIT_PAGE, mark="seed")
class Request(Node):
    """The parameters of SubmitMediaProducingJob. Exactly one of project, timeline and template."""

    project_id: str | None = text(
        default=None, mark="seed", rule="request.exactly-one-source", doc="Id of an editing project."
    )
    timeline: Timeline | None = part(
        Timeline, default=None, mark="seed", rule="request.json-string", doc="The edit itself."
    )
    template_id: str | None = text(
        default=None, mark="seed", rule="request.exactly-one-source", doc="Id of a template; then ClipsParam is needed."
    )
    clips_param: Any = anything(
        default=None, mark="seed", rule="request.clips-param-required", doc="Values of the template's parameters."
    )
    project_metadata: ProjectMetadata | None = part(
        ProjectMetadata, default=None, mark="seed", rule="request.project-metadata-json", doc="Name of the project."
    )
    output_media_target: OutputTarget | None = choice(
        OutputTarget,
        default=None,
        said="oss-object",
        mark="seed",
        rule="request.output-target-enum",
        doc="Where the result goes.",
    )
    output_media_config: OutputMediaConfig | None = part(
        OutputMediaConfig,
        default=None,
        mark="seed",
        rule="request.output-config-required",
        doc="Address and size of the result.",
    )
    user_data: UserData | None = part(
        UserData, default=None, mark="seed", rule="request.user-data-json", doc="Callbacks and data of your own."
    )
    client_token: str | None = text(
        default=None, mark="doc", rule="request.client-token", doc="Idempotence token: ASCII, at most 64 characters."
    )
    source: Source | None = choice(
        Source, default=None, mark="seed", firm=False, rule="request.source-enum", doc="Who asks."
    )
    editing_produce_config: EditingProduceConfig | None = part(
        EditingProduceConfig, default=None, mark="seed", rule="request.produce-config-keys", doc="Settings of the job."
    )
    media_metadata: MediaMetadata | None = part(
        MediaMetadata, default=None, mark="seed", rule="request.media-metadata-limits", doc="Name of the result."
    )

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The request that a JSON object of the call's parameters describes; structured ones as JSON text or objects.

        A text that is no JSON is kept as it is; `check` tells of it.
        """
        return load(cls, decoded(read_object(document, "request")))

    def to_params(self) -> dict[str, str]:
        """The parameters as they travel: text, the structured ones as JSON text."""
        params: dict[str, str] = {}
        for key, value in dump(self).items():
            params[key] = (
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            )
        return params


STRUCTURED = tuple(fact.wire for fact in facts_of(Request).values() if fact.kind in ("node", "json"))
"""The parameters that hold JSON inside their text."""


def decoded(params: Mapping[str, Any]) -> Document:
    """The parameters with JSON text replaced by what it says, wherever it can be read."""
    document: Document = dict(params)
    for key in STRUCTURED:
        value = document.get(key)
        if isinstance(value, str) and value:
            try:
                document[key] = parse_text(value, key)
            except DocumentError:
                continue
    return document
