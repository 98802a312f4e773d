"""Motions of text: one function for every id of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from timeline_dsl.render.captions.motions.entering import IN
from timeline_dsl.render.captions.motions.leaving import OUT
from timeline_dsl.render.captions.motions.pose import GONE, REST, Cue, Motion, Pose, Stage
from timeline_dsl.render.captions.motions.repeating import LOOP, Repeating

MOTIONS: Mapping[str, Motion] = {**IN, **OUT, **{name: loop.motion for name, loop in LOOP.items()}}
"""Every motion by its id."""

VAGUE = frozenset(("naughty_display", "broken_display", "swag_display", "rainbrush_display"))
"""Motions of which only the name is known, and the name says little."""

__all__ = ["GONE", "IN", "LOOP", "MOTIONS", "OUT", "REST", "VAGUE", "Cue", "Motion", "Pose", "Repeating", "Stage"]
