"""The service's errors in the author's terms: the node of the request, the rule behind it, and the fix."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.errors import Evidence, Finding
from timeline_dsl.request import decoded
from timeline_dsl.submit.secrets import redact

UNSPECIFIC = "request.parameter"  # the rule of a refusal that names no more than a parameter
_MOST = 5  # places told for one error; more would bury them
_MEDIA = ("MediaURL", "MediaUrl", "MediaId", "FileURL", "FileUrl", "ImageId", "ImageURL", "FontURL", "FontUrl")
_PARAMETER = re.compile(r"parameter\s+[\"'<]?([A-Za-z]+)[\"'>]?\s+is not valid", re.IGNORECASE)
_MEDIA_ID = re.compile(r"mediaId:\s*[\"']?([^\s\"',}]+)", re.IGNORECASE)
_OSS_REGION = re.compile(r"\.oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com")

Document = Mapping[str, Any]
Place = tuple[str, str]  # JSON pointer into the request, and what is the matter there


@attrs.frozen
class Asked:
    """One error and what it answered: `request` holds the parameters, JSON texts opened."""

    code: str
    message: str
    request: Document
    region: str

    @property
    def nodes(self) -> Iterator[tuple[str, Any]]:
        """Every node of the timeline with its JSON pointer, in document order."""
        return _walk("/Timeline", self.request.get("Timeline"))

    @property
    def objects(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every object of the timeline with its JSON pointer."""
        return ((path, node) for path, node in self.nodes if isinstance(node, Mapping))


@attrs.frozen(kw_only=True)
class _Reading:
    """How one error is read: `places` finds the nodes it points to; none found means that another reading may fit."""

    code: str
    words: str = ""
    rule: str
    fix: str
    evidence: Evidence = "observed"
    places: Callable[[Asked], Iterator[Place]]

    def fits(self, asked: Asked) -> bool:
        return bool(re.fullmatch(self.code, asked.code)) and bool(re.search(self.words, asked.message, re.IGNORECASE))


def explain(code: str, message: str, request: Mapping[str, Any], *, region: str) -> tuple[Finding, ...]:
    """Findings for the service's error `code` and `message` about `request` (the parameters, texts or opened).

    Empty for a code that nobody has on record: the caller passes code and message on whole.
    """
    code, message = _normal(code, message)
    asked = Asked(code, message, decoded(request), region)
    for reading in _READINGS:
        if not reading.fits(asked):
            continue
        found = tuple(reading.places(asked))[:_MOST]
        if found:
            return tuple(
                Finding(
                    rule=reading.rule,
                    severity="error",
                    path=path,
                    message=redact(told),
                    fix=reading.fix,
                    evidence=reading.evidence,
                )
                for path, told in found
            )
    return ()


def _normal(code: str, message: str) -> tuple[str, str]:
    """Code and message apart. Some job errors carry the code at the head of the message, or no code at all."""
    head, colon, rest = message.partition(":")
    if not code and colon and re.fullmatch(r"[A-Za-z][A-Za-z.]+", head.strip()):
        return head.strip(), rest.strip()
    if not code and message.lower().startswith("invalid timeline format"):
        return "InvalidTimelineFormat", message
    return code, message


def _walk(path: str, node: Any) -> Iterator[tuple[str, Any]]:
    if node is None:
        return
    yield path, node
    if isinstance(node, Mapping):
        for name, member in node.items():
            yield from _walk(f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}", member)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _walk(f"{path}/{index}", item)


def _materials(asked: Asked) -> Iterator[Place]:
    """The materials that the message names; else those that look wrong; else all of them, since it is one of those."""
    all_of_them = [
        (f"{path}/{name}", str(node[name])) for path, node in asked.objects for name in _MEDIA if node.get(name)
    ]
    named = [(path, text) for path, text in all_of_them if text in asked.message]
    odd = [
        (path, text)
        for path, text in all_of_them
        if "://" in text and ("?" in text or f".oss-{asked.region}." not in text)
    ]
    chosen = named or odd or all_of_them
    doubt = (
        "the service could not read this material"
        if named or len(chosen) == 1
        else (f"the service could not read a material, and does not say which; this is one of {len(chosen)}")
    )
    return ((path, f"{doubt}: {text}") for path, text in chosen)


def _in_beyond(asked: Asked) -> Iterator[Place]:
    named = _MEDIA_ID.search(asked.message)
    for path, node in asked.objects:
        wanted = named is None or named.group(1) in [str(node.get(name, "")) for name in _MEDIA]
        if "In" in node and wanted and any(node.get(name) for name in _MEDIA):
            yield f"{path}/In", f"the clip begins at {node['In']} s, beyond the end of its material"


def _flips(asked: Asked) -> Iterator[Place]:
    for path, node in asked.objects:
        if node.get("Type") == "VFX" and str(node.get("SubType", "")).lower() in ("hflip", "vflip", "flip", "mirror"):
            yield f"{path}/SubType", f"the service has no VFX {node['SubType']!r}"


def _unknown_vfx(asked: Asked) -> Iterator[Place]:
    for path, node in asked.objects:
        unknown = table("vfx").unknown(str(node.get("SubType", ""))) if node.get("Type") == "VFX" else None
        if unknown is not None:
            yield f"{path}/SubType", f"the service has no VFX {unknown!r}; {table('vfx').hint(unknown)}"


def _avatars_in_effects(asked: Asked) -> Iterator[Place]:
    for path, node in asked.objects:
        if "/Effects/" in path and node.get("Type") == "AI_Avatar":
            yield path, "an AI_Avatar stands among the effects, where it has no material"


