"""The families of rules: every module here whose name ends in `_rules`, imported when the first document is checked."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from timeline_dsl import check


@cache
def load_families() -> tuple[str, ...]:
    """Register every rule; the names of the families."""
    names = tuple(sorted(module.name for module in iter_modules(check.__path__) if module.name.endswith("_rules")))
    for name in names:
        import_module(f"{check.__name__}.{name}")
    return names
