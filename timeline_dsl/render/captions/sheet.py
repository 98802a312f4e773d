"""The ASS file being written: its styles, its events, and the clock by which they are stamped."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import attrs

from timeline_dsl.render.captions.look import Canvas, Style
from timeline_dsl.units import Time

_INFO = (
    "[Script Info]",
    "ScriptType: v4.00+",
    "PlayResX: {width}",
    "PlayResY: {height}",
    "ScaledBorderAndShadow: yes",
    "WrapStyle: 2",
    "YCbCr Matrix: None",
    "",
    "[V4+ Styles]",
)
_STYLES = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
    "MarginR, MarginV, Encoding"
)
_EVENTS = ("", "[Events]", "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text")

LONGEST = 100 * 3600 * 100
"""Hundredths of a second: ASS counts no more than 100 hours."""


@attrs.frozen(slots=True)
class Event:
    """One event: from and to which hundredth of a second it is shown, its style, and its text."""

    start: int
    end: int
    style: str
    text: str

    def line(self) -> str:
        """The event as it stands in the file."""
        return f"Dialogue: 0,{stamp(self.start)},{stamp(self.end)},{self.style},,0,0,0,,{self.text}"


@attrs.frozen(slots=True)
class Clock:
    """Moments of the output as the hundredths of a second that ASS counts, of frames of `fps` a second if it is known.

    A stamp lies a millisecond before the frame that shows it first, or more, but after the frame before: times of
    frames are rounded on their way through FFmpeg.
    """

    fps: Fraction | None = None

    def stamp(self, time: Time | float) -> int:
        """The hundredth of a second at which what begins at `time` is shown."""
        moment = float(time)
        if self.fps is not None:
            # of two equally near frames the later one; times have four decimals
            moment = floor(moment * float(self.fps) + 0.5 + 1e-7) / float(self.fps)
        return min(max(floor(moment * 100 - 0.1), 0), LONGEST)


class Sheet:
    """Collects styles and events; later events are drawn over earlier ones."""

    def __init__(self, canvas: Canvas, clock: Clock) -> None:
        self.canvas, self.clock = canvas, clock
        self.styles: dict[Style, str] = {}
        self.events: list[Event] = []

    def style(self, style: Style) -> str:
        """The name of a style."""
        name = self.styles.get(style)
        if name is None:
            name = self.styles[style] = f"s{len(self.styles)}"
        return name

    def add(self, start: int, end: int, style: str, text: str) -> None:
        """One more event, unless it would last no time."""
        if start < end:
            self.events.append(Event(start, end, style, text))

    def text(self) -> str:
        """The whole file."""
        info = "\n".join(_INFO).format(width=self.canvas.width, height=self.canvas.height)
        styles = [style.line(name) for style, name in self.styles.items()]
        return "\n".join([info, _STYLES, *styles, *_EVENTS, *(event.line() for event in self.events), ""])


def stamp(hundredths: int) -> str:
    """A moment as ASS writes it."""
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"
