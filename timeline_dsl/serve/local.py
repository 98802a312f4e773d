"""The engine of the endpoint: the checks, the schedule, the templates and the renderer of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.check import check_document
from timeline_dsl.errors import CheckError, MissingMaterial, ScheduleError
from timeline_dsl.materials import Materials
from timeline_dsl.render.probe import Probe, probe
from timeline_dsl.render.process import Progress
from timeline_dsl.render.rendered import Rendered as Played
from timeline_dsl.render.run import TRANSPARENT
from timeline_dsl.schedule import pin
from timeline_dsl.serve.engine import Document, Facts, FindingDict, JobFault, Rendered, RenderOrder, Stream
from timeline_dsl.templates import Parameter, Template, expand
from timeline_dsl.timeline import Timeline

_KINDS = {"media": "Video", "media id": "Video"}  # what GetTemplateParams calls them; everything else is Text
_SAMPLES = {"media": "https://<bucket>.oss-<region>.aliyuncs.com/<object>", "media id": "mediaId", "text": "text"}
# Members of OutputMediaConfig that shape the service's encoder and that the local one does not follow.
_NOT_FOLLOWED = ("Bitrate", "ProduceTemplateId", "VodTemplateGroupId")
_VIDEO_NOT_FOLLOWED = ("Codec", "Profile", "Crf", "Preset", "Orientation")


@attrs.frozen
class Shelf(Materials):
    """Materials that were found already: a file for each MediaId and address, and nothing else."""

    files: Mapping[str, Path] = attrs.field(factory=dict, hash=False)

    def find(self, address: str) -> Path | None:
        """The file of an address or MediaId, or None."""
        return self.files.get(address)


class LocalEngine:
    """Checks and renders with this package."""

    def check_request(self, params: Document, region: str | None) -> list[FindingDict]:
        """The findings of a submit call's parameters."""
        return _told(check_document(params, kind="request", region=region).findings)

    def check_template(self, config: Document, region: str | None) -> list[FindingDict]:
        """The findings of a template's Config."""
        return _told(check_document(config, kind="template", region=region).findings)

    def expand(self, config: Document, params: Document) -> Document:
        """The timeline that a template makes of `params`; TemplateError when they do not fit."""
        return expand(config, params)

    def template_params(self, config: Document) -> list[Document]:
        """The parameters of a template in the order of their first places."""
        return [
            {
                "Key": one.name,
                "Type": _KINDS.get(one.kind, "Text"),
                "Value": _sample(one) if one.required else one.default,
                "IsDefault": not one.required,
            }
            for one in Template.from_config(config).params
        ]

    def probe(self, path: Path) -> Facts:
        """What is in a media file; MissingMaterial or RenderError when it cannot be read."""
        return _facts(probe(path), path.stat().st_size)

    def check_materials(self, timeline: Document, materials: Mapping[str, Path]) -> list[FindingDict]:
        """The findings of a timeline whose materials are at hand."""
        return _told(check_document(timeline, kind="timeline", media=_shelf(materials)).findings)

    def resolve(self, timeline: Document, materials: Mapping[str, Path]) -> Document:
        """The timeline with every time that the schedule knows written in."""
        loaded = Timeline.from_dict(timeline)
        return pin(loaded, loaded.schedule(media=_shelf(materials))).to_dict(check=False)

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """Play the timeline into a file. JobFault in the service's words, or the renderer's own error."""
        config = order.output_config

        def watch(seen: Progress) -> None:
            if seen.share is not None:
                progress(seen.share)

        try:
            played = Timeline.from_dict(_capped(order.timeline, config)).render(
                order.out,
                media=_shelf(order.materials),
                size=_size(order),
                fps=(config.get("Video") or {}).get("Fps"),
                transparent=_is_transparent(order) and order.out.suffix.lower() == TRANSPARENT,
                progress=watch,
            )
        except MissingMaterial as error:
            raise JobFault("InvalidMaterial.NotFound", f"The specified clips url not found: {error.message}") from error
        except (CheckError, ScheduleError) as error:
            raise JobFault("InvalidTimelineFormat", error.message) from error
        return Rendered(duration=float(played.duration), remarks=(*_not_played(played), *_not_followed(order)))


def _shelf(materials: Mapping[str, Path]) -> Shelf:
    return Shelf(files=materials)


def _told(findings: Any) -> list[FindingDict]:
    return [finding.to_dict() for finding in findings]


def _sample(parameter: Parameter) -> Any:
    """A value that shows what a parameter takes."""
    one: Any = _SAMPLES.get(parameter.kind, parameter.type)
    if parameter.kind == "record":
        one = {part.name: _sample(part) if part.required else part.default for part in parameter.fields}
    return [one] if parameter.many else one


def _facts(found: Probe, size: int) -> Facts:
    duration = None if found.duration is None else float(found.duration)
    streams = []
    if found.has_video:
        streams.append(
            Stream(
                kind="video",
                duration=duration,
                width=found.width,
                height=found.height,
                fps=None if found.fps is None else float(found.fps),
                pixel_format=found.pixel_format,
            )
        )
    if found.has_audio:
        streams.append(Stream(kind="audio", duration=duration, sample_rate=found.sample_rate, channels=found.channels))
    return Facts(
        format=found.demuxer,
        is_picture=found.is_picture,
        duration=duration,
        bitrate=size * 8 / 1000 / duration if duration else None,
        width=found.width,
        height=found.height,
        streams=tuple(streams),
    )


def _capped(timeline: Document, config: Document) -> Document:
    """The timeline with the MaxDuration of the output, where that is the shorter one."""
    caps = [cap for cap in (timeline.get("MaxDuration"), config.get("MaxDuration")) if isinstance(cap, int | float)]
    return {**timeline, "MaxDuration": min(caps)} if caps else timeline


def _size(order: RenderOrder) -> tuple[int, int] | None:
    """The size of the output: as asked, and where a side is not given the largest of the materials."""
    config = order.output_config
    sides = []
    for name, known in (("Width", "width"), ("Height", "height")):
        largest = max((getattr(facts, known) or 0 for facts in order.facts.values()), default=0)
        sides.append(int(config.get(name) or largest))
    return (sides[0], sides[1]) if all(sides) else None


def _not_played(played: Played) -> tuple[str, ...]:
    lines = (str(line) for line in played.report if line.fidelity in ("stand-in", "missing"))
    return (*lines, *played.notes)


def _not_followed(order: RenderOrder) -> tuple[str, ...]:
    """What was asked of the output that the local encoder does not do."""
    config = order.output_config
    video = config.get("Video") or {}
    names = [name for name in _NOT_FOLLOWED if name in config]
    names += [f"Video.{name}" for name in _VIDEO_NOT_FOLLOWED if name in video]
    told = [f"OutputMediaConfig.{name} is not followed by the local encoder" for name in names]
    if _is_transparent(order) and order.out.suffix.lower() != TRANSPARENT:
        told.append(f"EditingProduceConfig.OutputWebmTransparentChannel is not followed: {order.out.suffix} keeps none")
    return tuple(told)


def _is_transparent(order: RenderOrder) -> bool:
    """Whether a transparent output was asked for; the flag is a boolean or its text."""
    return str(order.produce_config.get("OutputWebmTransparentChannel", "")).lower() == "true"
