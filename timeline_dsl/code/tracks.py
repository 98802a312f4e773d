"""Tracks as the verbs of a timeline, and the timeline itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline_dsl.clips import AudioClip, SubtitleClip, TextClip, WithEffects
from timeline_dsl.code.layout import Atom, Call, Code, Items, Text, call, listed, then
from timeline_dsl.code.literals import gain, kept, literal
from timeline_dsl.code.looks import Look
from timeline_dsl.code.nouns import Writing
from timeline_dsl.code.pieces import Piece, constructed, field_piece, same, strictly
from timeline_dsl.effects.picture import DLTransition, Transition
from timeline_dsl.effects.sound import AFade, Volume
from timeline_dsl.errors import TimelineError
from timeline_dsl.materials import is_url
from timeline_dsl.node import ABSENT, Node, Param, TypedNode, dump, facts_of
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import AudioTrack, EffectTrack, SubtitleTrack, VideoTrack

Step = tuple[Call, Callable[[Timeline], Timeline]]
"""One verb of a timeline, and what it does."""

MANY_TEXTS = 3
"""A track of more texts is written as a list of them."""


class TimelineWriting:
    """The code of one timeline."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing

    def piece(self, goal: Timeline) -> Piece:
        """The code of a timeline: what it says itself, then its tracks, one verb each where verbs can say them."""
        steps: list[Step] = []
        kinds = {"video_tracks": self._video, "audio_tracks": self._audio, "effect_tracks": self._effects}
        by_class = ["image_tracks"]
        for name in ("video_tracks", "audio_tracks", "subtitle_tracks", "effect_tracks"):
            tracks = getattr(goal, name)
            if tracks is ABSENT:
                continue
            made = self._subtitle_steps(tracks) if name == "subtitle_tracks" else self._each(tracks, kinds[name])
            if made and self._gives(made, name, tracks):
                steps += made
            else:
                by_class.append(name)
        head = self._head(goal, by_class)
        value = head.value
        for _, change in steps:
            value = change(value)
        return Piece(then(head.code, *(code for code, _ in steps)), value)

    def _gives(self, steps: list[Step], name: str, tracks: tuple[Node, ...]) -> bool:
        """Whether verbs make exactly these tracks."""
        made = Timeline()
        try:
            for _, change in steps:
                made = change(made)
        except TimelineError:
            return False
        return same(getattr(made, name), tracks)

    def _each(self, tracks: tuple[Any, ...], write: Callable[[Any], Step | None]) -> list[Step] | None:
        steps = []
        for track in tracks:
            step = None if isinstance(track, Param) else write(track)
            if step is None:
                return None
            steps.append(step)
        return steps

    def _head(self, goal: Timeline, by_class: list[str]) -> Piece:
        """`td.Timeline(…)` with everything that is no track, and the tracks that no verb can say."""
        codes: dict[str, Code] = {}
        values: dict[str, Any] = {}
        extra = dict(goal.extra)
        if goal.size is not None and _is_canvas(goal.size, goal.fe_canvas):
            codes["size"], values["size"] = listed([literal(side) for side in goal.size], "()"), goal.size
        if goal.fps is not None:
            codes["fps"], values["fps"] = literal(goal.fps), goal.fps
        for name, fact in facts_of(Timeline).items():
            value = getattr(goal, name)
            said_otherwise = name == "fe_canvas" and "size" in values
            said_by_verbs = name.endswith("_tracks") and name not in by_class
            if value is None or value is ABSENT or said_otherwise or said_by_verbs:
                continue
            piece = field_piece(goal, name, self._track, self.writing.field_text)
            try:
                made = Timeline(**{name: piece.value})
            except TimelineError:
                made = Timeline()
            if same(getattr(made, name), value):
                codes[name], values[name] = piece.code, piece.value
            else:
                extra[fact.wire] = dump(goal)[fact.wire]
        if extra:
            codes["extra"], values["extra"] = kept(extra), extra
        return Piece(call("td.Timeline", **codes), Timeline(**values))

    def _track(self, node: Node) -> Piece:
        """A track by its class, or whatever stands in its place."""
        return constructed(node, self.writing.piece, self.writing.field_text)

    # -- video and audio -----------------------------------------------------------------------------------------------

    def _items(self, clips: tuple[Any, ...]) -> list[Piece] | None:
        """Clips and the transitions between them; None where something is no clip."""
        pieces: list[Piece] = []
        for place, clip in enumerate(clips):
            if not isinstance(clip, TypedNode) or isinstance(clip, Transition | DLTransition):
                return None
            seam = clip.effects[-1] if isinstance(clip, WithEffects) and clip.effects else None
            if place < len(clips) - 1 and isinstance(seam, Transition | DLTransition):
                rest = clip.effects[:-1] if isinstance(clip, WithEffects) else ()
                pieces += [self.writing.piece(clip.but(effects=rest or None)), self.writing.piece(seam)]
            else:
                pieces.append(self.writing.piece(clip))
        return pieces

    def _said_by_verb(self, track: Any) -> tuple[dict[str, Code], dict[str, Any]] | None:
        """The arguments of `.video()` and `.audio()` that a track needs besides its clips; None where it needs more."""
        codes: dict[str, Code] = {}
        values: dict[str, Any] = {}
        for name in facts_of(type(track)):
            value = getattr(track, name)
            if name == "clips" or value is None:
                continue
            argument = {"main_track": "main", "track_shorten_mode": "shorten", "track_expand_mode": "expand"}.get(name)
            if argument is None or isinstance(value, Param) or (argument == "main" and value is not True):
                return None
            codes[argument], values[argument] = literal(value), value
        return None if track.extra else (codes, values)

    def _video(self, track: Any) -> Step | None:
        said = self._said_by_verb(track) if isinstance(track, VideoTrack) else None
        pieces = None if said is None else self._items(track.clips)
        if said is None or not pieces:
            return None
        (codes, values), clips = said, [piece.value for piece in pieces]
        code = call("video", *(self._short(piece) for piece in pieces), **codes)
        return code, lambda made: made.video(*clips, **values)

    def _audio(self, track: Any) -> Step | None:
        said = self._said_by_verb(track) if isinstance(track, AudioTrack) else None
        if said is None:
            return None
        codes, values = said
        if len(track.clips) == 1 and isinstance(track.clips[0], AudioClip):
            whole = self._one_sound(track, codes, values)
            if whole is not None:
                return whole
        pieces = self._items(track.clips)
        if not pieces:
            return None
        clips = [piece.value for piece in pieces]
        code = call("audio", *(self._short(piece) for piece in pieces), **codes)
        return code, lambda made: made.audio(*clips, **values)

    def _one_sound(self, track: AudioTrack, codes: dict[str, Code], values: dict[str, Any]) -> Step | None:
        """`.audio(address, volume=…, loop=True, fade_in=…, fade_out=…)` where that says all of a single clip."""
        clip: Any = track.clips[0]
        named: dict[str, Code] = {}
        given: dict[str, Any] = {}
        for effect in clip.effects:
            side = {"In": "fade_in", "Out": "fade_out"}.get(str(effect.side)) if isinstance(effect, AFade) else None
            name = "volume" if isinstance(effect, Volume) else side
            value = effect.gain if name == "volume" else getattr(effect, "duration", None)
            if name is None or value is None:
                return None
            named[name], given[name] = gain(value) if name == "volume" else literal(value), value
        if clip.loop_mode is True:
            named["loop"], given["loop"] = Atom("True"), True
        bare = self.writing.piece(clip.but(effects=None, loop_mode=None if "loop" in given else clip.loop_mode))
        if not given:
            return None
        try:
            made = Timeline().audio(bare.value, **given, **values)
        except TimelineError:
            return None
        if not strictly(dump(made.audio_tracks[0]), dump(track)):
            return None
        order = ("volume", "loop", "fade_in", "fade_out")
        arguments = {name: named[name] for name in order if name in named}
        code = call("audio", self._short(bare), **codes, **arguments)
        return code, lambda one: one.audio(bare.value, **given, **values)

    def _short(self, piece: Piece) -> Code:
        """A clip that is nothing but its address, as the address alone."""
        code = piece.code
        if isinstance(code, Call) and code.head in ("td.video", "td.audio") and len(code.arguments) == 1:
            name, only = code.arguments[0]
            if name == "" and isinstance(only, Text):
                return only
        return code

    def _effects(self, track: Any) -> Step | None:
        if not isinstance(track, EffectTrack) or track.extra or track.id is not None or track.clips is ABSENT:
            return None
        if any(isinstance(item, Param) for item in track.clips):
            return None
        pieces = [self.writing.piece(item) for item in track.clips]
        return (
            call("effects", *(piece.code for piece in pieces)),
            lambda made: made.effects(*(piece.value for piece in pieces)),
        )

    # -- texts ---------------------------------------------------------------------------------------------------------

    def _subtitle_steps(self, tracks: tuple[Any, ...]) -> list[Step] | None:
        """One `.text(…)` for each text of a short track that lands there by itself, else `.subtitles(…)`."""
        steps: list[Step] = []
        made = Timeline()
        for place, track in enumerate(tracks):
            if not isinstance(track, SubtitleTrack) or track.extra or track.id is not None or track.clips is ABSENT:
                return None
            for candidate in (self._texts, self._subtitles):
                some = candidate(track)
                after = None if some is None else _after(made, some)
                if some is not None and after is not None and same(after.subtitle_tracks, tracks[: place + 1]):
                    steps, made = [*steps, *some], after
                    break
            else:
                return None
        return steps

    def _texts(self, track: SubtitleTrack) -> list[Step] | None:
        if not 0 < len(track.clips) <= MANY_TEXTS or not all(isinstance(clip, TextClip) for clip in track.clips):
            return None
        return [self._text(self.writing.piece(clip)) for clip in track.clips]

    def _text(self, piece: Piece) -> Step:
        """A text as `.text("…", start=…, end=…, style=…)` where its noun says no more, else with the noun inside."""
        code = piece.code
        if (
            isinstance(code, Call)
            and code.head == "td.text"
            and code.arguments[0][0] == ""
            and all(name in ("", "start", "end", "style") for name, _ in code.arguments)
        ):
            return Call("text", code.arguments), lambda made: made.text(piece.value)
        return call("text", code), lambda made: made.text(piece.value)

    def _subtitles(self, track: SubtitleTrack) -> list[Step] | None:
        if any(isinstance(clip, Param) for clip in track.clips):
            return None
        if len(track.clips) == 1 and isinstance(track.clips[0], SubtitleClip):
            return [self._external(track.clips[0])]
        look = self._common_look(track)
        pieces = [self.writing.piece(clip) if look is None else self._bare(clip, look) for clip in track.clips]
        style = None if look is None else self.writing.style(look)
        clips = [piece.value for piece in pieces]
        return [
            (
                call("subtitles", Items("[]", tuple((None, piece.code) for piece in pieces)), style=style),
                lambda made: made.subtitles(clips),
            )
        ]

    def _external(self, clip: SubtitleClip) -> Step:
        """An external subtitle file by its address, with style and times beside it where these say all of it."""
        look = self.writing.look(clip)
        codes: dict[str, Code] = {}
        values: dict[str, Any] = {}
        if look is not None:
            codes["style"], values["style"] = self.writing.style(look), look.style
        for name, value in (("start", clip.timeline_in), ("end", clip.timeline_out)):
            if value is not None:
                codes[name], values[name] = literal(value), value
        address = clip.file_url or ""
        if is_url(address):
            code = call("subtitles", self.writing.field_text("FileURL", address), **codes)
            made = _after(Timeline(), [(code, lambda one: one.subtitles(address, **values))])
            if made is not None and same(made.subtitle_tracks, (SubtitleTrack(clips=(clip,)),)):
                return code, lambda one: one.subtitles(address, **values)
        piece = self.writing.piece(clip)
        return call("subtitles", piece.code), lambda one: one.subtitles([piece.value])

    def _common_look(self, track: SubtitleTrack) -> Look | None:
        """The look that all texts of a track have, or None."""
        if len(track.clips) < 2 or not all(isinstance(clip, TextClip) for clip in track.clips):
            return None
        looks = [self.writing.look(clip) for clip in track.clips]  # type: ignore[arg-type]  # all are texts
        first = looks[0]
        if first is None or any(one is None or one.key != first.key for one in looks):
            return None
        bare = [self.writing.text(clip, first) for clip in track.clips]  # type: ignore[arg-type]  # as above
        return first if all(one is not None for one in bare) else None

    def _bare(self, clip: Any, look: Look) -> Piece:
        return self.writing.text(clip, look) or self.writing.piece(clip)


def _is_canvas(size: tuple[int, int], canvas: Any) -> bool:
    """Whether a size says all of a canvas."""
    try:
        return same(Timeline(size=size).fe_canvas, canvas)
    except TimelineError:
        return False


def _after(made: Timeline, steps: list[Step]) -> Timeline | None:
    try:
        for _, change in steps:
            made = change(made)
    except TimelineError:
        return None
    return made
