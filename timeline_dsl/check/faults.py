"""Faults that are not told as their rule says: as a warning although it refuses, or under another rule."""

from __future__ import annotations

import attrs

from timeline_dsl.check.rule import Fault, Rule, rule_of
from timeline_dsl.errors import Finding


@attrs.frozen
class Caution(Fault):
    """A fault told as a warning, because not all of the rule's sources cover the case.

    Refusing what may be legal is worse than missing a fault.
    """

    def finding(self, rule: Rule) -> Finding:
        """The fault as a warning under its rule."""
        return attrs.evolve(Fault.finding(self, rule), severity="warning", evidence="inferred")


@attrs.frozen
class Under(Fault):
    """A fault of the rule `slug`, found by a function that looks for the faults of several rules at once."""

    slug: str = attrs.field(kw_only=True)
    cautious: bool = attrs.field(kw_only=True, default=False)

    def finding(self, rule: Rule) -> Finding:
        """The fault under its own rule, whichever one asked; as a warning when it is `cautious`."""
        found = Fault.finding(self, rule_of(self.slug))
        return attrs.evolve(found, severity="warning", evidence="inferred") if self.cautious else found
