"""JSON text: reading it with clear words, writing it whole or not at all, and finding the line of a value in it."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import DocumentError, TimelineError, TimelineWarning, readers_line, shown
from timeline_dsl.node import Document, Foreign, Node, Unknown, facts_of

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest document that is read."""


@attrs.frozen
class Parsed:
    """A JSON value, and where it came from: the name of its file (None for text) with the text itself."""

    value: Any
    origin: tuple[str, str] | None


def parse(source: str | Path) -> Parsed:
    """The JSON value in a text, or in the file of that name; `-` is standard input. Raises `DocumentError`."""
    if isinstance(source, str) and source == "-":
        return Parsed(parse_text(sys.stdin.read(), "standard input"), None)
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return Parsed(parse_text(source, "the text"), None)
    path = Path(source)
    text = read_text(path)
    return Parsed(parse_text(text, str(path)), (path.name, text))


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises `DocumentError`."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} is not UTF-8 text (byte {error.start})", fix="save it as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path) -> bytes:
    """What a file of a readable size holds. Raises `DocumentError`."""
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(f"{path} is larger than {LARGEST // 2**20} MiB", fix="no timeline is that large")
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(
            f"{str(path)!r} is no file", fix="correct its name; JSON text itself begins with {", where=readers_line()
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"{shown(str(path))} cannot be read: {reason}", fix="name a readable file") from None


