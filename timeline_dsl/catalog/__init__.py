"""Look-up, with near names, in the service's id lists (`tables/*.json`, one row per id)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import UsageError

TABLES = Path(__file__).parent / "tables"


@attrs.frozen(kw_only=True)
class Row:
    """One id of a list: what it is called, what it belongs to, how sure it is, and whatever else is known of it."""

    id: str
    label: str
    family: str = ""
    evidence: str = ""
    facts: Mapping[str, Any] = attrs.field(factory=dict, hash=False)


@attrs.frozen(kw_only=True)
class Table:
    """One list of the service: its rows by id, and the words that may stand for a row."""

    name: str
    title: str
    source: str
    evidence: str
    rows: Mapping[str, Row] = attrs.field(hash=False)
    notes: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    paid_prefix: str = ""
    forbidden: tuple[str, ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows.values())

    def __len__(self) -> int:
        return len(self.rows)

    def unknown(self, given: str, *, several: bool = False) -> str | None:
        """The first name in `given` that the list does not hold, or None.

        With `several`, `random` and comma lists are read as the service reads them. Paid ids count as known.
        """
        for name in (part.strip() for part in given.split(",")) if several else (given,):
            if name in self.rows or (several and name in self.special):
                continue
            if self.paid_prefix and name.startswith(self.paid_prefix):
                continue
            return name
        return None

    def near(self, name: str) -> str | None:
        """The id that was probably meant by `name`, or None when nothing is close."""
        lowered = {key.lower(): key for key in self.rows}
        match = get_close_matches(name.lower(), lowered, n=1, cutoff=0.6)
        return lowered[match[0]] if match else None

    def hint(self, name: str) -> str:
        """What to do about the unknown `name`: the nearest id, and where all of them are listed."""
        near = self.near(name)
        listing = f"`timeline-dsl catalog {self.name}` lists all {len(self)}"
        return f"did you mean {near!r}? {listing}" if near else listing


@cache
def table(name: str) -> Table:
    """The list called `name` (see `names()`). Raises `UsageError` with the nearest name."""
    if name not in names():
        near = get_close_matches(name, names(), n=1, cutoff=0.4)
        raise UsageError(
            f"there is no list called {name!r}",
            fix=f"did you mean {near[0]!r}?" if near else "lists: " + ", ".join(names()),
        )
    raw = json.loads((TABLES / f"{name}.json").read_text(encoding="utf8"))
    rows = {}
    for entry in raw["entries"]:
        facts = {key: value for key, value in entry.items() if key not in ("id", "label", "family", "certainty")}
        rows[entry["id"]] = Row(
            id=entry["id"],
            label=entry["label"],
            family=entry.get("family", ""),
            evidence=entry.get("certainty", raw["certainty"]),
            facts=facts,
        )
    return Table(
        name=name,
        title=raw["title"],
        source=raw["source"],
        evidence=raw["certainty"],
        rows=rows,
        notes=tuple(raw.get("notes", ())),
        special=tuple(raw.get("special", ())),
        paid_prefix=raw.get("paid_id_prefix", ""),
        forbidden=tuple(raw.get("forbidden", ())),
    )


@cache
def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.json")))
