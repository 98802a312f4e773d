"""Clips and effects as a person writes them: a noun, then verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from timeline_dsl import nouns
from timeline_dsl.clips import (
    ASRClip,
    AudioClip,
    AvatarClip,
    GlobalImageClip,
    ImageClip,
    SubtitleClip,
    TextClip,
    TTSClip,
    VideoClip,
)
from timeline_dsl.code.layout import Atom, Call, Code, Text, call, on_one_line
from timeline_dsl.code.literals import gain as gain_code
from timeline_dsl.code.literals import literal, position_text
from timeline_dsl.code.looks import Look, look_of
from timeline_dsl.code.naming import Names
from timeline_dsl.code.pieces import Growing, Piece, constructed, field_piece, readable, same, strictly
from timeline_dsl.effects.picture import VFX, Background, DLTransition, Filter, Transition
from timeline_dsl.effects.sound import AFade, Volume
from timeline_dsl.effects.text import ASREffect, TextEffect, TextLook
from timeline_dsl.errors import TimelineError
from timeline_dsl.node import Node, Param, dump, facts_of

Noun = Callable[..., Any]


class Writing:
    """The code of clips and effects in one program, with its names."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._special: dict[type[Any], Callable[[Any], Piece | None]] = {
            VideoClip: self._video,
            AudioClip: self._audio,
            ImageClip: self._image,
            GlobalImageClip: self._global_image,
            AvatarClip: self._avatar,
            TTSClip: self._tts,
            TextClip: self.text,
            SubtitleClip: self._subtitle,
            Transition: self._transition,
            DLTransition: self._transition,
            VFX: self._windowed,
            Filter: self._windowed,
            ASREffect: self._asr,
            TextEffect: self._banner,
            ASRClip: self._banner,
        }

    # -- any node ------------------------------------------------------------------------------------------------------

    def piece(self, node: Node) -> Piece:
        """The code of a node, as short as it can be while it makes the same document."""
        goal = readable(node)
        special = self._special.get(type(goal))
        made = special(goal) if special is not None else None
        return made if made is not None else constructed(goal, self.piece, self.field_text)

    def field_text(self, wire: str, value: str) -> Code:
        """A text in a field: an address after the name of its beginning, anything else as it is."""
        return self.names.address(value) if "://" in value and wire.endswith(("URL", "Url")) else Text(value)

    def parts_of_look(self, node: TextLook) -> Mapping[str, Code]:
        """The code of the structures inside a look."""
        found = {}
        for name, fact in facts_of(type(node)).items():
            value = getattr(node, name)
            if fact.kind in ("node", "nodes") and value not in (None, ()):
                found[name] = field_piece(node, name, self.piece, self.field_text).code
        return found

    def _grown(self, goal: Node, code: Code, make: Callable[[], Any]) -> Growing | None:
        """The goal begun with a noun; None where the noun refuses, or makes something else."""
        try:
            value = make()
        except TimelineError:
            return None
        grown = Growing(goal, code, value)
        return grown if grown.fits(value) else None

    def _finished(self, grown: Growing | None) -> Piece | None:
        return None if grown is None else grown.finish(self.piece, self.field_text)

    # -- clips ---------------------------------------------------------------------------------------------------------

    def _material(self, goal: Any) -> tuple[dict[str, Code], dict[str, Any]]:
        """How the material of a clip is given to its noun: as the first argument wherever that means the same."""
        if goal.media_url is not None:
            return {"": self.field_text("MediaURL", goal.media_url)}, {"source": goal.media_url}
        if goal.media_id is not None:
            try:
                plain = nouns.video(goal.media_id).media_id == goal.media_id
            except TimelineError:
                plain = False
            key = "" if plain else "media_id"
            return {key: Text(goal.media_id)}, {"media_id": goal.media_id}
        return {}, {}

    def _begun(self, goal: Any, noun: str, make: Noun) -> Growing | None:
        codes, values = self._material(goal)
        if not values:
            return None
        typed = goal.says_type or noun not in self.names.untyped
        if not typed and list(codes) == [""]:
            self.names.used.add(noun)
            return self._grown(goal, _called(noun, codes), lambda: make(**values).but(says_type=False))
        return self._grown(goal, _called(f"td.{noun}", codes), lambda: make(**values))

    def _video(self, goal: VideoClip) -> Piece | None:
        return self._verbs(goal, self._begun(goal, "video", nouns.video))

    def _audio(self, goal: AudioClip) -> Piece | None:
        return self._verbs(goal, self._begun(goal, "audio", nouns.audio))

    def _global_image(self, goal: GlobalImageClip) -> Piece | None:
        return self._verbs(goal, self._begun(goal, "global_image", nouns.global_image))

    def _image(self, goal: ImageClip) -> Piece | None:
        codes, values = self._material(goal)
        if not values:
            return None
        if goal.duration is not None:
            timed = {**codes, " " if "" in codes else "duration": literal(goal.duration)}
            grown = self._grown(goal, _called("td.image", timed), lambda: nouns.image(**values, duration=goal.duration))
            if grown is not None:
                return self._verbs(goal, grown)
        return self._verbs(goal, self._grown(goal, _called("td.image", codes), lambda: nouns.image(**values)))

    def _avatar(self, goal: AvatarClip) -> Piece | None:
        if goal.avatar_id is None:
            return None
        codes: dict[str, Code] = {"": Text(goal.avatar_id)}
        values: dict[str, Any] = {}
        if goal.content is not None:
            codes[" "], values["content"] = Text(goal.content), goal.content
        if goal.voice is not None:
            codes["voice"], values["voice"] = Text(goal.voice), goal.voice
        if goal.media_url is not None or goal.media_id is not None:
            material, given = self._material(goal)
            codes |= {"source" if key == "" else key: code for key, code in material.items()}
            values |= {"source": goal.media_id} if "" in material and "media_id" in given else given
        begun = self._grown(goal, _called("td.avatar", codes), lambda: nouns.avatar(goal.avatar_id or "", **values))
        return self._verbs(goal, begun)

    def _tts(self, goal: TTSClip) -> Piece | None:
        if goal.content is None:
            return None
        codes: dict[str, Code] = {"": Text(goal.content)}
        values: dict[str, Any] = {}
        for field, name in (("voice", " "), ("customized_voice", "customized_voice"), ("speech_rate", "rate")):
            value = getattr(goal, field)
            if value is not None:
                codes[name], values[name if name != " " else "voice"] = literal(value), value
        begun = self._grown(goal, _called("td.tts", codes), lambda: nouns.tts(goal.content or "", **values))
        return self._verbs(goal, begun)

    # -- verbs ---------------------------------------------------------------------------------------------------------

    def _verbs(self, goal: Any, grown: Growing | None) -> Piece | None:
        if grown is None:
            return None
        _cut(goal, grown)
        if getattr(goal, "speed", None) is not None and hasattr(goal, "at_speed"):
            grown.step(call("at_speed", literal(goal.speed)), lambda made: made.at_speed(goal.speed))
        _placed(goal, grown)
        _boxed(goal, grown)
        _shown(goal, grown)
        if getattr(goal, "effects", ()):
            self._effects(goal, grown)
        _named(goal, grown)
        return self._finished(grown)

    def _effects(self, goal: Any, grown: Growing) -> None:
        """The effects in their order: verbs where there are some, `.with_effects(…)` for the others."""
        waiting: list[Piece] = []
        for effect in goal.effects:
            verb = _effect_verb(readable(effect))
            if verb is not None:
                if waiting and not _with_effects(grown, waiting):
                    return
                waiting = []
                if grown.step(*verb):
                    continue
            waiting.append(self.piece(effect))
        if waiting:
            _with_effects(grown, waiting)

    # -- texts ---------------------------------------------------------------------------------------------------------

    def look(self, goal: TextLook) -> Look | None:
        """The look of a text as far as a style gives it."""
        return look_of(goal, self.parts_of_look(goal))

    def text(self, goal: TextClip, without: Look | None = None) -> Piece | None:
        """A text; its look is left out where `without`, which the track gives to all of its texts, is the same."""
        if goal.content is None:
            return None
        code, values = self._times(goal)
        look = self.look(goal)
        shared = look is not None and without is not None and look.key == without.key
        if look is not None and not shared:
            code |= self._look_arguments(look)
        codes = {"": self.field_text("Content", goal.content), **code}

        def make() -> Any:
            made = nouns.text(goal.content or "", **values)
            return made if look is None else look.style.on(made)

        return self._verbs(goal, self._grown(goal, _called("td.text", codes), make))

    def _times(self, goal: Any) -> tuple[dict[str, Code], dict[str, Any]]:
        """`start=` and `end=` where the noun takes these times as they are."""
        given = (("start", goal.timeline_in), ("end", goal.timeline_out))
        values = {name: value for name, value in given if value is not None}
        try:
            made = nouns.text("", **values)
        except TimelineError:
            return {}, {}
        if not (same(made.timeline_in, goal.timeline_in) and same(made.timeline_out, goal.timeline_out)):
            return {}, {}
        return {name: literal(value) for name, value in values.items()}, values

    def _look_arguments(self, look: Look) -> dict[str, Code]:
        named = self.names.look(look)
        return dict(look.arguments) if named is None else {"style": named}

    def style(self, look: Look) -> Code:
        """The style that gives a look, by its name where it has one."""
        return self.names.look(look) or call("td.TextStyle", **look.arguments)

    def _subtitle(self, goal: SubtitleClip, without: Look | None = None) -> Piece | None:
        if goal.file_url is None:
            return None
        look = self.look(goal)
        codes = {"": self.field_text("FileURL", goal.file_url)}
        if look is not None:
            codes["style"] = self.style(look)
        style = None if look is None else look.style
        address = goal.file_url
        begun = self._grown(goal, _called("td.subtitle", codes), lambda: nouns.subtitle(address, style=style))
        return self._verbs(goal, begun)

    def _asr(self, goal: ASREffect) -> Piece | None:
        look = self.look(goal)
        codes: dict[str, Code] = {}
        if goal.alignment_text is not None:
            codes[""] = Text(goal.alignment_text)
        if look is not None:
            codes["style"] = self.style(look)
        style = None if look is None else look.style
        begun = self._grown(goal, _called("td.asr", codes), lambda: nouns.asr(goal.alignment_text, style=style))
        return self._finished(begun)

    def _banner(self, goal: TextLook) -> Piece | None:
        """A text that has no noun: in a look that has a name, put on; else by its class."""
        look = self.look(goal)
        if look is None or look.key not in self.names.looks:
            return None
        rest = goal.but(**dict.fromkeys(look.fields))
        bare = constructed(rest, self.piece, self.field_text)
        made = look.style.on(bare.value)
        if not strictly(dump(made), dump(goal)):
            return None
        return Piece(call(f"{on_one_line(self.style(look))}.on", bare.code), made)

    # -- effects -------------------------------------------------------------------------------------------------------

    def _transition(self, goal: Transition | DLTransition) -> Piece | None:
        plain = self._plain_transition(goal)
        if plain is None:
            return None
        named = self.names.transition(goal)
        if named is None:
            return plain
        self.names.written[_document_key(goal)] = plain.code
        return Piece(named, plain.value)

    def _plain_transition(self, goal: Transition | DLTransition) -> Piece | None:
        name = goal.sub_type
        if name is None:
            return constructed(goal, self.piece, self.field_text)
        codes: dict[str, Code] = {"": literal(name)}
        values: dict[str, Any] = {}
        if goal.duration is not None:
            codes[" "], values["duration"] = literal(goal.duration), goal.duration
        if isinstance(goal, DLTransition):
            codes["keep_length"], values["keep_length"] = Atom("True"), True
        begun = self._grown(goal, _called("td.transition", codes), lambda: nouns.transition(name, **values))
        if begun is None and "duration" in values:
            del codes[" "], values["duration"]
            begun = self._grown(goal, _called("td.transition", codes), lambda: nouns.transition(name, **values))
        return self._finished(begun) or constructed(goal, self.piece, self.field_text)

    def _windowed(self, goal: VFX | Filter) -> Piece | None:
        if goal.sub_type is None:
            return None
        noun, make = ("vfx", nouns.vfx) if isinstance(goal, VFX) else ("filter", nouns.filter)
        code, values = self._times(goal)
        name = goal.sub_type
        codes = {"": literal(name), **code}
        if goal.ext_params is not None:
            codes["params"], values["params"] = literal(goal.ext_params), goal.ext_params
        return self._finished(self._grown(goal, _called(f"td.{noun}", codes), lambda: make(name, **values)))