def _clips_without_material(asked: Asked) -> Iterator[Place]:
    for path, node in asked.objects:
        clip = re.search(r"/(?:Video|Audio|Image)TrackClips/\d+$", path)
        if (
            clip
            and node.get("Type", "Video") in ("Video", "Image", "Audio", "GlobalImage")
            and not any(node.get(name) for name in _MEDIA)
        ):
            yield path, "the clip names no material"


def _volume_keys(asked: Asked) -> Iterator[Place]:
    for path, node in asked.objects:
        if node.get("Type") == "Volume" and "Volume" in node:
            yield f"{path}/Volume", "the Volume effect has the key Volume, which the engine fails on"


def _zoom_rates(asked: Asked) -> Iterator[Place]:
    for path, node in asked.objects:
        start, end = _number(node.get("StartRate", 1)), _number(node.get("EndRate"))
        if node.get("Type") == "Zoom" and start is not None and end is not None and end <= start:
            yield f"{path}/EndRate", f"the Zoom ends at {end:g}, which is not beyond its start at {start:g}"


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _empty_timeline(asked: Asked) -> Iterator[Place]:
    yield "/Timeline", "there is no clip on any video or audio track"


def _other_region(asked: Asked) -> Iterator[Place]:
    config = asked.request.get("OutputMediaConfig")
    url = str(config.get("MediaURL", "")) if isinstance(config, Mapping) else ""
    found = _OSS_REGION.search(url)
    if found and found.group(1) != asked.region:
        yield "/OutputMediaConfig/MediaURL", f"the output lies in {found.group(1)}, the call went to {asked.region}"


def _parameter(asked: Asked) -> Iterator[Place]:
    named = _PARAMETER.search(asked.message)
    if named:
        yield f"/{named.group(1)}", f"the service does not accept the parameter {named.group(1)}"


def _output(asked: Asked) -> Iterator[Place]:
    yield "/OutputMediaConfig", "the bucket is not registered with IMS in this region"


def _project(asked: Asked) -> Iterator[Place]:
    yield "/ProjectId", f"there is no project {asked.request.get('ProjectId', '')!r} in {asked.region}"


def _whole(told: str) -> Callable[[Asked], Iterator[Place]]:
    return lambda asked: iter([("", told)])


# Tried in this order; the first reading that fits and finds a place is told.
_READINGS = (
    _Reading(
        code="InvalidParameter",
        rule="output.region-match",
        places=_other_region,
        fix="write the output to a bucket in the region of the call",
    ),
    _Reading(
        code="InvalidParameter",
        words="is not valid",
        rule=UNSPECIFIC,
        evidence="seed",
        places=_parameter,
        fix="`timeline-dsl check` with the request tells what is wrong in it",
    ),
    _Reading(
        code="ProjectNotFound",
        rule="request.project-exists",
        evidence="seed",
        places=_project,
        fix="create the project in this region, or submit its timeline instead",
    ),
    _Reading(
        code=r"Throttling(\..*)?",
        rule="limits.qps",
        evidence="seed",
        places=_whole("more than 30 calls a second"),
        fix="let every process of the account share one limiter",
    ),
    _Reading(
        code=r"NoPermission|Forbidden(\..*)?|AccessDenied(\..*)?",
        rule="request.permission",
        evidence="doc",
        places=_whole("the caller lacks a permission"),
        fix="grant ice:SubmitMediaProducingJob, and oss:GetObject and oss:PutObject on the buckets",
    ),
    _Reading(
        code=r"InvalidStorage\.NotFound",
        rule="output.bucket-registered",
        places=_output,
        fix="register the bucket with IMS first",
    ),
    _Reading(
        code=r"InvalidMaterial(\.NotFound)?",
        rule="media.url-oss-only",
        places=_materials,
        fix="copy the object's address verbatim; sign it again if it was signed, because the job fetches it",
    ),
    _Reading(
        code=r"InvalidParameter\.ResourceContentBad",
        rule="media.extension",
        evidence="doc",
        places=_materials,
        fix="transcode the material to a format that the service reads",
    ),
    _Reading(
        code=r"Invalid\w*|Timeline\w*|ProduceFailed",
        words=r"\bIn greater than",
        rule="clip.in-within-media",
        places=_in_beyond,
        fix="lower In below the length of the material",
    ),
    _Reading(
        code=r"\w*TimelineFormat\w*",
        words="tracks are empty",
        rule="timeline.not-empty",
        places=_empty_timeline,
        fix="add picture or sound",
    ),
    _Reading(
        code=r"\w*TimelineFormat\w*",
        words="vfx subtype",
        rule="effect.vfx-flip",
        places=_flips,
        fix="use the Flip effect",
    ),
    _Reading(
        code=r"\w*TimelineFormat\w*",
        words="vfx subtype",
        rule="effect.vfx-subtype",
        places=_unknown_vfx,
        fix="use an id of `timeline-dsl catalog vfx`",
    ),
    _Reading(
        code=r"\w*TimelineFormat\w*",
        words="MediaId is empty",
        rule="effect.avatar-in-effects",
        places=_avatars_in_effects,
        fix="make it a clip in VideoTrackClips",
    ),
    _Reading(
        code=r"\w*TimelineFormat\w*",
        words="MediaId is empty",
        rule="media.exactly-one",
        places=_clips_without_material,
        fix="give the clip a MediaId or a MediaURL",
    ),
    _Reading(code="ProduceFailed", rule="effect.volume-key", places=_volume_keys, fix="use Gain"),
    _Reading(
        code="InvalidEffectParam",
        rule="effect.zoom-rates",
        places=_zoom_rates,
        fix="zoom in only: EndRate beyond StartRate",
    ),
)
