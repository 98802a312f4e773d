"""A fault that only warns although its rule refuses, because not all of the rule's sources cover the case."""

from __future__ import annotations

import attrs

from timeline_dsl.check.rule import Fault, Rule
from timeline_dsl.errors import Finding


@attrs.frozen
class Caution(Fault):
    """A fault told as a warning: refusing what may be legal is worse than missing a fault."""

    def finding(self, rule: Rule) -> Finding:
        """The fault as a warning under its rule."""
        return attrs.evolve(Fault.finding(self, rule), severity="warning", evidence="inferred")


def as_caution(fault: Fault) -> Caution:
    """The same fault, told as a warning."""
    return Caution(fault.seen, fault.message, fault.field, fault.fix)
