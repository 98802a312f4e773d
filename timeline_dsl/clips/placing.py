"""Where and when a clip plays, what it is called, and the effects it carries."""

from __future__ import annotations

from typing import Any, Self

from timeline_dsl import units
from timeline_dsl.catalog.ids import PictureAdaptMode
from timeline_dsl.effects.picture import Background, DLTransition, Transition
from timeline_dsl.effects.sound import AFade, Volume
from timeline_dsl.errors import UsageError, readers_line, shown
from timeline_dsl.node import ABSENT, EFFECTS, TypedNode, anything, choice, number, parts, position, text, time, trait
from timeline_dsl.units import Length, LengthLike, TimeLike

TransitionEffect = Transition | DLTransition


@trait
class Placed(TypedNode):
    """A place in time on the output."""

    timeline_in: float | None = time(default=None, said="end of the previous clip", doc="Start on the output.")
    timeline_out: float | None = time(default=None, said="TimelineIn + length", doc="End on the output.")

    def at(self, start: TimeLike, end: TimeLike | None = None) -> Self:
        """The clip starting at `start` on the output, and ending at `end` if that is given."""
        begin = units.seconds(start, name="start")
        if end is None:
            return self.but(timeline_in=begin)
        return self.but(timeline_in=begin, timeline_out=end_after(begin, end))

    def until(self, end: TimeLike) -> Self:
        """The clip ending at `end` on the output."""
        return self.but(timeline_out=end_after(0 if self.timeline_in is None else self.timeline_in, end))


def end_after(start: float, end: TimeLike) -> float:
    """`end` in seconds; raises `UsageError` unless it lies after `start` (which a template's blank cannot tell)."""
    stop = units.seconds(end, name="end")
    if not isinstance(stop, units.Param) and not isinstance(start, units.Param) and stop <= start:
        raise UsageError(
            f"end={stop:g} s does not lie after start={start:g} s",
            fix="let end be later than start",
            where=readers_line(),
        )
    return stop


@trait
class Named(TypedNode):
    """The names by which clips refer to each other, and what editors note."""

    clip_id: str | None = text(
        default=None, rule="ref.duplicate-id", doc="Name by which other clips refer to this one."
    )
    reference_clip_id: str | None = text(
        default=None, rule="ref.unknown", doc="ClipId on another track whose span this clip takes."
    )
    comment: str | None = text(default=None, mark="doc", doc="Remark; accepted and ignored.")
    title: str | None = text(default=None, doc="Written by editors; ignored.")
    id: Any = anything(default=None, doc="Written by editors; ignored.")
    track_id: Any = anything(default=None, doc="Written by editors; ignored.")
    media_id_type: str | None = text(default=None, doc="Written by editors; ignored.")

    def named(self, name: str) -> Self:
        """The clip under a name (`ClipId`) to which other clips can refer."""
        return self.but(clip_id=name)

    def allowing(self, rule: str, reason: str) -> Self:
        """The clip with a finding of a rule accepted, and why: noted in Comment, which the service ignores."""
        if not rule.strip() or not reason.strip() or ";" in reason:
            raise UsageError(
                f"a finding is accepted with a rule and a reason (got {shown(rule)}, {shown(reason)})",
                fix='clip.allowing("clip.video-overlap", "the upper clip fades in")',
                where=readers_line(),
            )
        note = f"timeline-dsl: allow {rule} - {reason}"
        return self.but(comment=note if not self.comment else f"{self.comment}; {note}")

    def along(self, other: Named | str) -> Self:
        """The clip aligned with a clip on another track (`ReferenceClipId`), given itself or by its name."""
        name = other if isinstance(other, str) else other.clip_id
        if not isinstance(name, units.Param) and not name:
            raise UsageError(
                "the clip to align with has no name", fix='name it first: clip.named("voice")', where=readers_line()
            )
        return self.but(reference_clip_id=name)


