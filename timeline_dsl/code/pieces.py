"""A value together with the code that makes it: each step is tried on the value, so that the code is never wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from timeline_dsl.code.layout import Atom, Call, Code, call, listed, then
from timeline_dsl.code.literals import kept, literal
from timeline_dsl.errors import FieldError, TimelineError
from timeline_dsl.node import ABSENT, Foreign, Node, Param, TypedNode, Unknown, dump, facts_of


@attrs.frozen
class Piece:
    """A value and its code."""

    code: Code
    value: Any


Writer = Callable[[Node], Piece]
"""What writes the nodes inside a node."""

Texts = Callable[[str, str], Code]
"""What writes a text, given the field in which it stands."""


def same(one: Any, other: Any) -> bool:
    """Whether two field values are written alike: an empty list and none at all are not."""
    if (one is ABSENT) != (other is ABSENT):
        return False
    return strictly(_document(one), _document(other))


def _document(value: Any) -> Any:
    if isinstance(value, Node):
        return dump(value)
    if isinstance(value, tuple):
        return [_document(one) for one in value]
    return str(value) if isinstance(value, str) else value


def strictly(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same, true and 1 being different."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(strictly(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(strictly, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def readable(node: Node) -> Node:
    """The node with blanks of a template, which reading keeps aside, in the fields where they stand."""
    moved = {
        name: Param(node.extra[fact.wire])
        for name, fact in facts_of(type(node)).items()
        if getattr(node, name) in (None, ())
        and _is_blank(node.extra.get(fact.wire))
        and fact.kind not in ("node", "nodes")
    }
    if not moved:
        return node
    wires = {facts_of(type(node))[name].wire for name in moved}
    extra = {key: value for key, value in node.extra.items() if key not in wires}
    try:
        made = node.but(**moved, extra=extra)
    except TimelineError:
        return node
    return made if strictly(dump(made), dump(node)) else node


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("$")


@attrs.define
class Growing:
    """A value that grows, by one step of code after another, into `goal`."""

    goal: Node
    code: Code
    value: Any

    def step(self, code: Call | Atom, change: Callable[[Any], Any]) -> bool:
        """Take a step if it brings the value nearer to the goal; False where it does not."""
        if isinstance(code, Call) and not hasattr(self.value, code.head):
            return False
        try:
            made = change(self.value)
        except TimelineError:
            return False
        if not self.fits(made):
            return False
        self.code, self.value = then(self.code, code), made
        return True

    def fits(self, made: Any) -> bool:
        """Whether a value is the goal, or on the way to it."""
        return type(made) is type(self.goal) and all(self._on_the_way(made, name) for name in facts_of(type(made)))

    def _on_the_way(self, made: Any, name: str) -> bool:
        """Whether a field holds what the goal holds, or the beginning of its list, or nothing yet."""
        has, wanted = getattr(made, name), getattr(self.goal, name)
        if has is None or has is ABSENT or same(has, wanted):
            return True
        return name == "effects" and isinstance(wanted, tuple) and same(has, wanted[: len(has)])

    def lacking(self) -> list[str]:
        """The fields that do not yet hold what the goal holds."""
        goal, value = self.goal, self.value
        return [name for name in facts_of(type(goal)) if not same(getattr(value, name), getattr(goal, name))]

    def finish(self, write: Writer, texts: Texts) -> Piece | None:
        """The piece with all that is still lacking in one `.but(…)`; None where even that misses the goal."""
        arguments: dict[str, Code] = {}
        extra = dict(self.goal.extra)
        for name in self.lacking():
            given = getattr(self.goal, name)
            piece = field_piece(self.goal, name, write, texts)
            try:
                self.value = self.value.but(**{name: ABSENT if given is ABSENT else piece.value})
                arguments[name] = piece.code
            except FieldError:
                fact = facts_of(type(self.goal))[name]
                extra[fact.wire] = dump(self.goal)[fact.wire]
        if extra:
            self.value = self.value.but(extra=extra)
            arguments["extra"] = kept(extra)
        if isinstance(self.goal, TypedNode) and not self.goal.says_type and self.value.says_type:
            self.value = self.value.but(says_type=False)
            arguments["says_type"] = Atom("False")
        if not strictly(dump(self.value), dump(self.goal)):
            return None
        return Piece(then(self.code, call("but", **arguments)) if arguments else self.code, self.value)


def field_piece(node: Node, name: str, write: Writer, texts: Texts) -> Piece:
    """The value of a field, with the code that its constructor takes."""
    fact, value = facts_of(type(node))[name], getattr(node, name)
    if value is ABSENT:
        return Piece(Atom("ABSENT"), ABSENT)
    if isinstance(value, Param):
        return Piece(literal(value), value)
    if fact.kind == "node" and isinstance(value, Node):
        return write(value)
    if fact.kind == "nodes" and isinstance(value, tuple):
        pieces = [Piece(literal(one), one) if isinstance(one, Param) else write(one) for one in value]
        return Piece(listed([one.code for one in pieces]), tuple(one.value for one in pieces))
    if isinstance(value, str):
        return Piece(texts(fact.wire, value), value)
    return Piece(kept(value) if fact.kind == "json" else literal(value), value)


def constructed(node: Node, write: Writer, texts: Texts, head: str = "") -> Piece:
    """The node by its class's constructor. What the constructor refuses is kept as it is, in `extra`."""
    kind = type(node)
    if isinstance(node, Foreign):
        return Piece(call("Foreign", value=kept(node.value)), node)
    if isinstance(node, Unknown):
        return Piece(call("Unknown", extra=kept(node.extra)), node)
    pieces: dict[str, Piece] = {}
    extra = dict(node.extra)
    absent = {field.name: field.default for field in attrs.fields(kind)}
    for name, fact in facts_of(kind).items():
        value = getattr(node, name)
        if value is None or same(value, absent[name]):
            continue
        piece = field_piece(node, name, write, texts)
        try:
            kind(**{name: piece.value})
            pieces[name] = piece
        except FieldError:
            extra[fact.wire] = dump(node)[fact.wire]
    document, made = dump(node), dump(_construct(kind, pieces, extra, node))
    for name in list(pieces):
        wire = facts_of(kind)[name].wire
        if not strictly(made.get(wire), document.get(wire)):
            extra[wire] = document[wire]
            del pieces[name]
    arguments = {name: piece.code for name, piece in pieces.items()}
    if extra:
        arguments["extra"] = kept(extra)
    if isinstance(node, TypedNode) and not node.says_type:
        arguments["says_type"] = Atom("False")
    return Piece(call(head or f"td.{kind.__name__}", **arguments), _construct(kind, pieces, extra, node))


def _construct(kind: type[Node], pieces: Mapping[str, Piece], extra: Mapping[str, Any], node: Node) -> Node:
    more: dict[str, Any] = {"extra": extra} if extra else {}
    if isinstance(node, TypedNode) and not node.says_type:
        more["says_type"] = False
    return kind(**{name: piece.value for name, piece in pieces.items()}, **more)
