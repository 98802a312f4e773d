"""What is played: a material, a stretch of it, and what is spoken."""

from __future__ import annotations

from typing import Any, Self

from timeline_dsl import units
from timeline_dsl.catalog.ids import VoiceId
from timeline_dsl.errors import UsageError, readers_line, shown
from timeline_dsl.node import TypedNode, flag, integer, listed, number, text, time, trait
from timeline_dsl.units import TimeLike


@trait
class Media(TypedNode):
    """The material of a clip: exactly one of MediaId and MediaURL."""

    media_id: str | None = text(default=None, rule="media.exactly-one", doc="Id of a media asset of IMS or VOD.")
    media_url: str | None = text(
        wire="MediaURL",
        also=("MediaUrl",),
        default=None,
        mark="seed",
        rule="media.exactly-one",
        doc="OSS address of the material.",
    )

    @property
    def media(self) -> str | None:
        """The address or id of the material."""
        return self.media_url if self.media_url is not None else self.media_id


@trait
class Stretch(Media):
    """A stretch of a material, played at a speed."""

    source_in: float | None = time(wire="In", default=None, said="0", doc="Start within the material.")
    source_out: float | None = time(
        wire="Out", default=None, said="length of the material", doc="End within the material; clamped to its end."
    )
    max_out: float | None = time(default=None, doc="Latest end within the material; ignored next to Out.")
    speed: float | None = number(
        ge=0.1,
        le=100,
        default=None,
        said="1",
        unit="times",
        rule="clip.speed-range",
        doc="2 plays twice as fast and halves the length.",
    )
    loop_mode: bool | None = flag(
        default=None,
        said="false",
        rule="clip.video-loop-mode",
        doc="Repeat the stretch up to TimelineOut; works on sound only.",
    )
    duration: float | None = time(default=None, doc="Written by editors.")
    virgin_duration: float | None = time(default=None, doc="Length of the whole material, written by editors.")

    def __getitem__(self, cut: slice) -> Self:
        """`clip[2:7]` plays the material from 2 s up to 7 s; a slice of a slice counts from the first one's start."""
        if not isinstance(cut, slice) or cut.step is not None:
            raise UsageError(
                f"a clip is cut with two times, clip[2:7] (got {shown(cut)})",
                fix="speed is clip.at_speed(2)",
                where=readers_line(),
            )
        if isinstance(cut.start, units.Param) or isinstance(cut.stop, units.Param):
            return self._cut_at_blanks(cut)
        if self.source_in is None and self.source_out is None:
            return self._first_cut(cut.start, cut.stop)
        if isinstance(self.source_in, units.Param) or isinstance(self.source_out, units.Param):
            return self._cut_at_blanks(cut)
        base = units.exact(self.source_in or 0)
        start = base if cut.start is None else base + units.exact_seconds(cut.start, name="start of the cut")
        ends = [] if self.source_out is None else [units.exact(self.source_out)]
        if cut.stop is not None:
            ends.append(base + units.exact_seconds(cut.stop, name="end of the cut"))
        if ends and min(ends) <= start:
            raise _empty_cut(float(start), float(min(ends)))
        changes: dict[str, Any] = {"source_out": units.wire_seconds(min(ends))} if ends else {}
        if cut.start is not None:
            changes["source_in"] = units.wire_seconds(start)
        return self.but(**changes)

    def _first_cut(self, start: TimeLike | None, stop: TimeLike | None) -> Self:
        """The cut of a whole material."""
        begin = None if start is None else units.seconds(start, name="start of the cut")
        if stop is None:
            return self.but(source_in=begin)
        end = units.seconds(stop, name="end of the cut")
        if end <= (begin or 0):
            raise _empty_cut(begin or 0, end)
        return self.but(source_in=begin, source_out=end)

    def _cut_at_blanks(self, cut: slice) -> Self:
        """The cut where a template's blank is one of the times: nothing can be added to it or compared with it."""
        if self.source_in is not None or self.source_out is not None:
            raise UsageError(
                f"a clip that is cut already cannot be cut again at a template's blank (got {shown(cut)})",
                fix="cut it once, clip[start:end]",
                where=readers_line(),
            )
        changes = {"source_in": (cut.start, "start of the cut"), "source_out": (cut.stop, "end of the cut")}
        return self.but(
            **{field: units.seconds(value, name=name) for field, (value, name) in changes.items() if value is not None}
        )

    def at_speed(self, factor: float) -> Self:
        """The clip played `factor` times as fast: 0.1 to 100."""
        return self.but(speed=factor)


def _empty_cut(start: float, end: float) -> UsageError:
    return UsageError(
        f"the cut would end at {end:g} s, not after its start at {start:g} s",
        fix="write clip[start:end] with end later than start",
        where=readers_line(),
    )


@trait
class Spoken(TypedNode):
    """Speech made from text."""

    content: str | None = text(default=None, mark="doc", rule="ai.tts-content", doc="The text, plain or SSML.")
    voice: VoiceId | None = listed("voices", default=None, rule="ai.voice-known", doc="Id of the voice.")
    customized_voice: str | None = text(
        also=("customizedVoice",), default=None, mark="doc", doc="Id of a cloned voice; wins over Voice."
    )
    speech_rate: int | None = integer(
        ge=-500, le=500, default=None, said="0", mark="doc", rule="ai.tts-rate", doc="-500 is half, 500 double speed."
    )
    pitch_rate: int | None = integer(
        ge=-500, le=500, default=None, said="0", mark="doc", rule="ai.tts-rate", doc="Pitch."
    )
