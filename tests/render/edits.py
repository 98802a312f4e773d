"""Small timelines for the tests of this folder, and their rendering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from readback import pictures

import timeline_dsl as td
from timeline_dsl.clips import VideoClip
from timeline_dsl.render.rendered import Rendered

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
SIZE = (160, 90)

RED, GREEN, BLUE, GRAY = "#C02020", "#20A020", "#2030C0", "#808080"
BLACK = "#000000"


def canvas(**fields: Any) -> td.Timeline:
    """An empty timeline, small and with 25 frames a second."""
    return td.Timeline(size=SIZE, fps=25, **fields)


def film(name: str) -> VideoClip:
    """A clip of one of the films of the fixture `films`."""
    return td.video(f"{OSS}{name}.mp4")


class Played:
    """A timeline rendered into a file, and the pictures of it."""

    def __init__(self, timeline: td.Timeline, films: Path, output: Path, **options: Any) -> None:
        self.path = output
        self.result: Rendered = timeline.render(output, media=films, **options)
        self.pictures = pictures(output)
