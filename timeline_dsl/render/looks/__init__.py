"""Looks and tones of effects, by what they do; importing this package registers all of them."""

from timeline_dsl.render.looks import geometry, motion, sound

__all__ = ["geometry", "motion", "sound"]
