"""Motions of text: one function for every id of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from timeline_dsl.render.captions.motions.entering import IN
from timeline_dsl.render.captions.motions.leaving import OUT
from timeline_dsl.render.captions.motions.pose import GONE, REST, Cue, Motion, Pose, Stage
from timeline_dsl.render.captions.motions.repeating import LOOP, Repeating

MOTIONS: Mapping[str, Motion] = {**IN, **OUT, **{name: loop.motion for name, loop in LOOP.items()}}
"""Every motion by its id."""

READINGS: Mapping[str, str] = {
    "naughty_display": "every letter wriggles in a way of its own",
    "broken_display": "a fault, as that of the Faulty printer: slices jump sideways and flicker",
    "swag_display": "it sways from side to side and leans into it",
    "rainbrush_display": "a windscreen wiper: it sweeps about a point below it",
}
"""How the names of motions are read that say little, and of which no more than the name is known."""

__all__ = ["GONE", "IN", "LOOP", "MOTIONS", "OUT", "READINGS", "REST", "Cue", "Motion", "Pose", "Repeating", "Stage"]
