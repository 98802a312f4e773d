"""The ASS file being written: its styles, its events, and the clock by which they are stamped."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
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


@attrs.frozen(slots=False)
class Clock:
    """Moments of the output as the hundredths of a second that ASS counts, of frames of `fps` a second if it is known.

    A stamp lies a millisecond before the frame that shows it first, or more, but after the frame before: times of
    frames are rounded on their way through FFmpeg.
    """

    fps: Fraction | None = None

    @cached_property
    def _rate(self) -> float:
        return float(self.fps or 0)

    def stamp(self, time: Time | float) -> int:
        """The hundredth of a second at which what begins at `time` is shown."""
        moment = float(time)
        if rate := self._rate:
            # of two equally near frames the later one; times have four decimals
            moment = floor(moment * rate + 0.5 + 1e-7) / rate
        return min(max(floor(moment * 100 - 0.1), 0), LONGEST)


class Sheet:
    """Collects styles and events; later events are drawn over earlier ones."""

    def __init__(self, canvas: Canvas, clock: Clock) -> None:
        self.canvas, self.clock = canvas, clock
        self.styles: dict[Style, str] = {}
        self.events: list[str] = []

    def style(self, style: Style) -> str:
        """The name of a style."""
        name = self.styles.get(style)
        if name is None:
            name = self.styles[style] = f"s{len(self.styles)}"
        return name

    def add(self, start: int, end: int, style: str, text: str) -> None:
        """One more event, shown between two hundredths of a second, unless it would last no time."""
        if start < end:
            self.events.append(f"Dialogue: 0,{stamp(start)},{stamp(end)},{style},,0,0,0,,{text}")

    def text(self) -> str:
        """The whole file."""
        info = "\n".join(_INFO).format(width=self.canvas.width, height=self.canvas.height)
        styles = [style.line(name) for style, name in self.styles.items()]
        return "\n".join([info, _STYLES, *styles, *_EVENTS, *self.events, ""])


@lru_cache(maxsize=8192)
def stamp(hundredths: int) -> str:
    """A moment as ASS writes it."""
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"
