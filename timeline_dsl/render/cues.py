"""The texts of one stretch of the output: the events of an ASS file that are seen in it, on a clock of its own."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, lru_cache
from math import floor
from pathlib import Path
from typing import NamedTuple

import attrs

from timeline_dsl.render.captions import CaptionScript
from timeline_dsl.render.captions.sheet import stamp
from timeline_dsl.render.colours import INTO_BT601, OUT_OF_BT601
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.source import plain_seconds
from timeline_dsl.units import Span, Time

_SPARE = Fraction(1, 10_000)

_EVENT, _STYLE, _FORMAT = "Dialogue: ", "Style: ", "Format: Layer, Start, End, Style,"


class _Event(NamedTuple):
    """One line of an ASS file, from `start` to `end` in hundredths of a second; `rest` begins with the style's name."""

    start: int
    end: int
    layer: str
    rest: str

    @property
    def style(self) -> str:
        return self.rest.partition(",")[0]


@attrs.frozen(slots=False)
class Cues:
    """The events of one ASS file, and what stands before them.

    `step` is the seconds from one picture to the next, where they are known.
    """

    path: Path
    step: Time | None = None

    @cached_property
    def _lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8", errors="replace").splitlines()

    @cached_property
    def events(self) -> list[_Event]:
        """All events, in the order in which they are drawn."""
        return [event for line in self._lines if line.startswith(_EVENT) and (event := _read(line))]

    @cached_property
    def head(self) -> list[str]:
        """Everything before the styles."""
        return self._lines[: next((at for at, line in enumerate(self._lines) if line.startswith(_STYLE)), 0)]

    @cached_property
    def styles(self) -> dict[str, str]:
        """What a style says after its name, by name."""
        lines = (line.removeprefix(_STYLE) for line in self._lines if line.startswith(_STYLE))
        return {name.strip(): rest for name, _, rest in (line.partition(",") for line in lines)}

    @property
    def is_plain(self) -> bool:
        """Whether its events have the fields that are read here."""
        return any(line.startswith(_FORMAT) for line in self._lines)

    @cached_property
    def _starts(self) -> tuple[list[int], list[int], int]:
        """Starts in order, whose they are, and the longest event: what begins too early is not looked at."""
        order = sorted(range(len(self.events)), key=lambda number: self.events[number].start)
        longest = max((event.end - event.start for event in self.events), default=0)
        return [self.events[number].start for number in order], order, longest

    def seen(self, span: Span) -> list[_Event]:
        """The events that are seen in the pictures of `span`, in the order in which they are drawn.

        What begins after the last picture is seen in none of them: it would be another stretch's change in this one.
        """
        first = floor(span.start * 100)
        last = floor((span.end - self.step + _SPARE) * 100) if self.step else -floor(-span.end * 100) - 1
        starts, order, longest = self._starts
        near = order[bisect_left(starts, first - longest) : bisect_right(starts, last)]
        return [self.events[number] for number in sorted(near) if self.events[number].end > first]

    def cut(self, span: Span) -> tuple[str, Time] | None:
        """The texts of `span` as an ASS file, and how far into its clock the span begins; None where there are none."""
        seen = self.seen(span)
        if not seen:
            return None
        # moves count from the start of their event, so an event that began before keeps its start
        base = min(floor(span.start * 100), *(event.start for event in seen))
        names = {name: name for name in self.styles}
        if not any("\\r" in event.rest for event in seen):  # which goes back to a style by its name
            used = dict.fromkeys(event.style for event in seen)
            names = {name: f"s{number}" for number, name in enumerate(used) if name in self.styles}
        lines = [
            *self.head,
            *(f"{_STYLE}{new},{self.styles[old]}" for old, new in names.items()),
            "",
            "[Events]",
            f"{_FORMAT} Name, MarginL, MarginR, MarginV, Effect, Text",
            *(_written(event, base, names) for event in seen),
            "",
        ]
        return "\n".join(lines), span.start - Fraction(base, 100)


def _read(line: str) -> _Event | None:
    layer, start, end, rest = line.removeprefix(_EVENT).split(",", 3)
    return _Event(_hundredths(start), _hundredths(end), layer, rest)


@lru_cache(maxsize=8192)
def _hundredths(stamp: str) -> int:
    hours, minutes, seconds = stamp.strip().split(":")
    whole, _, part = seconds.partition(".")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 100 + int(part.ljust(2, "0")[:2] or 0)


def _written(event: _Event, base: int, names: dict[str, str]) -> str:
    style, _, rest = event.rest.partition(",")
    return (
        f"{_EVENT}{event.layer},{stamp(event.start - base)},{stamp(event.end - base)},"
        f"{names.get(style.strip(), style)},{rest}"
    )


@attrs.frozen(slots=False)
class Texts:
    """Everything that is written on the picture, ready to be cut into stretches."""

    script: CaptionScript

    @cached_property
    def files(self) -> tuple[Cues, ...]:
        """The files in the order in which they are drawn."""
        step = 1 / self.script.fps if self.script.fps else None
        return tuple(Cues(path, step) for path in (self.script.path, *self.script.others) if path is not None)

    def on(self, video: Video, span: Span, room: Path, *, clear: bool = False) -> Video:
        """`video`, which shows `span` of the output, with its texts; their files are written into `room`.

        On a `clear` video texts are seen where it is transparent, too.
        """
        alpha = {"alpha": 1} if clear else {}
        steps: list[Filter] = []
        for name, late in self._cut(span, room):
            draw = Filter("ass", filename=name, fontsdir=str(self.script.fonts_dir), **alpha)
            # on a clock of millionths every time can be told; libass cuts thousandths off, which must not be one short
            there, back = (Filter("setpts", expr=f"PTS{sign}{plain_seconds(late + _SPARE)}/TB") for sign in "+-")
            steps += [Filter("settb", expr="AVTB"), there, draw, back]
        if steps and find().writes_in_bt601:
            steps = [*INTO_BT601, *steps, *OUT_OF_BT601]
        return video.through(*steps)

    def _cut(self, span: Span, room: Path) -> Iterator[tuple[str, Time]]:
        for cues in self.files:
            if (found := cues.cut(span)) is None:
                continue
            text = "\n".join([*self._fonts(found[0]), found[0]])
            path = room / f"texts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.ass"
            path.write_text(text, encoding="utf-8")
            yield str(path), found[1]

    def _fonts(self, text: str) -> Iterator[str]:
        """The font files that a text names, as lines that change when one of them does."""
        for face in dict.fromkeys(self.script.faces):
            if face.family in text:
                yield f"; {face.file.name} {face.index} {face.file.stat().st_size}"
