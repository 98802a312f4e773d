"""The families of rules, each imported once, when the first document is checked."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

FAMILIES = ("timeline_rules", "clip_rules", "reference_rules", "effect_rules", "request_rules", "media_rules", "ai_rules",
            "text_rules", "template_rules")


@cache
def load_families() -> None:
    """Register every rule."""
    for name in FAMILIES:
        if find_spec(f"timeline_dsl.check.{name}") is not None:
            import_module(f"timeline_dsl.check.{name}")
