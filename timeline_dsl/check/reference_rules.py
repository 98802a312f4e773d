"""Rules over `ClipId` and `ReferenceClipId`: names that clips give each other, and what may not point at what.

One clip gets one verdict: an unknown name is not told again as ignored, nor a target on the same track as a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import attrs

from timeline_dsl.check.reading import inside
from timeline_dsl.check.rule import Fault, Seen, rule
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
from timeline_dsl.effects.picture import VFX, Filter
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.node import Node
from timeline_dsl.timeline import Timeline

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

LISTS = ("video_tracks", "audio_tracks", "image_tracks", "subtitle_tracks")
"""The lists of tracks whose clips have names, in document order."""

NAMED = frozenset((VideoClip, ImageClip, GlobalImageClip, AvatarClip, AudioClip, TTSClip, ASRClip, TextClip,
                   SubtitleClip, ImageTrackClip))

NEAREST_FOR = 5
"""So many unknown names get the nearest known one looked up; for more of them the search would take too long."""


@attrs.frozen
class Place:
    """Where a clip stands: its list of tracks, the index of the track in it, its own index there."""

    field: str
    track: int
    clip: int

    def seen(self, timeline: Seen) -> Seen:
        """The clip at its place."""
        return inside(inside(timeline, self.field, self.track), "clips", self.clip)

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts places as the document holds them."""
        return LISTS.index(self.field), self.track, self.clip

    def shares_track(self, other: Place) -> bool:
        """Whether both stand on one track."""
        return self.field == other.field and self.track == other.track


def _clips(timeline: Node) -> Iterator[tuple[str, int, tuple[Any, ...]]]:
    """The clips of each track that can be read, with the track's place."""
    for field in LISTS:
        tracks = getattr(timeline, field)
        if isinstance(tracks, tuple):
            for index, track in enumerate(tracks):
                clips = getattr(track, "clips", None)
                if isinstance(clips, tuple):
                    yield field, index, clips


def _referring(timeline: Node) -> dict[Place, str]:
    """The clips that refer to a name, in document order."""
    return {Place(field, t, c): clip.reference_clip_id
            for field, t, clips in _clips(timeline) if field != "image_tracks"
            for c, clip in enumerate(clips)
            if type(clip) in NAMED and clip.reference_clip_id is not None and clip.reference_clip_id[:1] != "$"}


def _named(timeline: Node) -> dict[str, list[Place]]:
    """The clips by their names, in document order. A name that could not be read is one nevertheless."""
    found: dict[str, list[Place]] = {}
    for field, t, clips in _clips(timeline):
        for c, clip in enumerate(clips):
            name = clip.clip_id if type(clip) in NAMED else None
            if name is None and getattr(clip, "extra", None):
                name = clip.extra.get("ClipId")
            if name is not None:
                found.setdefault(str(name), []).append(Place(field, t, c))
    return found


def _may_grow(timeline: Node, named: dict[str, list[Place]]) -> bool:
    """Whether a template, once filled in, may bring names that are not there yet."""
    if any(name.startswith("$") for name in named):
        return True
    for field in LISTS:
        tracks = getattr(timeline, field)
        if not isinstance(tracks, tuple):
            return True
        for track in tracks:
            clips = getattr(track, "clips", ())
            if not isinstance(clips, tuple) or any("Sys_Type" in getattr(clip, "extra", ()) for clip in clips):
                return True
    return False


def _explicit(clip: Any) -> bool:
    """Whether a clip says both ends of its place itself, so that its reference is ignored."""
    return bool(clip.given("timeline_in") and clip.given("timeline_out"))


def _elsewhere(place: Place, targets: list[Place]) -> Place | None:
    """The first target on another track, or None."""
    return next((target for target in targets if not target.shares_track(place)), None)