def parse_text(text: str, name: str) -> Any:
    """The JSON value of `text`; `name` says in messages whose text it is. A key that stands twice is refused."""
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"{name} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}", fix="correct that line"
        ) from None
    except RecursionError:
        raise DocumentError(f"{name} is nested too deeply", fix="a timeline needs seven levels") from None
    except ValueError as error:
        raise DocumentError(
            f"{name} holds a number that is too long: {error}", fix="write the number in full"
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise DocumentError(f"the key {key!r} stands twice in one object", fix="keep one of them")
            seen.add(key)
    return made


def read_object(value: Any, kind: str) -> Mapping[str, Any]:
    """`value` if it is a JSON object with text keys; raises `DocumentError` otherwise."""
    if not isinstance(value, Mapping):
        raise DocumentError(
            f"a {kind} is a JSON object (got {shown(value)})", fix='{"VideoTracks": [...]}', where=readers_line()
        )
    for key in value:
        if not isinstance(key, str):
            raise DocumentError(f"the keys of a {kind} are text (got {shown(key)})", where=readers_line())
    return value


COLUMNS = 120


def json_text(document: Document) -> str:
    """A document as JSON text for people: what fits on a line of 120 columns stands on one.

    Text that UTF-8 cannot hold is escaped.
    """
    text = _Layout(encode_basestring).laid_out(document, "\n", 0)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _Layout(encode_basestring_ascii).laid_out(document, "\n", 0)
    return text


def _number(value: float) -> str:
    return repr(value) if value - value == 0 else json.dumps(value)  # infinite and undefined ones have their own names


class _Layout:
    """Writes each value once: what does not fit on its own line fits on no line around it."""

    def __init__(self, quoted: Callable[[str], str]) -> None:
        self._scalars: dict[type, Callable[[Any], str]] = {str: quoted, int: int.__repr__, float: _number}
        self._keys: dict[str, str] = {}

    def laid_out(self, value: Any, line: str, taken: int) -> str:
        """The text of `value` in a line that starts with `line` and has `taken` more columns filled."""
        scalars, inner = self._scalars, line + "  "
        kind = type(value)
        if kind is dict:
            first, last = "{}"
            members = []
            for name, member in value.items():
                key = self._keys.get(name) or self._key(name)
                write = scalars.get(type(member))
                members.append(key + (write(member) if write else self.laid_out(member, inner, len(key) + 1)))
        elif kind is list:
            first, last = "[]"
            members = [self.laid_out(member, inner, 1) for member in value]
        else:
            write = scalars[str] if isinstance(value, str) else scalars.get(kind, json.dumps)
            return write(value)
        wide = len(line) + taken + sum(map(len, members)) + 2 * len(members)
        if wide <= COLUMNS or not members:
            return first + ", ".join(members) + last
        return f"{first}{inner}{f',{inner}'.join(members)}{line}{last}"

    def _key(self, name: str) -> str:
        self._keys[name] = key = self._scalars[str](name) + ": "
        return key


def save_text(path: str | Path, text: str) -> None:
    """Write a file whole or not at all. Raises `TimelineError` with the reason."""
    target = Path(path)
    if not target.parent.is_dir():
        raise TimelineError(
            f"the folder {str(target.parent)!r} does not exist", fix="create it first", where=readers_line()
        )
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TimelineError(
            f"{target} cannot be written: {error.strerror}", fix="choose another place", where=readers_line()
        ) from error


def unknown_keys(node: Node) -> Iterator[tuple[str, str]]:
    """Path and key of everything in the document that the model has no name for (templates' blanks apart)."""
    found: list[tuple[Way, str]] = []
    _gather(node, (), found)
    return ((_spelled(way), key) for way, key in found)


Way = tuple[Any, ...]
"""Where a node stands: the way to the node around it, and the step from there. It is spelled out when it is told."""


def _gather(node: Node, way: Way, found: list[tuple[Way, str]]) -> None:
    kind: Any = type(node)
    if node.extra and kind is not Unknown and kind is not Foreign:
        known = _known_keys(kind)
        found += [(way, key) for key in node.extra if key not in known]
    for name, wire, many in _fields_with_nodes(kind):
        held = getattr(node, name)
        if not many and isinstance(held, Node):
            _gather(held, (way, wire, None), found)
        elif many and held and isinstance(held, tuple):
            quiet = None
            for index, item in enumerate(held):
                if item is not quiet and isinstance(item, Node):  # an empty value may stand in thousands of places
                    before = len(found)
                    _gather(item, (way, wire, index), found)
                    quiet = item if len(found) == before else None


def _spelled(way: Way) -> str:
    steps = []
    while way:
        way, wire, index = way
        steps.append(f"/{wire}" if index is None else f"/{wire}/{index}")
    return "".join(reversed(steps))


@cache
def _known_keys(kind: type[Any]) -> frozenset[str]:
    return frozenset(("Type", *(name for fact in facts_of(kind).values() for name in (fact.wire, *fact.also))))


@cache
def _fields_with_nodes(kind: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """Of a class the fields that hold nodes: name, wire name, whether it is a list."""
    facts = facts_of(kind).values()
    return tuple((fact.name, fact.wire, fact.kind == "nodes") for fact in facts if fact.kind in ("node", "nodes"))


def warn_of_unknown(node: Node) -> None:
    """One `TimelineWarning` that names the first unknown keys of a document that was read."""
    found: list[tuple[Way, str]] = []
    _gather(node, (), found)
    if found:
        first = ", ".join(f"{_spelled(way)}/{key}" for way, key in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        warnings.warn(TimelineWarning(f"unknown keys are kept and written back: {first}{more}"), stacklevel=4)


_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def line_of(text: str, pointer: str) -> int | None:
    """The line (from 1) on which the value at a JSON Pointer begins in a JSON text, or of its nearest parent."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    at = _skip(text, len(text) - len(text.lstrip("\ufeff")))
    for step in steps:
        found = _into(text, at, step)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1 if at < len(text) else None


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _into(text: str, at: int, step: str) -> int | None:
    """Where the member or item `step` of the value at `at` begins."""
    kind = text[at : at + 1]
    if kind not in ("{", "["):
        return None
    at, index = _skip(text, at + 1), 0
    while at < len(text) and text[at] not in "}]":
        key: Any = str(index)
        if kind == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if key == step:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        index += 1
    return None
