"""The seam to the rest of the package: what the endpoint needs from it, and the engine that gives it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import attrs

from timeline_dsl.errors import TimelineError

Document = dict[str, Any]
FindingDict = Mapping[str, Any]

LOCAL = "timeline_dsl.serve.local:LocalEngine"


class JobFault(TimelineError):
    """A job that cannot be produced, in the service's words: `code` and a message."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message)


@attrs.frozen(kw_only=True)
class Stream:
    """One stream of a media file."""

    kind: str  # video, audio or subtitle
    codec: str | None = None
    duration: float | None = None  # seconds
    bitrate: float | None = None  # Kbit/s
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    pixel_format: str | None = None
    sample_rate: int | None = None
    channels: int | None = None
    language: str | None = None


@attrs.frozen(kw_only=True)
class Facts:
    """What the analysis finds in a media file."""

    format: str
    is_picture: bool = False
    duration: float | None = None  # seconds; None for a still picture
    bitrate: float | None = None  # Kbit/s
    width: int | None = None
    height: int | None = None
    streams: tuple[Stream, ...] = ()


class Engine(Protocol):
    """What the endpoint asks of the package. Methods that render run in worker processes, the others anywhere."""

    def check_request(self, params: Document, region: str | None) -> list[FindingDict]:
        """The findings of a submit call's parameters; the structured ones are objects."""

    def check_template(self, config: Document, region: str | None) -> list[FindingDict]:
        """The findings of a template's Config."""

    def expand(self, config: Document, params: Document) -> Document:
        """The timeline that a template makes of `params`; TimelineError when they do not fit."""

    def template_params(self, config: Document) -> list[Document]:
        """The parameters of a template, in order: `Key`, `Type` (Video, Text, Image), `Value` and `IsDefault`.

        `Value` is the default where `IsDefault`, else a value that shows what belongs there.
        """

    def probe(self, path: Path) -> Facts:
        """What is in a media file; TimelineError when it cannot be read."""

    def check_materials(self, timeline: Document, materials: Mapping[str, Path]) -> list[FindingDict]:
        """The findings of a timeline whose materials are at hand: a file for each MediaId or URL."""

    def resolve(self, timeline: Document, materials: Mapping[str, Path]) -> Document:
        """The timeline with every time that the schedule knows written in."""

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """Make the output file. `progress` takes a share from 0 to 1. JobFault or TimelineError when it fails."""


@attrs.frozen(kw_only=True)
class RenderOrder:
    """What is to be rendered, from what, and where to. `materials` maps each MediaId or URL to its file."""

    timeline: Document
    output_config: Document
    produce_config: Document
    materials: Mapping[str, Path]
    facts: Mapping[str, Facts]
    out: Path


@attrs.frozen(kw_only=True)
class Rendered:
    """What came of a render: seconds of output, and one line for each thing that was not played exactly."""

    duration: float
    remarks: tuple[str, ...] = ()


def load(name: str) -> Engine:
    """The engine called `module:attribute`, made without arguments."""
    module, _, attribute = name.partition(":")
    engine: Engine = getattr(importlib.import_module(module), attribute)()
    return engine
