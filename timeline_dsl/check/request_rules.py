"""Rules of the submit call: its source, its structured parameters, its callbacks and metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from timeline_dsl.check.addresses import shown_address
from timeline_dsl.check.presence import filled, is_blank, missing, null, raw, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.documents import parse_text
from timeline_dsl.errors import DocumentError, shown
from timeline_dsl.materials import extension
from timeline_dsl.node import dump
from timeline_dsl.request import EditingProduceConfig, MediaMetadata, OutputMediaConfig, Request, UserData

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

MOST_USER_DATA = 512
MOST_TOKEN = 64
MOST_TAGS, MOST_TAG = 16, 32
QUEUE = "ice-callback-"

_SOURCES = ("project_id", "timeline", "template_id")
_JSON_TEXTS = (
    "timeline",
    "clips_param",
    "project_metadata",
    "output_media_config",
    "editing_produce_config",
    "media_metadata",
)
_TEMPLATE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


@rule("request.exactly-one-source", on=Request)
def the_request_has_one_source(seen: Seen, context: Context) -> Fault | None:
    """Exactly one of ProjectId, Timeline and TemplateId is given."""
    given = [wire(seen.node, name) for name in _SOURCES if filled(seen.node, name)]
    if len(given) == 1 or (not given and not all(missing(seen.node, name) for name in _SOURCES)):
        return None
    if not given:
        return seen.fault(
            "the request names nothing to produce: ProjectId, Timeline and TemplateId are all empty",
            field=null(seen.node, *_SOURCES),
            fix="give exactly one of ProjectId, Timeline and TemplateId",
        )
    return seen.fault(
        f"{' and '.join(given)} are given together, but a request has exactly one source",
        fix=f"keep one of {', '.join(given)} and leave the others out",
    )


@rule("request.clips-param-required", on=Request)
def a_template_comes_with_its_values(seen: Seen, context: Context) -> Fault | None:
    """A TemplateId comes with ClipsParam; `{}` counts as given."""
    if not filled(seen.node, "template_id"):
        return None
    value = raw(seen.node, "clips_param")
    if value is None or value == "":
        return seen.fault(
            f"the template {shown(raw(seen.node, 'template_id'))} is given without ClipsParam",
            field=null(seen.node, "clips_param"),
            fix='send ClipsParam, an object of values; "{}" when all of them have defaults',
        )
    if not isinstance(value, Mapping | str):
        return seen.fault(
            f"ClipsParam must be a JSON object of values (got {shown(value)})",
            field="clips_param",
            fix='write {"Name": value, …}, or "{}" when all parameters have defaults',
        )
    return None


@rule("request.clips-param-orphan", on=Request)
def values_belong_to_a_template(seen: Seen, context: Context) -> Fault | None:
    """ClipsParam means something only next to a TemplateId."""
    node = seen.node
    if not filled(node, "clips_param") or filled(node, "template_id"):
        return None
    if not any(filled(node, name) for name in _SOURCES):
        return None  # the template itself was forgotten, and that is told
    return seen.fault(
        "ClipsParam is given without a TemplateId, and means nothing then",
        field="clips_param",
        fix="drop ClipsParam, or give the TemplateId instead of the other source",
    )


@rule("request.output-config-required", on=Request)
def the_request_says_where_the_result_goes(seen: Seen, context: Context) -> Fault | None:
    """OutputMediaConfig is given."""
    if not missing(seen.node, "output_media_config"):
        return None
    return seen.fault(
        "OutputMediaConfig is missing: the service does not know where the result goes",
        field=null(seen.node, "output_media_config"),
        fix='give OutputMediaConfig, {"MediaURL": "https://<bucket>.oss-<region>.aliyuncs.com/<object>.mp4"}',
    )


@rule("request.json-string", on=Request)
def structured_parameters_are_json(seen: Seen, context: Context) -> Iterator[Fault]:
    """A structured parameter given as text is JSON text of an object."""
    for name in _JSON_TEXTS:
        value = raw(seen.node, name)
        if isinstance(value, str) and value and not is_blank(value):
            yield seen.fault(
                f"{wire(seen.node, name)} is text, but {_why_no_object(value)}",
                field=name,
                fix="serialise the value once: json.dumps(value, ensure_ascii=False)",
            )


@rule("request.user-data-json", on=Request)
def user_data_is_a_json_object(seen: Seen, context: Context) -> Fault | None:
    """UserData given as text is JSON text of an object."""
    value = seen.node.extra.get("UserData")
    if not isinstance(value, str) or not value or is_blank(value):
        return None
    return seen.fault(
        f"UserData is text, but {_why_no_object(value)}",
        field="user_data",
        fix='write a JSON object, for example {"NotifyAddress": "https://…", "order": "42"}',
    )


def _why_no_object(text: str) -> str:
    """What keeps a structured parameter, which could not be read, from being a JSON object."""
    try:
        parse_text(text, "it")
    except DocumentError as error:
        return str(error.message)
    return "what it holds is text again: it was serialised twice"


@rule("request.user-data-size", on=Request)
def user_data_is_small(seen: Seen, context: Context) -> Fault | None:
    """UserData is at most 512 bytes on the wire."""
    if not filled(seen.node, "user_data"):
        return None
    text = _user_data_text(seen.node, context.written)
    size = len(text.encode("utf-8", "surrogatepass"))
    if size <= MOST_USER_DATA:
        return None
    return seen.fault(
        f"UserData is {size} bytes of UTF-8 as JSON text, and at most {MOST_USER_DATA} are taken",
        field="user_data",
        fix=f"shorten it by {size - MOST_USER_DATA} bytes: keep a key there, and the data elsewhere",
    )


def _user_data_text(request: Request, document: Any) -> str:
    """UserData as it travels: as the document writes it, else in its shortest form."""
    written = document.get("UserData") if isinstance(document, Mapping) else None
    value = written if written is not None else raw(request, "user_data")
    if isinstance(value, UserData):
        value = dump(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@rule("request.notify-address", on=UserData)
def callbacks_go_to_an_address_or_a_queue(seen: Seen, context: Context) -> Iterator[Fault]:
    """A callback is an http(s) address or the name of a queue."""
    for name in ("notify_address", "register_media_notify_address"):
        value = getattr(seen.node, name)
        if not value or is_blank(value) or value.lower().startswith(("http://", "https://", QUEUE)):
            continue
        yield seen.fault(
            f"{wire(seen.node, name)} {shown_address(value)} is neither an http(s) address nor a queue named {QUEUE}…",
            field=name,
            fix=f"write https://…, or the name of an SMQ queue that starts with {QUEUE}",
        )


@rule("request.client-token", on=Request)
def the_token_is_short_ascii(seen: Seen, context: Context) -> Fault | None:
    """ClientToken is ASCII of at most 64 characters."""
    token = seen.node.client_token
    if not token or is_blank(token):
        return None
    faults = [f"{len(token)} characters long"] * (len(token) > MOST_TOKEN) + ["not ASCII"] * (not token.isascii())
    if not faults:
        return None
    return seen.fault(
        f"ClientToken is {' and '.join(faults)}; it must be ASCII of at most {MOST_TOKEN} characters",
        field="client_token",
        fix="use a UUID: str(uuid.uuid4())",
    )


@rule("request.template-id-format", on=Request)
def a_template_id_is_a_plain_word(seen: Seen, context: Context) -> Fault | None:
    """TemplateId is 1 to 128 letters, digits, `_` and `-`."""
    name = seen.node.template_id
    if not name or is_blank(name) or _TEMPLATE_ID.fullmatch(name):
        return None
    return seen.fault(
        f"TemplateId {shown(name)} is not 1 to 128 letters, digits, '_' and '-'",
        field="template_id",
        fix="copy the id from AddTemplate or ListTemplates",
    )


@rule("request.media-metadata-limits", on=MediaMetadata)
def tags_are_few_and_short(seen: Seen, context: Context) -> Fault | None:
    """Tags are at most 16, each of at most 32 bytes."""
    text = seen.node.tags
    if not text or is_blank(text):
        return None
    tags = [tag.strip() for tag in text.split(",")]
    if len(tags) > MOST_TAGS:
        return seen.fault(
            f"Tags holds {len(tags)} tags, and at most {MOST_TAGS} are taken",
            field="tags",
            fix=f"drop {len(tags) - MOST_TAGS} of them",
        )
    for tag in tags:
        size = len(tag.encode("utf-8", "surrogatepass"))
        if size > MOST_TAG:
            return seen.fault(
                f"the tag {shown(tag)} is {size} bytes of UTF-8, and a tag is at most {MOST_TAG}",
                field="tags",
                fix=f"shorten it by {size - MOST_TAG} bytes; tags are separated by commas",
            )
    return None


@rule("request.transparent-needs-webm", on=Request)
def transparency_needs_webm(seen: Seen, context: Context) -> Fault | None:
    """A transparent result is a .webm file."""
    settings, output = seen.node.editing_produce_config, seen.node.output_media_config
    if (
        not isinstance(settings, EditingProduceConfig)
        or not isinstance(output, OutputMediaConfig)
        or settings.output_webm_transparent_channel is not True
    ):
        return None
    for name in ("media_url", "file_name", "object_key"):
        value = getattr(output, name)
        if value and not is_blank(value):
            if extension(value) == "webm":
                return None
            there = Seen(output, seen, wire(seen.node, "output_media_config"), None)
            return there.fault(
                f"OutputWebmTransparentChannel is on, but the result {shown_address(value)} is no .webm",
                field=name,
                fix="let the name end in .webm, or turn the channel off",
            )
    return None
