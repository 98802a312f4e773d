"""Where findings stand in the reader's own document: its spelling of keys, its order, its lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import attrs

from timeline_dsl.errors import Finding
from timeline_dsl.node import facts_of
from timeline_dsl.node.base import CLIPS, EFFECTS

Key = tuple[int, ...]


def steps_of(pointer: str) -> list[str]:
    """The steps of a JSON Pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


@attrs.define(slots=True)
class Order:
    """The places of a document as its author wrote it. A place that is not there counts as its nearest parent."""

    document: Any
    _keys: dict[int, dict[str, int]] = attrs.field(factory=dict)

    def place(self, pointer: str) -> tuple[Key, str]:
        """Where a pointer stands in reading order, and the pointer in the author's spelling."""
        value = self.document
        key: list[int] = []
        spelled: list[str] = []
        for step in steps_of(pointer):
            name: str | int | None = None
            if isinstance(value, Mapping):
                ranks = self._ranks(value)
                name = next((other for other in (step, *_spellings().get(step, ())) if other in ranks), None)
                key.append(-1 if name is None else ranks[name])  # a missing key is told right after its parent
            elif isinstance(value, list | tuple) and step.isdecimal() and len(step) < 10:
                name = int(step) if int(step) < len(value) else None
                key.append(int(step))
            else:
                key.append(-1)
            value = None if name is None else value[name]
            spelled.append(step if not isinstance(name, str) else name)
        return tuple(key), "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in spelled)

    def _ranks(self, value: Mapping[str, Any]) -> dict[str, int]:
        ranks = self._keys.get(id(value))
        if ranks is None:
            ranks = self._keys[id(value)] = {key: rank for rank, key in enumerate(value)}
        return ranks


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """The other spellings of every wire name that has any."""
    from timeline_dsl.clips import ImageTrackClip
    from timeline_dsl.effects.text import SubtitleEffect
    from timeline_dsl.request import OutputMediaConfig

    kinds: Iterable[type] = (*CLIPS.values(), *EFFECTS.values(), ImageTrackClip, SubtitleEffect, OutputMediaConfig)
    return {fact.wire: fact.also for kind in kinds for fact in facts_of(kind).values() if fact.also}


def with_lines(findings: Iterable[Finding], origin: tuple[str, str]) -> list[Finding]:
    """The findings with the file and line of each, found in one pass over the text of the file."""
    name, text = origin
    told = list(findings)
    lines = lines_of(text, {finding.path for finding in told if finding.where is None})
    return [
        finding
        if finding.where is not None or lines.get(finding.path) is None
        else attrs.evolve(finding, where=f"{name}:{lines[finding.path]}")
        for finding in told
    ]


def lines_of(text: str, pointers: Iterable[str]) -> dict[str, int]:
    """The line (from 1) on which the value at each JSON Pointer begins, or its nearest parent."""
    wanted: dict[Any, Any] = {}
    for pointer in pointers:
        branch = wanted
        for step in steps_of(pointer):
            branch = branch.setdefault(step, {})
        branch[None] = [*branch.get(None, ()), pointer]
    found: dict[str, int] = {}
    _Scan(text, found).value(_skip(text, len(text) - len(text.lstrip("\ufeff"))), wanted)
    return found


_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


@attrs.define(slots=True)
class _Scan:
    """One walk over JSON text, into the branches that are wanted; everything else is skipped whole."""

    text: str
    found: dict[str, int]
    _at: int = 0
    _line: int = 1

    def value(self, at: int, wanted: dict[Any, Any]) -> int:
        """Note the line of the value at `at` and of what is wanted inside it; the offset behind it."""
        line = self._line_at(at)
        self._note(wanted, line)
        text = self.text
        if text[at : at + 1] not in ("{", "[") or not any(step is not None for step in wanted):
            return int(_DECODER.raw_decode(text, at)[1])
        named = text[at] == "{"
        at, index = _skip(text, at + 1), 0
        while at < len(text) and text[at] not in "}]":
            key: Any = str(index)
            if named:
                key, at = _DECODER.raw_decode(text, at)
                at = _skip(text, _skip(text, at) + 1)
            inner = wanted.get(key)
            at = self.value(at, inner) if inner is not None else _DECODER.raw_decode(text, at)[1]
            at = _skip(text, at)
            if text[at : at + 1] == ",":
                at = _skip(text, at + 1)
            index += 1
        return at + 1

    def _note(self, wanted: dict[Any, Any], line: int) -> None:
        """The line of a value for everything wanted in it; what is found deeper is noted again."""
        waiting = [wanted]
        while waiting:
            branch = waiting.pop()
            for step, inner in branch.items():
                if step is None:
                    self.found.update(dict.fromkeys(inner, line))
                else:
                    waiting.append(inner)

    def _line_at(self, at: int) -> int:
        self._line += self.text.count("\n", self._at, at)
        self._at = at
        return self._line
