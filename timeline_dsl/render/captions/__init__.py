"""Text through libass: fonts, looks, places, lines, motions, and the one file that holds them."""

from timeline_dsl.render.captions.fidelity import FidelityRow, fidelity_rows
from timeline_dsl.render.captions.script import CaptionScript, script_for

__all__ = ["CaptionScript", "FidelityRow", "fidelity_rows", "script_for"]