def _document_key(node: Node) -> str:
    return repr(dump(node))


def _called(head: str, codes: Mapping[str, Code]) -> Call:
    """A call with the arguments of `codes`; blank names stand first."""
    ordered = sorted(codes.items(), key=lambda one: one[0].strip() != "")
    return Call(head, tuple((name.strip(), code) for name, code in ordered))


def _cut(goal: Any, grown: Growing) -> None:
    if not isinstance(goal, VideoClip | AudioClip):
        return
    start, end = goal.source_in, goal.source_out
    if start is None and end is None:
        return
    first, last = ("" if one is None else on_one_line(literal(one)) for one in (start, end))
    colon = ":" if "(" not in first + last else f"{' ' if first else ''}:{' ' if last else ''}"
    grown.step(Atom(f"[{first}{colon}{last}]"), lambda made: made[slice(start, end)])


def _placed(goal: Any, grown: Growing) -> None:
    start, end = getattr(goal, "timeline_in", None), getattr(goal, "timeline_out", None)
    if not grown.lacking() or (
        same(getattr(grown.value, "timeline_in", None), start) and same(getattr(grown.value, "timeline_out", None), end)
    ):
        return
    if start is not None and end is not None:
        grown.step(call("at", literal(start), literal(end)), lambda made: made.at(start, end))
    elif start is not None:
        grown.step(call("at", literal(start)), lambda made: made.at(start))
    elif end is not None:
        grown.step(call("until", literal(end)), lambda made: made.until(end))