@rule("ref.unknown", on=Timeline)
def references_name_a_clip(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """A ReferenceClipId names a ClipId."""
    referring = _referring(seen.node)
    if not referring:
        return None
    named = _named(seen.node)
    missing = {place: name for place, name in referring.items() if name not in named}
    if not missing or _may_grow(seen.node, named):
        return None
    return _unknown(seen, missing, named)


def _unknown(seen: Seen, missing: dict[Place, str], named: dict[str, list[Place]]) -> Iterator[Fault]:
    for count, (place, name) in enumerate(missing.items()):
        near = get_close_matches(name, named, n=1) if count < NEAREST_FOR else []
        fix = f"did you mean {near[0]!r}?" if near else f'give a clip on another track the name: "ClipId": "{name}"'
        yield place.seen(seen).fault(f"no clip is called {name!r}", field="reference_clip_id", fix=fix)


@rule("ref.same-track", on=Timeline)
def references_leave_the_track(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """The target of a reference stands on another track."""
    referring = _referring(seen.node)
    if not referring:
        return None
    return _same_track(seen, referring, _named(seen.node))


def _same_track(seen: Seen, referring: dict[Place, str], named: dict[str, list[Place]]) -> Iterator[Fault]:
    for place, name in referring.items():
        targets = named.get(name)
        if targets and _elsewhere(place, targets) is None:
            said = "the clip refers to itself" if targets == [place] else \
                f"{name!r} is clip {targets[0].clip} of the same track"
            yield place.seen(seen).fault(f"{said}, and the job fails", field="reference_clip_id",
                                         fix="refer to a clip on another track, or remove ReferenceClipId")


@rule("ref.cycle", on=Timeline)
def references_do_not_run_in_a_circle(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """References do not run in a circle."""
    referring = _referring(seen.node)
    if len(referring) < 2:
        return None
    named = _named(seen.node)
    steps: dict[Place, Place] = {}
    for place, name in referring.items():
        target = _elsewhere(place, named.get(name, []))
        if target is not None and not _explicit(place.seen(seen).node):
            steps[place] = target
    return _cycles(seen, steps)


def _cycles(seen: Seen, steps: dict[Place, Place]) -> Iterator[Fault]:
    """One fault for each circle, at its first clip in the document."""
    done: set[Place] = set()
    for start in steps:
        way: dict[Place, None] = {}
        place: Place | None = start
        while place is not None and place not in done and place not in way:
            way[place] = None
            place = steps.get(place)
        if place is not None and place in way:
            yield _circle(seen, list(way)[list(way).index(place):])
        done.update(way)


def _circle(seen: Seen, members: list[Place]) -> Fault:
    first = min(range(len(members)), key=lambda index: members[index].order)
    names = [str(member.seen(seen).node.clip_id) for member in (*members[first:], *members[:first])]
    shown = " → ".join([*names[:4], *(["…"] if len(names) > 4 else []), names[0]])
    return members[first].seen(seen).fault(
        f"the references run in a circle: {shown}", field="reference_clip_id",
        fix="give one of these clips TimelineIn and TimelineOut instead of its ReferenceClipId")


@rule("ref.duplicate-id", on=Timeline)
def a_name_is_given_once(seen: Seen, context: Context) -> Iterator[Fault]:
    """No two clips share a ClipId."""
    for name, places in _named(seen.node).items():
        if len(places) > 1 and not name.startswith("$"):
            first = places[0].seen(seen).path
            for place in places[1:]:
                yield place.seen(seen).fault(f"a second clip is called {name!r}; the first one is {first}",
                                             field="clip_id", fix="give each clip a ClipId of its own")


@rule("ref.explicit-times", on=Timeline)
def reference_or_times(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """A reference is ignored on a clip with TimelineIn and TimelineOut."""
    referring = _referring(seen.node)
    if not referring:
        return None
    return _ignored(seen, referring, _named(seen.node))


def _ignored(seen: Seen, referring: dict[Place, str], named: dict[str, list[Place]]) -> Iterator[Fault]:
    for place, name in referring.items():
        if place.field != "subtitle_tracks" and _elsewhere(place, named.get(name, [])) is not None:
            clip = place.seen(seen)
            if _explicit(clip.node):
                yield clip.fault(f"ReferenceClipId {name!r} is ignored because TimelineIn and TimelineOut are given",
                                 field="reference_clip_id", fix="remove ReferenceClipId, or one of the times")


@rule("ref.subtitle-clip", on=Timeline)
def references_are_for_video_and_audio(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """References of subtitle clips work on real jobs, and the page does not list them."""
    referring = {place: name for place, name in _referring(seen.node).items() if place.field == "subtitle_tracks"}
    if not referring:
        return None
    return _of_subtitles(seen, referring, _named(seen.node))


def _of_subtitles(seen: Seen, referring: dict[Place, str], named: dict[str, list[Place]]) -> Iterator[Fault]:
    for place, name in referring.items():
        if _elsewhere(place, named.get(name, [])) is not None:
            yield place.seen(seen).fault(
                "ReferenceClipId on a subtitle track works on real jobs, but the page lists video and audio only",
                field="reference_clip_id", fix="to be sure, write TimelineIn and TimelineOut instead (pin() does it)")


@rule("ref.not-supported-track", on=(ImageTrackClip, VFX, Filter, AEqualize))
def references_are_not_for_images_and_effects(seen: Seen, context: Context) -> Fault | None:
    """Clips of image tracks and items of effect tracks cannot refer to a clip."""
    node = seen.node
    if type(node) is ImageTrackClip:
        if node.reference_clip_id is None:
            return None
    elif not node.extra or "ReferenceClipId" not in node.extra or seen.wire != "EffectTrackItems":
        return None
    kind = "a clip of an image track" if type(node) is ImageTrackClip else "an item of an effect track"
    return seen.fault(f"ReferenceClipId is not supported on {kind}", field="ReferenceClipId",
                      fix="write TimelineIn and TimelineOut instead")


@rule("ref.loop", on=AudioClip)
def reference_or_loop(seen: Seen, context: Context) -> Fault | None:
    """LoopMode has no effect on a clip with a reference."""
    clip = seen.node
    if clip.loop_mode is not True or clip.reference_clip_id is None:
        return None
    return seen.fault("ReferenceClipId and LoopMode have no effect together", field="reference_clip_id",
                      fix="remove LoopMode, or write TimelineIn and TimelineOut instead of ReferenceClipId")
