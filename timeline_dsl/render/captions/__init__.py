"""Text through libass: fonts, looks, places, lines, and the one file that holds them."""

from timeline_dsl.render.captions.script import CaptionScript, script_for

__all__ = ["CaptionScript", "script_for"]