def _boxed(goal: Any, grown: Growing) -> None:
    if isinstance(goal, TextLook) or not hasattr(goal, "box"):
        return
    given = {"x": goal.x, "y": goal.y, "w": goal.width, "h": goal.height}
    texts = {name: value if isinstance(value, Param) else position_text(value) for name, value in given.items()}
    used = {name: text for name, text in texts.items() if text is not None}
    if used:
        grown.step(call("box", **{name: literal(text) for name, text in used.items()}), lambda made: made.box(**used))


def _shown(goal: Any, grown: Growing) -> None:
    """How a picture fills its box, and its opacity."""
    verb = {"Fill": "fill", "Contain": "contain", "Cover": "cover"}.get(getattr(goal, "adapt_mode", None) or "")
    if verb is not None and hasattr(goal, verb):
        grown.step(call(verb), lambda made: getattr(made, verb)())
    opacity = getattr(goal, "opacity", None)
    if opacity is not None and hasattr(goal, "faded_to"):
        grown.step(call("faded_to", literal(opacity)), lambda made: made.faded_to(opacity))


def _named(goal: Any, grown: Growing) -> None:
    name, other = getattr(goal, "clip_id", None), getattr(goal, "reference_clip_id", None)
    if name is not None:
        grown.step(call("named", literal(name)), lambda made: made.named(name))
    if other is not None:
        grown.step(call("along", literal(other)), lambda made: made.along(other))


