"""Looks and tones of effects, by what they do; importing this package registers all of them."""

from timeline_dsl.render.looks import filters, geometry, matting, motion, regions, sound, vfx

__all__ = ["filters", "geometry", "matting", "motion", "regions", "sound", "vfx"]
