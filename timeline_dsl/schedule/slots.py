"""What a clip says of its own times before it is placed: its range of the material, its length, its given times."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal

from timeline_dsl.clips import (
    ASRClip,
    AudioClip,
    AvatarClip,
    GlobalImageClip,
    ImageClip,
    ImageTrackClip,
    SubtitleClip,
    TextClip,
    TTSClip,
    VideoClip,
)
from timeline_dsl.effects.picture import VFX, DLTransition, Filter, FreezeFrame, RandomClip, Transition
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.node import Node, Unknown, facts_of
from timeline_dsl.schedule.lengths import Lengths
from timeline_dsl.schedule.scrolling import scroll_length
from timeline_dsl.schedule.speech import speech_length
from timeline_dsl.schedule.ticks import BLANK, Given, Ticks, divided, shorter, ticks_of
from timeline_dsl.units import TICKS, exact, number_of

ONE = Fraction(1)
SLOWEST, FASTEST = Fraction(1, 10), Fraction(100)

Place = Literal["row", "free", "whole"]
"""How a clip finds its place: after the clip before it, on its own, or from start to end of the output."""


class Slot:
    """One clip while it is being placed. Lengths and times are ticks; None is unknown.

    The first group is what the document says, the second what placing finds out; class-level values are the defaults.
    """

    type = ""
    place: Place = "row"
    given_in: Given = None
    given_out: Given = None
    source_in: int = 0
    source_out: Ticks | None = None
    plays_material = False
    speed: Fraction = ONE
    natural: Ticks | None = None
    freeze: int = 0
    loop = False
    guessed = False
    elastic = False
    speech = False
    random = False
    wanted: str | None = None
    clip_id: str | None = None
    media: Ticks | None = None
    blend: Given = 0
    overlap: Given = 0
    effect: Transition | DLTransition | None = None
    effect_index = 0
    scrolls = False

    start: Ticks | None = None
    end: Ticks | None = None
    pace: Fraction = ONE
    factor: Fraction = ONE
    hold: Ticks = 0
    lead: Ticks = 0
    shift: Ticks = 0
    target: Slot | None = None
    lent: tuple[Ticks, Ticks] | None = None
    circular = False
    estimated = False
    full = False  # it lasts what its material asks for
    open = False
    closed: Ticks | None = None

    def __init__(self, node: Any, lane: Any, index: int, position: int) -> None:
        self.node, self.lane, self.index, self.position = node, lane, index, position

    def again(self, index: int, position: int) -> Slot:
        """The slot of the same clip at another place of the same track; this one is not placed yet."""
        made = Slot.__new__(Slot)
        made.__dict__ = {**self.__dict__, "index": index, "position": position}
        return made

    @property
    def path(self) -> str:
        """The JSON Pointer of the clip."""
        return f"{self.lane.prefix}{self.index}"


def slot_of(node: Node, lane: Any, index: int, position: int, lengths: Lengths) -> Slot | None:
    """The slot of a clip; None for a list item that is no JSON object."""
    reader = _READERS.get(type(node))
    if reader is None:
        return None
    slot = Slot(node, lane, index, position)
    reader(slot, node, lengths)
    return slot


def _blank(node: Node, name: str) -> Given:
    """What a field holds that could not be read: a template's blank, or nothing that means a time."""
    fact = facts_of(type(node))[name]
    for key in (fact.wire, *fact.also):
        value = node.extra.get(key)
        if isinstance(value, str) and value.startswith("$"):
            return BLANK
    return None


def _given(node: Any, name: str) -> Given:
    value = getattr(node, name)
    if value is None:
        return _blank(node, name) if node.extra else None
    return ticks_of(value)


def _placed(slot: Slot, node: Any) -> None:
    value = node.timeline_in
    if value is not None:
        slot.given_in = ticks_of(value)
    value = node.timeline_out
    if value is not None:
        slot.given_out = ticks_of(value)
    if node.extra:
        slot.given_in = _given(node, "timeline_in")
        slot.given_out = _given(node, "timeline_out")


