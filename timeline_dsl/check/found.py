"""The doubts gathered about a document: each place once, and of one rule no more than anybody reads."""

from __future__ import annotations

from collections import Counter

import attrs

from timeline_dsl.check.rule import rules
from timeline_dsl.check.wording import Doubt

MOST = 1000
"""So many findings of one rule are told. Faults come in floods where a document was made by a broken program."""


@attrs.define(slots=True)
class Found:
    """Doubts in the order in which they were raised; the first one about a place stands."""

    doubts: dict[str, Doubt] = attrs.field(factory=dict)
    counts: Counter[str] = attrs.field(factory=Counter)
    cut: set[str] = attrs.field(factory=set)

    def full(self, slug: str) -> bool:
        """Whether enough is told of a rule already; that there was more is noted."""
        if self.counts[slug] < MOST:
            return False
        self.cut.add(slug)
        return True

    @property
    def hopeless(self) -> bool:
        """Whether there are so many errors of one rule that nothing more is looked for."""
        return any(rules()[slug].severity == "error" for slug in self.cut)

    def add(self, doubt: Doubt) -> None:
        """Tell a doubt, unless its place has one or its rule enough."""
        if doubt.path not in self.doubts and not self.full(doubt.slug):
            self.doubts[doubt.path] = doubt
            self.counts[doubt.slug] += 1
