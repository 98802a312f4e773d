"""Every clip of a timeline that speaks: what it says, what was recorded of it, and what is told of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.clips import AvatarClip, TTSClip
from timeline_dsl.render.cache import PartCache
from timeline_dsl.render.effects import Verdict
from timeline_dsl.render.speech.engine import Engine, Silent, find
from timeline_dsl.render.speech.speaking import Recording, recorded
from timeline_dsl.render.speech.utterance import Utterance, language_of, utterance, variant_of
from timeline_dsl.schedule import ClipPlan, Schedule
from timeline_dsl.units import Span, Time

SILENCE = "no voice speaks here: silence of its length, its text on a card in the picture; {why}"
SPOKEN = "spoken by {engine} ({voice}), not by {name}"


@attrs.frozen(kw_only=True, slots=True)
class Cast:
    """What each clip with a text says, by its path, or why it is silent; and what was `recorded` of it so far."""

    engine: Engine | Silent
    said: Mapping[str, Utterance | Silent] = attrs.field(factory=dict)
    recordings: Mapping[str, Recording] = attrs.field(factory=dict)

    @property
    def heard(self) -> frozenset[str]:
        """The paths of the clips whose text is heard, so that nothing has to show it."""
        return frozenset(path for path, said in self.said.items() if isinstance(said, Utterance))

    def verdict(self, path: str, node: Any) -> Verdict | None:
        """How near the speech of a clip comes; None for a clip that says no text."""
        said = self.said.get(path)
        if isinstance(said, Utterance) and isinstance(self.engine, Engine):
            name = f"the cloned voice {node.customized_voice}" if node.customized_voice else "the service's voice"
            return Verdict("stand-in", SPOKEN.format(engine=self.engine.name, voice=said.voice, name=name))
        return Verdict("stand-in", SILENCE.format(why=said.why)) if isinstance(said, Silent) else None

    def recorded(
        self,
        schedule: Schedule,
        window: Span,
        room: Path,
        *,
        check: Callable[[], None],
        workers: int,
        cache: PartCache | None,
    ) -> Cast:
        """The same after all that is heard during `window` was spoken into `room`; what fails is silent.

        Raises what `check` raises, which is called again and again.
        """
        if not isinstance(self.engine, Engine):
            return self
        wanted = {
            clip.path: said
            for clip in schedule
            if isinstance(said := self.said.get(clip.path), Utterance)
            and clip.span is not None
            and clip.span.overlap(window) is not None
        }
        if not wanted:
            return self
        done = recorded(wanted, self.engine, room, check=check, workers=workers, cache=cache)
        return attrs.evolve(
            self,
            said={**self.said, **{path: one for path, one in done.items() if isinstance(one, Silent)}},
            recordings={path: one for path, one in done.items() if isinstance(one, Recording)},
        )


def cast_of(schedule: Schedule, told: Callable[[str], Time | None] = lambda name: None) -> Cast:
    """Who says what in a timeline; `told` are the seconds of a speech by its ClipId, where somebody knows them."""
    speaking = [clip for clip in schedule if clip.visible and _speaks(clip)]
    engine = find() if speaking else Silent("")
    said: dict[str, Utterance | Silent] = {}
    for clip in speaking:
        node: Any = clip.node
        length = told(node.clip_id) if node.clip_id else None
        if not node.content:
            said[clip.path] = Silent("it has no text")
        else:
            said[clip.path] = engine if isinstance(engine, Silent) else utterance(node, length)
    return Cast(engine=engine, said=said)


def _speaks(clip: ClipPlan) -> bool:
    """Whether a clip is to say a text: speech, or a digital human that no recording drives."""
    node: Any = clip.node
    return isinstance(node, TTSClip) or (isinstance(node, AvatarClip) and bool(node.content) and node.media is None)


def verdict_of_voice(name: str) -> Verdict:
    """How near a voice of the catalogue comes on this machine."""
    engine, row = find(), table("voices").rows[name]
    if isinstance(engine, Silent):
        return Verdict("stand-in", SILENCE.format(why=engine.why))
    language = language_of(row, "")
    voice = language if isinstance(language, str) else ""
    return Verdict(
        "stand-in", SPOKEN.format(engine=engine.name, voice=voice + variant_of(row), name="the service's voice")
    )