def _with_effects(grown: Growing, pieces: list[Piece]) -> bool:
    return grown.step(
        call("with_effects", *(one.code for one in pieces)),
        lambda made: made.with_effects(*(one.value for one in pieces)),
    )


def _effect_verb(effect: Node) -> tuple[Call, Callable[[Any], Any]] | None:
    """The verb that puts an effect on a clip, or None where there is none."""
    if isinstance(effect, Volume) and effect.gain is not None:
        gain = effect.gain
        if gain == 0:
            return call("mute"), lambda made: made.mute()
        return call("gain", gain_code(gain)), lambda made: made.gain(gain)
    if isinstance(effect, AFade) and effect.duration is not None and effect.side in ("In", "Out"):
        verb, curve, length = f"fade_{effect.side.lower()}", effect.curve, effect.duration
        more = () if curve is None else (Text(curve),)
        return call(verb, literal(length), *more), lambda made: getattr(made, verb)(length, curve)
    if isinstance(effect, Background):
        if effect.sub_type == "Blur" and effect.radius is not None:
            return call("background", blur=literal(effect.radius)), lambda made: made.background(blur=effect.radius)
        if effect.sub_type == "Color" and effect.color is not None:
            return call("background", color=Text(effect.color)), lambda made: made.background(color=effect.color)
    return None
