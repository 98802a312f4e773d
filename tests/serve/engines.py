"""Engines for the endpoint's own tests: a small one that makes real films, and ones that are slow or die on it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg

from timeline_dsl.errors import RenderError, TemplateError
from timeline_dsl.serve.engine import Document, Facts, FindingDict, Rendered, RenderOrder, Stream

RENDER_SECONDS = "RENDER_SECONDS"  # in the environment: how long a slow engine takes


class SmallEngine:
    """Checks almost nothing and renders a test picture of the right length."""

    def check_request(self, params: Document, region: str | None) -> list[FindingDict]:
        """Exactly one source, and something on it."""
        if sum(bool(params.get(name)) for name in ("ProjectId", "Timeline", "TemplateId")) != 1:
            return [error("request.exactly-one-source", "", "give exactly one of ProjectId, Timeline, TemplateId")]
        document = json.loads(params.get("Timeline") or "null")
        if isinstance(document, dict) and not document.get("VideoTracks"):
            return [error("timeline.not-empty", "/Timeline", "both video and audio tracks are empty")]
        return []

    def check_template(self, config: Document, region: str | None) -> list[FindingDict]:
        """Nothing."""
        return []

    def expand(self, config: Document, params: Document) -> Document:
        """Every `$Name` or `$Name:default` replaced."""

        def filled(node: Any) -> Any:
            if isinstance(node, str) and node.startswith("$"):
                name, colon, default = node[1:].partition(":")
                if name not in params and not colon:
                    raise TemplateError(f"Missing template parameter {name}.")
                return params.get(name, value(default))
            if isinstance(node, list):
                return [filled(item) for item in node]
            return {name: filled(item) for name, item in node.items()} if isinstance(node, dict) else node

        expanded: Document = filled(config)
        return expanded

    def template_params(self, config: Document) -> list[Document]:
        """A row for each `$Name`."""
        rows = []
        for text in texts(config):
            if text.startswith("$"):
                name, colon, default = text[1:].partition(":")
                rows.append({"Key": name, "Type": "Video"} | ({"Content": value(default)} if colon else {}))
        return rows

    def probe(self, path: Path) -> Facts:
        """Length, size and streams."""
        try:
            with av.open(str(path)) as file:
                streams = tuple(Stream(kind=stream.type, codec=stream.codec_context.name) for stream in file.streams)
                picture = file.streams.video[0]
                return Facts(
                    format=file.format.name,
                    duration=file.duration / 1e6,
                    bitrate=file.bit_rate / 1000,
                    width=picture.width,
                    height=picture.height,
                    streams=streams,
                )
        except (av.error.FFmpegError, IndexError, OSError) as fault:
            raise RenderError(f"{path.name} is no film: {fault}") from fault

    def check_materials(self, timeline: Document, facts: Mapping[str, Facts]) -> list[FindingDict]:
        """In before the end of the material."""
        found = []
        for number, clip in enumerate(timeline["VideoTracks"][0]["VideoTrackClips"]):
            length = facts[clip.get("MediaURL") or clip["MediaId"]].duration
            if clip.get("In", 0) >= (length or 0):
                path = f"/VideoTracks/0/VideoTrackClips/{number}/In"
                found.append(error("clip.in-within-media", path, "beyond the material"))
        return found

    def resolve(self, timeline: Document, facts: Mapping[str, Facts]) -> Document:
        """Clips one after the other."""
        resolved: Document = json.loads(json.dumps(timeline))
        end = 0.0
        for clip in resolved["VideoTracks"][0]["VideoTrackClips"]:
            length = facts[clip.get("MediaURL") or clip["MediaId"]].duration or 0
            clip["TimelineIn"], end = end, end + clip.get("Out", length) - clip.get("In", 0)
            clip["TimelineOut"] = end
        return resolved

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """A test picture as long as the timeline."""
        clips = self.resolve(order.timeline, order.facts)["VideoTracks"][0]["VideoTrackClips"]
        seconds = clips[-1]["TimelineOut"]
        source = f"testsrc2=s=160x128:r=10:d={seconds}"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", source]
        subprocess.run([*command, "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(order.out)], check=True)
        return Rendered(duration=seconds)


class SlowEngine(SmallEngine):
    """Takes RENDER_SECONDS for each film, telling its progress."""

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """The film, later."""
        steps = 20
        for step in range(steps):
            time.sleep(float(os.environ.get(RENDER_SECONDS, "1")) / steps)
            progress((step + 1) / steps)
        return super().render(order, progress)


class FragileEngine(SmallEngine):
    """Ends its process on a clip that asks for it, as many times as the clip says."""

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """The film, or the end of the process."""
        deaths = order.timeline.get("Deaths", 0)
        tally = order.out.parents[3] / f"{order.out.name}.deaths"
        died = int(tally.read_text()) if tally.exists() else 0
        if died < deaths:
            tally.write_text(str(died + 1))
            os._exit(70)
        if order.timeline.get("Bug"):
            raise ZeroDivisionError("a bug in the engine")
        return super().render(order, progress)


def error(rule: str, path: str, message: str) -> FindingDict:
    """A finding that refuses."""
    told = {"rule": rule, "severity": "error", "path": path, "message": message}
    return told | {"fix": "", "where": None, "evidence": "seed"}


def texts(node: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for item in node.values() if isinstance(node, dict) else node:
            yield from texts(item)


def value(text: str) -> Any:
    """The JSON value of a default, or its text."""
    try:
        return json.loads(text)
    except ValueError:
        return text
