"""Transitions among the clips of a track."""

from __future__ import annotations

from collections.abc import Iterable

from timeline_dsl.clips.placing import TransitionEffect, WithEffects
from timeline_dsl.errors import UsageError, readers_line
from timeline_dsl.node import Node, TypedNode


def with_transitions(items: Iterable[TypedNode], track: str) -> tuple[TypedNode, ...]:
    """The clips of a track, each transition among `items` put onto the clip before it.

    Raises `UsageError` for a transition without a clip on both sides.
    """
    clips: list[TypedNode] = []
    waiting: Node | None = None
    for item in items:
        if isinstance(item, TransitionEffect):
            if not clips or waiting is not None:
                raise _misplaced(item, track, "before the first clip" if not clips else "right after another one")
            waiting = item
            clips[-1] = _joined(clips[-1], item, track)
        else:
            waiting = None
            clips.append(item)
    if waiting is not None:
        raise _misplaced(waiting, track, "after the last clip")
    return tuple(clips)


def _joined(clip: TypedNode, effect: TransitionEffect, track: str) -> TypedNode:
    if not isinstance(clip, WithEffects):
        raise _misplaced(effect, track, f"after a {type(clip).__name__}, which takes no effects")
    return clip.with_effects(effect)


def _misplaced(effect: Node, track: str, place: str) -> UsageError:
    return UsageError(
        f"a transition on the {track} stands {place}", fix="put each transition between two clips", where=readers_line()
    )
