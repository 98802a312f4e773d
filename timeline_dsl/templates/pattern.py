"""A document with holes: made from a run with blanks, written as a Config, and laid over a document to read values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from timeline_dsl.node.blanks import DROP, default_value
from timeline_dsl.templates.symbols import Hole, blank_inside, carries_blank, hole_in

Values = dict[Hole, Any]
"""What fills each hole: a JSON value, or `DROP` where the field is not there. Holes of lists carry their index."""


@attrs.frozen
class Repeat:
    """In a list, one copy of `template` for each item of the parameter `many`."""

    many: str
    template: Any


class NoPattern(Exception):
    """A document that no regular template can make: which parameters are at fault, where, and what is wrong."""

    def __init__(self, parameters: tuple[str, ...], path: str, deed: str) -> None:
        super().__init__(deed)
        self.parameters, self.path, self.deed = parameters, path, deed


def pattern_of(document: Any, ids: frozenset[Hole] = frozenset()) -> Any:
    """The pattern behind a document that was made with symbols. Raises `NoPattern`.

    The holes `ids` stand for MediaIds, also where a noun took them for addresses.
    """
    made = _folded(_with_holes(document, "", ids))
    _all_placed(made, "", ())
    return made


def _with_holes(value: Any, path: str, ids: frozenset[Hole]) -> Any:
    """The document with each symbol's text replaced by its hole."""
    if isinstance(value, str):
        hole = hole_in(value)
        if hole is None and carries_blank(value):
            raise NoPattern((blank_inside(value),), path, "it builds a longer text from it")
        return value if hole is None else hole
    if isinstance(value, list):
        return [_with_holes(item, f"{path}/{index}", ids) for index, item in enumerate(value)]
    if isinstance(value, dict):
        for key in value:
            if carries_blank(key):
                raise NoPattern((blank_inside(key),), path, "it makes the name of a field from it")
        made = {key: _with_holes(inner, f"{path}/{key}", ids) for key, inner in value.items()}
        return {"MediaId" if key == "MediaURL" and _of_any_item(one) in ids else key: one for key, one in made.items()}
    return value


def _of_any_item(value: Any) -> Any:
    return attrs.evolve(value, index=None) if isinstance(value, Hole) else None


def holes_in(value: Any) -> Iterator[Hole]:
    """Every hole in a pattern, in document order."""
    if isinstance(value, Hole):
        yield value
    elif isinstance(value, Repeat):
        yield from holes_in(value.template)
    elif isinstance(value, list):
        for item in value:
            yield from holes_in(item)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from holes_in(inner)


def _reindexed(value: Any, many: str, index: int | None) -> Any:
    """A copy with all holes of the list `many` standing for the item at `index`; None for any item."""
    if isinstance(value, Hole):
        return attrs.evolve(value, index=index) if value.many == many else value
    if isinstance(value, list):
        return [_reindexed(item, many, index) for item in value]
    if isinstance(value, dict):
        return {key: _reindexed(inner, many, index) for key, inner in value.items()}
    return Repeat(value.many, _reindexed(value.template, many, index)) if isinstance(value, Repeat) else value