def _named(slot: Slot, node: Any) -> None:
    if node.clip_id is not None:
        slot.clip_id = node.clip_id
    if node.reference_clip_id is not None:
        slot.wanted = node.reference_clip_id


def _effects(slot: Slot, node: Any) -> RandomClip | None:
    """Note the effects that change times: the transition, frozen frames, and a random section (returned)."""
    random = None
    for index, effect in enumerate(node.effects):
        kind = type(effect)
        if kind is Transition or kind is DLTransition:
            if slot.effect is None:
                slot.effect, slot.effect_index = effect, index
                duration = _given(effect, "duration")
                slot.blend = TICKS if duration is None else duration
                slot.overlap = slot.blend if kind is Transition else 0
        elif kind is FreezeFrame:
            held = _given(effect, "duration")
            slot.freeze += held if isinstance(held, int) else 0
        elif kind is RandomClip:
            random = effect
    return random


def _speed(node: Any) -> Fraction:
    """The speed that a clip asks for, within what the service can do; 1 when it says nothing that means a speed."""
    value = node.speed
    if value is None or isinstance(value, str) or value <= 0:
        return ONE
    return ONE if value == 1 else min(max(exact(value), SLOWEST), FASTEST)


def _stretch(slot: Slot, node: Any, lengths: Lengths) -> None:
    """A stretch of a material: In up to Out, or up to MaxOut, or up to its end."""
    slot.plays_material = True
    slot.elastic = True
    _placed(slot, node)
    _named(slot, node)
    random = _effects(slot, node) if node.effects else None
    if lengths.known:
        slot.media = lengths.of(node.media)
    said = node.source_in
    start = ticks_of(said) if said is not None else _given(node, "source_in")
    if type(start) is int and start:
        slot.source_in = start
    said = node.source_out
    if type(said) is int or type(said) is float:
        end: Ticks | None = ticks_of(said)  # type: ignore[assignment]  # numbers are no blanks
        if end is None:
            end = _end_of_stretch(slot, node)
        elif slot.media is not None and end > slot.media:
            end = slot.media
    else:
        end = _end_of_stretch(slot, node)
    if slot.media is not None and slot.source_in >= slot.media:
        end = slot.source_in
    if end is not None and end < slot.source_in:
        end = slot.source_in
    if start is BLANK:
        slot.plays_material, end = False, None
    if random is not None:
        slot.random = True
        section = _given(random, "clip_duration")
        if isinstance(section, int):
            end = slot.source_in + section if end is None else min(end, slot.source_in + section)
    slot.source_out = end
    if node.speed is not None:
        slot.speed = _speed(node)
        if isinstance(node.speed, str):
            return  # a blank: the length stays unknown
    elif node.extra and _blank(node, "speed") is BLANK:
        return
    if end is not None:
        length = end - slot.source_in
        if slot.speed is not ONE:
            length = divided(length, slot.speed)
        slot.natural = length + slot.freeze if slot.freeze else length


def _end_of_stretch(slot: Slot, node: Any) -> Ticks | None:
    """Without Out: MaxOut, clamped to the end of the material; else that end; None when unknown."""
    if node.source_out is None and node.max_out is None and node.virgin_duration is None and not node.extra:
        return slot.media
    if _given(node, "source_out") is BLANK:
        return None
    latest = _given(node, "max_out")
    if latest is BLANK:
        return None
    media = slot.media
    if media is None:
        whole_length = _given(node, "virgin_duration")
        media = whole_length if isinstance(whole_length, int) and whole_length > slot.source_in else None
    return shorter(latest, media) if isinstance(latest, int) else media