@trait
class WithEffects(TypedNode):
    """Effects on a clip."""

    effects: tuple[TypedNode, ...] = parts(
        lambda: EFFECTS, default=ABSENT, items_rule="effect.type-known", doc="Effects on the clip, in order."
    )

    def with_effects(self, *effects: TypedNode) -> Self:
        """The clip with more effects, after those it has."""
        return self.but(effects=self.effects + effects)

    @property
    def transition(self) -> TransitionEffect | None:
        """The transition from this clip into the next one, or None."""
        return next((effect for effect in self.effects if isinstance(effect, TransitionEffect)), None)


@trait
class Heard(WithEffects):
    """A clip with sound."""

    def gain(self, gain: float | str) -> Self:
        """The clip at a volume: a factor (0 mutes, 1 keeps) or text in decibels (`"-14dB"`)."""
        return self.with_effects(Volume(gain=units.gain(gain, "gain")))

    def mute(self) -> Self:
        """The clip without its sound."""
        return self.gain(0)

    def fade_in(self, duration: TimeLike, curve: str | None = None) -> Self:
        """The clip with its sound fading in over `duration`."""
        return self.with_effects(AFade(side="In", duration=units.seconds(duration, name="fade_in"), curve=curve))

    def fade_out(self, duration: TimeLike, curve: str | None = None) -> Self:
        """The clip with its sound fading out over `duration`."""
        return self.with_effects(AFade(side="Out", duration=units.seconds(duration, name="fade_out"), curve=curve))


@trait
class Boxed(TypedNode):
    """A place and a size on the output."""

    x: Length | None = position(default=None, said="0", doc="Left edge.")
    y: Length | None = position(default=None, said="0", doc="Top edge.")
    width: Length | None = position(default=None, rule="clip.size-range", doc="Width on the output.")
    height: Length | None = position(default=None, rule="clip.size-range", doc="Height on the output.")

    def box(
        self,
        *,
        x: LengthLike | None = None,
        y: LengthLike | None = None,
        w: LengthLike | None = None,
        h: LengthLike | None = None,
    ) -> Self:
        """The clip at a place and in a size on the output: each as `"65%"`, `"640px"`, `td.pct(65)` or `td.px(640)`."""
        given = {"x": ("x", x), "y": ("y", y), "width": ("w", w), "height": ("h", h)}
        return self.but(
            **{field: units.length(value, name) for field, (name, value) in given.items() if value is not None}
        )


@trait
class Pictured(WithEffects, Boxed):
    """A picture on the output."""

    adapt_mode: PictureAdaptMode | None = choice(
        PictureAdaptMode,
        default=None,
        said="Fill",
        rule="clip.adapt-mode-enum",
        doc="How the picture fills Width x Height; works only when both are set.",
    )
    opacity: float | None = number(
        ge=0, le=1, default=None, said="1", rule="clip.opacity-range", doc="0 invisible, 1 opaque."
    )
    mask_video_url: str | None = text(
        also=("MaskVideoURL",), default=None, doc="Address of a video whose brightness becomes the transparency."
    )

    def fill(self) -> Self:
        """The picture stretched over its box."""
        return self.but(adapt_mode="Fill")

    def contain(self) -> Self:
        """The picture fitted inside its box, its shape kept."""
        return self.but(adapt_mode="Contain")

    def cover(self) -> Self:
        """The picture covering its box, its shape kept, the rest cut off."""
        return self.but(adapt_mode="Cover")

    def faded_to(self, opacity: float) -> Self:
        """The picture at an opacity: 0 invisible, 1 opaque."""
        return self.but(opacity=opacity)

    def background(self, *, color: str | None = None, blur: float | None = None) -> Self:
        """The bars around the picture filled with a colour, or with a blur of it (0.01 to 1)."""
        if (color is None) == (blur is None):
            raise UsageError(
                "a background is either a color or a blur",
                fix='background(color="#101010") or background(blur=0.1)',
                where=readers_line(),
            )
        effect = (
            Background(sub_type="Blur", radius=blur)
            if color is None
            else Background(sub_type="Color", color=units.color(color))
        )
        return self.with_effects(effect)