def _folded(value: Any) -> Any:
    """The document with each pair of items that were made from the two blanks of a list replaced by a `Repeat`."""
    if isinstance(value, dict):
        return {key: _folded(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    rest = list(value)
    while rest:
        item = rest.pop(0)
        repeated = (one for one in _lists_of_first_items(item) if rest and rest[0] == _reindexed(item, one, 1))
        many = next(repeated, None)
        if many is None:
            made.append(_folded(item))
        else:
            rest.pop(0)
            made.append(Repeat(many, _folded(_reindexed(item, many, None))))
    return made


def _lists_of_first_items(item: Any) -> list[str]:
    """The lists whose first blank, and only that, stands somewhere in `item`."""
    seen: dict[str, set[int | None]] = {}
    for hole in holes_in(item):
        if hole.many:
            seen.setdefault(hole.many, set()).add(hole.index)
    return [many for many, indices in seen.items() if indices == {0}]


def _all_placed(value: Any, path: str, inside: tuple[str, ...]) -> None:
    """Refuse holes of a list's items that stand where no `Repeat` of that list is."""
    if isinstance(value, Repeat):
        _all_placed(value.template, path, (value.many,))  # an inner list of the service sees no outer items
    elif isinstance(value, Hole):
        if value.many and (value.index is not None or value.many not in inside):
            raise NoPattern(
                (value.many,),
                path,
                "it uses a single item of the list on its own"
                if not inside
                else "it uses its items inside another list's items",
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            _all_placed(inner, f"{path}/{key}", inside)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if not isinstance(item, Repeat):
                _whole_item(item, f"{path}/{index}")
            _all_placed(item, f"{path}/{index}", inside)


def _whole_item(item: Any, path: str) -> None:
    """Refuse an item that was made from one blank of a list but not from the next one in the same way."""
    stray = {hole.many: 0 for hole in holes_in(item) if hole.many and hole.index is not None}
    if not stray or isinstance(item, list):
        return
    indices = {hole.index for hole in holes_in(item) if hole.many in stray}
    if len(stray) > 1:
        raise NoPattern(tuple(stray), path, "it walks through them together; make them one list of records")
    if len(indices) == 1:
        raise NoPattern(
            tuple(stray), path, "it makes something else of one item than of the next, or several things of each"
        )


# -- written as a Config -----------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Names:
    """How holes are called in a Config: `defaults` are those of holes without index, `globals` the plain parameters."""

    globals: frozenset[str]
    defaults: Mapping[Hole, Any] = attrs.field(factory=dict)

    def local(self, hole: Hole) -> str:
        """The name of a hole of a list's items; never that of a plain parameter, which it would hide."""
        return f"{hole.many}_{hole.name}" if hole.name in self.globals else hole.name

    @property
    def literal(self) -> str:
        """The name of the blanks whose defaults are texts that begin with `$`."""
        name = "literal"
        while name in self.globals:
            name += "_"
        return name

    def of(self, hole: Hole) -> str:
        """The name of a hole, without `$`."""
        return self.local(hole) if hole.many else hole.name


def written(pattern: Any, names: Names) -> Any:
    """The pattern as the Config of a regular template."""
    if isinstance(pattern, Hole):
        name = f"${names.of(pattern)}"
        return name if pattern not in names.defaults else f"{name}:{default_text(names.defaults[pattern])}"
    if isinstance(pattern, Repeat):
        return {
            "Sys_Type": "ArrayItems",
            "Sys_ArrayObject": f"${pattern.many}",
            "Sys_Template": written(pattern.template, names),
        }
    if isinstance(pattern, list):
        return [written(item, names) for item in pattern]
    if isinstance(pattern, dict):
        return {key: written(inner, names) for key, inner in pattern.items()}
    if isinstance(pattern, str) and pattern.startswith("$"):
        # a text that begins with $ cannot stand in a Config: it is the default of a parameter that nobody supplies
        return f"${names.literal}:{default_text(pattern)}"
    return pattern


def default_text(value: Any) -> str:
    """How a default is written after `$Name:`."""
    if value is DROP:
        return "NULL"
    if isinstance(value, str) and default_value(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


# -- laid over a document ----------------------------------------------------------------------------------------------


def values_in(document: Any, pattern: Any, counts: Mapping[str, int]) -> Values:
    """What fills the holes of `pattern` in a document that was made from it; `counts` are the lengths of the lists.

    Raises `NoPattern` where the document has something else than the pattern, or two values for one hole.
    """
    found: Values = {}
    _laid(document, pattern, counts, found, "")
    return found


def _laid(document: Any, pattern: Any, counts: Mapping[str, int], found: Values, path: str) -> None:
    if isinstance(pattern, Hole):
        if not _same(found.setdefault(pattern, document), document):
            raise NoPattern((pattern.parameter,), path, "it is written in two ways at two places")
    elif isinstance(pattern, dict):
        if not isinstance(document, dict) or document.keys() - pattern.keys():
            raise NoPattern((), path, "it works out from it what stands here")
        for key, inner in pattern.items():
            if key not in document and not isinstance(inner, Hole):
                raise NoPattern((), f"{path}/{key}", "it works out from it what stands here")
            _laid(document.get(key, DROP), inner, counts, found, f"{path}/{key}")
    elif isinstance(pattern, list):
        _laid_list(document, pattern, counts, found, path)
    elif not _same(pattern, document):
        raise NoPattern((), path, "it works out from it what stands here")


def _laid_list(document: Any, pattern: list[Any], counts: Mapping[str, int], found: Values, path: str) -> None:
    length = sum(counts[item.many] if isinstance(item, Repeat) else 1 for item in pattern)
    if not isinstance(document, list) or len(document) != length:
        repeated = tuple(item.many for item in pattern if isinstance(item, Repeat))
        raise NoPattern(repeated, path, "it works out from it how many stand here")
    at = 0
    for item in pattern:
        if not isinstance(item, Repeat):
            _laid(document[at], item, counts, found, f"{path}/{at}")
            at += 1
            continue
        for index in range(counts[item.many]):
            _laid(document[at], _reindexed(item.template, item.many, index), counts, found, f"{path}/{at}")
            at += 1


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same, true and 1 being different."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)
