"""Rules over `ClipId` and `ReferenceClipId`: names that clips give each other, and what may not point at what.

A reference gets one verdict: an unknown name is not told again as ignored, nor a target on the same track as a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import attrs

from timeline_dsl.check.reading import inside, once, unread
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
from timeline_dsl.effects.ai import Harmonization
from timeline_dsl.effects.picture import VFX, Filter
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.errors import shown
from timeline_dsl.node import Foreign
from timeline_dsl.timeline import Timeline

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

LISTS = ("video_tracks", "audio_tracks", "image_tracks", "subtitle_tracks")
"""The lists of tracks whose clips have names, in document order."""

IMAGES, SUBTITLES = LISTS.index("image_tracks"), LISTS.index("subtitle_tracks")

NAMED = frozenset(
    (
        VideoClip,
        ImageClip,
        GlobalImageClip,
        AvatarClip,
        AudioClip,
        TTSClip,
        ASRClip,
        TextClip,
        SubtitleClip,
        ImageTrackClip,
    )
)

NEAREST_FOR, NEAREST_AMONG, NEAREST_LENGTH = 5, 2000, 64
"""So many unknown names get the nearest known one looked up, among so many of such length: the search is slow."""

Place = tuple[int, int, int]
"""Where a clip stands: its list of tracks, the index of its track, its own index. Places sort as the document does."""


@attrs.define
class Names:
    """Who is called what, and who refers to whom: places by name, and names by the place that refers to them.

    `again` holds the further clips of a name, `others` the first of them on another track than the first clip's, once
    that was asked for. `open`: a template, once filled in, may bring more names.
    """

    named: dict[str, Place] = attrs.field(factory=dict)
    again: dict[str, list[Place]] = attrs.field(factory=dict)
    others: dict[str, Place | None] = attrs.field(factory=dict)
    referring: dict[Place, str] = attrs.field(factory=dict)
    open: bool = False

    def elsewhere(self, place: Place) -> Place | None:
        """The target on another track that the clip at `place` refers to, or None."""
        name = self.referring[place]
        first = self.named.get(name)
        if first is None or first[:2] != place[:2]:
            return first
        if name not in self.others:
            self.others[name] = next((target for target in self.again.get(name, ()) if target[:2] != first[:2]), None)
        return self.others[name]


def _names(context: Context) -> Names:
    """The names of a timeline, gathered in one pass."""
    found = Names()
    for which, field in enumerate(LISTS):
        tracks = _listed(context.timeline, field)
        found.open = found.open or tracks is None
        for t, track in enumerate(tracks or ()):
            clips = _listed(track, "clips")
            if clips is None:
                found.open = True
            else:
                _names_of_track(clips, which, t, found)
    return found


def _listed(node: Any, field: str) -> tuple[Any, ...] | None:
    """What a list field holds; None where that cannot be read, or is no list of a node at all."""
    held = getattr(node, field, None)
    return held if isinstance(held, tuple) and not unread(node, field) else None


def _names_of_track(clips: tuple[Any, ...], which: int, t: int, found: Names) -> None:
    named, referring = found.named, found.referring
    for c, clip in enumerate(clips):
        known = type(clip) in NAMED
        if not known and isinstance(clip, str | Foreign):
            found.open = True
            continue
        name = (clip.clip_id or None) if known else None  # editors write empty text for no name
        if known and clip.reference_clip_id and which != IMAGES and clip.reference_clip_id[:1] != "$":
            referring[which, t, c] = clip.reference_clip_id
        if name is None:
            extra = getattr(clip, "extra", None)
            if not extra:
                continue
            found.open = found.open or "Sys_Type" in extra
            if "ClipId" not in extra:
                continue
            name = str(extra["ClipId"])  # not read, but a name nevertheless
        if name[:1] == "$":
            found.open = True
        elif name in named:
            found.again.setdefault(name, []).append((which, t, c))
        else:
            named[name] = (which, t, c)


def names_of(context: Context) -> Names:
    """The names of the timeline under check."""
    return once(context, "names", _names)


def _seen(timeline: Seen, place: Place) -> Seen:
    """The clip at a place."""
    which, track, clip = place
    return inside(inside(timeline, LISTS[which], track), "clips", clip)


def _explicit(clip: Any) -> bool:
    """Whether a clip says both ends of its place itself, so that its reference is ignored."""
    return bool(clip.given("timeline_in") and clip.given("timeline_out"))


@rule("ref.unknown", on=Timeline)
def references_name_a_clip(seen: Seen, context: Context) -> Iterator[Fault]:
    """A ReferenceClipId names a ClipId."""
    names = names_of(context)
    if names.open:
        return
    count = 0
    for place, name in names.referring.items():
        if name not in names.named:
            yield _unknown(_seen(seen, place), name, names, count)
            count += 1
    for effect in context.all(Harmonization):
        name = effect.node.reference_clip_id
        if name and name[:1] != "$" and name not in names.named:
            yield _unknown(effect, name, names, count)
            count += 1


def _unknown(seen: Seen, name: str, names: Names, count: int) -> Fault:
    near: list[str] = []
    if count < NEAREST_FOR and len(names.named) <= NEAREST_AMONG and len(name) <= NEAREST_LENGTH:
        near = get_close_matches(name, [known for known in names.named if len(known) <= NEAREST_LENGTH], n=1)
    said = name if len(name) <= NEAREST_LENGTH else "…"
    fix = f"did you mean {near[0]!r}?" if near else f'give a clip on another track the name: "ClipId": "{said}"'
    return seen.fault(f"no clip is called {shown(name)}", field="reference_clip_id", fix=fix)


@rule("ref.same-track", on=Timeline)
def references_leave_the_track(seen: Seen, context: Context) -> Iterator[Fault]:
    """The target of a reference stands on another track."""
    names = names_of(context)
    for place, name in names.referring.items():
        target = names.named.get(name)
        if target is not None and names.elsewhere(place) is None:
            itself = target == place
            said = "the clip refers to itself" if itself else f"{shown(name)} is clip {target[2]} of the same track"
            yield _seen(seen, place).fault(
                f"{said}, and the job fails",
                field="reference_clip_id",
                fix="refer to a clip on another track, or remove ReferenceClipId",
            )


@rule("ref.cycle", on=Timeline)
def references_do_not_run_in_a_circle(seen: Seen, context: Context) -> Iterator[Fault]:
    """References do not run in a circle."""
    names = names_of(context)
    steps: dict[Place, Place] = {}
    for place in names.referring:
        target = names.elsewhere(place)
        if target in names.referring and not _explicit(_seen(seen, place).node):
            steps[place] = target
    done: set[Place] = set()
    for start in steps:
        way: dict[Place, None] = {}
        at: Place | None = start
        while at is not None and at not in done and at not in way:
            way[at] = None
            at = steps.get(at)
        if at is not None and at in way:
            yield _circle(seen, list(way)[list(way).index(at) :])
        done.update(way)


def _circle(seen: Seen, members: list[Place]) -> Fault:
    first = members.index(min(members))
    around = [*members[first:], *members[:first]]
    names = [str(_seen(seen, place).node.clip_id)[:NEAREST_LENGTH] for place in around[:4]]
    shown = " → ".join([*names, *(["…"] if len(around) > 4 else []), names[0]])
    return _seen(seen, around[0]).fault(
        f"the references run in a circle: {shown}",
        field="reference_clip_id",
        fix="give one of these clips TimelineIn and TimelineOut instead of ReferenceClipId",
    )


@rule("ref.duplicate-id", on=Timeline)
def a_name_is_given_once(seen: Seen, context: Context) -> Iterator[Fault]:
    """No two clips share a ClipId."""
    names = names_of(context)
    for name, places in names.again.items():
        first = _seen(seen, names.named[name]).path
        for place in places:
            yield _seen(seen, place).fault(
                f"a second clip is called {shown(name)}; the first one is {first}",
                field="clip_id",
                fix="give each clip a ClipId of its own",
            )


@rule("ref.explicit-times", on=Timeline)
def reference_or_times(seen: Seen, context: Context) -> Iterator[Fault]:
    """A reference is ignored on a clip with TimelineIn and TimelineOut."""
    names = names_of(context)
    for place, name in names.referring.items():
        if place[0] != SUBTITLES and names.elsewhere(place) is not None:
            clip = _seen(seen, place)
            # a loop has both times too, and its own rule tells of it
            if _explicit(clip.node) and getattr(clip.node, "loop_mode", None) is not True:
                yield clip.fault(
                    f"ReferenceClipId {shown(name)} is ignored because TimelineIn and TimelineOut are given",
                    field="reference_clip_id",
                    fix="remove ReferenceClipId, or one of the times",
                )


@rule("ref.subtitle-clip", on=Timeline)
def references_are_for_video_and_audio(seen: Seen, context: Context) -> Iterator[Fault]:
    """References of subtitle clips work on real jobs, and the page does not list them."""
    names = names_of(context)
    for place in names.referring:
        if place[0] == SUBTITLES and names.elsewhere(place) is not None:
            yield _seen(seen, place).fault(
                "ReferenceClipId on a subtitle track works on real jobs, but the page lists video and audio only",
                field="reference_clip_id",
                fix="to be sure, write TimelineIn and TimelineOut instead (pin() does it)",
            )


@rule("ref.not-supported-track", on=(ImageTrackClip, VFX, Filter, AEqualize))
def references_are_not_for_images_and_effects(seen: Seen, context: Context) -> Fault | None:
    """Clips of image tracks and items of effect tracks cannot refer to a clip."""
    node = seen.node
    if type(node) is ImageTrackClip:
        if not node.reference_clip_id:
            return None
    elif not node.extra or "ReferenceClipId" not in node.extra or not seen.wire.startswith("EffectTrackItems"):
        return None
    kind = "a clip of an image track" if type(node) is ImageTrackClip else "an item of an effect track"
    return seen.fault(
        f"ReferenceClipId is not supported on {kind}",
        field="ReferenceClipId",
        fix="write TimelineIn and TimelineOut instead",
    )


@rule("ref.loop", on=AudioClip)
def reference_or_loop(seen: Seen, context: Context) -> Fault | None:
    """LoopMode has no effect on a clip with a reference."""
    clip = seen.node
    if clip.loop_mode is not True or not clip.reference_clip_id:
        return None
    return seen.fault(
        "ReferenceClipId and LoopMode have no effect together",
        field="reference_clip_id",
        fix="remove LoopMode, or write TimelineIn and TimelineOut instead of ReferenceClipId",
    )
