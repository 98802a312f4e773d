"""How near the looks of every id of the catalogue's filters and special effects come."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.render.effects import Fidelity
from timeline_dsl.render.looks.filters import verdict as filter_verdict
from timeline_dsl.render.looks.vfx.shown import verdict as vfx_verdict

JUDGES = {"filters": filter_verdict, "vfx": vfx_verdict}


@attrs.frozen(slots=True)
class IdFidelity:
    """How near the local look of one id of the list `kind` comes, and why not nearer."""

    kind: str
    id: str
    fidelity: Fidelity
    why: str

    def to_dict(self) -> dict[str, str]:
        """The row as plain data."""
        return {"kind": self.kind, "id": self.id, "fidelity": self.fidelity, "why": self.why}


def fidelity_rows(kind: str | None = None) -> Iterator[IdFidelity]:
    """A row for every filter and special effect, or for those of one list, in the order of the catalogue."""
    for name, judge in JUDGES.items():
        if kind in (None, name):
            for row in table(name):
                told = judge(row.id)
                yield IdFidelity(name, row.id, told.fidelity, told.why)