def _video(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "Video"
    _stretch(slot, node, lengths)


def _audio(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "Audio"
    _stretch(slot, node, lengths)
    slot.loop = node.loop_mode is True


def _image(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "Image"
    _placed(slot, node)
    _named(slot, node)
    if node.effects:
        _effects(slot, node)
        slot.freeze = 0
    length = _given(node, "duration")
    if length is None:
        end, start = _given(node, "source_out"), _given(node, "source_in")
        if isinstance(end, int) and start is not BLANK:
            length = max(end - (start or 0), 0)
    if isinstance(length, int):
        slot.natural = length
    if node.speed is not None:
        slot.speed = _speed(node)


def _global_image(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "GlobalImage"
    slot.place = "whole"
    _named(slot, node)
    slot.wanted = None
    length = _given(node, "duration")
    slot.natural = length if isinstance(length, int) else None


def _spoken(slot: Slot, node: Any, lengths: Lengths) -> None:
    """Speech: as long as the caller says (by ClipId), or as a guess at its text."""
    slot.plays_material = True
    _placed(slot, node)
    _named(slot, node)
    if node.effects:
        _effects(slot, node)
    length = lengths.told(node.clip_id) if isinstance(node.clip_id, str) else None
    if length is None and isinstance(node.content, str) and node.content and not node.content.startswith("$"):
        rate = node.speech_rate
        length, slot.guessed = speech_length(node.content, rate if isinstance(rate, int) else None), True
    slot.source_out = length
    slot.natural = None if length is None else length + slot.freeze


def _tts(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "AI_TTS"
    slot.speech = True
    _spoken(slot, node, lengths)


SHORTEST_AVATAR = TICKS
"""The service refuses an avatar that speaks for less than a second."""


def _avatar(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "AI_Avatar"
    _spoken(slot, node, lengths)
    if node.media is not None:
        slot.media = slot.source_out = lengths.of(node.media)
        slot.guessed = False
    elif slot.guessed and slot.source_out is not None:
        slot.source_out = max(slot.source_out, SHORTEST_AVATAR)
    slot.natural = None if slot.source_out is None else slot.source_out + slot.freeze


def _recognised(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "AI_ASR"
    slot.place = "free"
    _placed(slot, node)
    _named(slot, node)


def _subtitle(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "Subtitle"
    slot.place = "free"
    _placed(slot, node)
    _named(slot, node)


def _text(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "Text"
    slot.place = "free"
    _placed(slot, node)
    _named(slot, node)
    if node.scroll_speed is not None:
        slot.natural = scroll_length(node)
        slot.scrolls = slot.natural is not None


def _image_track_clip(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = "Image"
    slot.place = "free"
    _placed(slot, node)


def _effect_item(slot: Slot, node: Any, lengths: Lengths) -> None:
    slot.type = node.TYPE
    slot.place = "free"
    _placed(slot, node)
    length = _given(node, "duration")
    slot.natural = length if isinstance(length, int) and length else None


def _unknown(slot: Slot, node: Any, lengths: Lengths) -> None:
    """A clip of a Type that nobody knows: its times are read where they stand under their usual names."""
    said = node.extra
    slot.type = node.type
    slot.given_in, slot.given_out = _loose(said.get("TimelineIn")), _loose(said.get("TimelineOut"))
    slot.clip_id = said["ClipId"] if isinstance(said.get("ClipId"), str) else None
    start, end, length = _loose(said.get("In")), _loose(said.get("Out")), _loose(said.get("Duration"))
    if isinstance(length, int):
        slot.natural = length
    elif isinstance(end, int):
        slot.natural = max(end - (start if isinstance(start, int) else 0), 0)
    if slot.lane.kind not in ("video", "audio"):
        slot.place = "free"


def _loose(value: object) -> Given:
    if isinstance(value, str):
        number = number_of(value)
        return ticks_of(number) if number is not None else BLANK if value.startswith("$") else None
    return None if isinstance(value, bool) else ticks_of(value)


_READERS: dict[type, Callable[[Slot, Any, Lengths], None]] = {
    VideoClip: _video,
    AudioClip: _audio,
    ImageClip: _image,
    GlobalImageClip: _global_image,
    TTSClip: _tts,
    AvatarClip: _avatar,
    ASRClip: _recognised,
    TextClip: _text,
    SubtitleClip: _subtitle,
    ImageTrackClip: _image_track_clip,
    VFX: _effect_item,
    Filter: _effect_item,
    AEqualize: _effect_item,
    Unknown: _unknown,
}
