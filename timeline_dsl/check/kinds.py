"""The four kinds of documents: how one is recognised, what class reads it, and which schema holds for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from timeline_dsl.check.context import DocumentKind
from timeline_dsl.documents import read_object
from timeline_dsl.errors import UsageError
from timeline_dsl.node import Node, facts_of
from timeline_dsl.node.wire import DEEPEST, load
from timeline_dsl.request import OutputMediaConfig, Request, decoded
from timeline_dsl.timeline import Timeline


@attrs.frozen
class _Kind:
    """One kind: its class, its schema, and what a message calls it."""

    model: type[Node]
    schema: str
    noun: str


KINDS: Mapping[str, _Kind] = {
    "timeline": _Kind(Timeline, "timeline", "timeline"),
    "request": _Kind(Request, "request", "request"),
    "output-config": _Kind(OutputMediaConfig, "output-media-config", "output config"),
    "template": _Kind(Timeline, "timeline", "template"),
}

_TRACKS = ("VideoTracks", "AudioTracks", "ImageTracks", "SubtitleTracks", "EffectTracks", "FECanvas")
_BLANK = re.compile(r"\$[A-Za-z0-9_]+(:|$)")


def recognise_kind(document: Any) -> DocumentKind:
    """What a document is: a request by its parameters, an output config by its fields, a template by its blanks."""
    if not isinstance(document, Mapping):
        return "timeline"
    keys = {key for key in document if isinstance(key, str)}
    if keys & set(_TRACKS):
        return "template" if _has_blanks(document) else "timeline"
    if keys & ({fact.wire for fact in facts_of(Request).values()} - {"OutputMediaTarget"}):
        return "request"
    if "oss_url" in keys:
        return "template"
    if keys & {fact.wire for fact in facts_of(OutputMediaConfig).values()} - {"MaxDuration"}:
        return "output-config"
    return "timeline"


def _has_blanks(document: Any) -> bool:
    """Whether a value is a template's blank, or a list is made from a parameter."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        named = isinstance(value, Mapping)
        if depth > DEEPEST:
            return False
        if named and "Sys_Type" in value:
            return True
        for inner in value.values() if named else value:
            if isinstance(inner, str):
                if inner[:1] == "$" and _BLANK.match(inner):
                    return True
            elif inner and (type(inner) in (dict, list) or isinstance(inner, Mapping | tuple | list)):
                waiting.append((inner, depth + 1))
    return False


def known_kind(kind: str) -> DocumentKind:
    """`kind` if it is one; raises `UsageError` otherwise."""
    if kind not in KINDS:
        raise UsageError(f"there is no kind of document called {kind!r}", fix="kinds: " + ", ".join(KINDS))
    return kind  # type: ignore[return-value]  # it is one of the four


def read(kind: DocumentKind, document: Any) -> tuple[Any, Node]:
    """A document with its JSON texts opened, and the value that it describes. Raises `DocumentError`."""
    what = KINDS[kind]
    opened: Any = read_object(document, what.noun)
    if kind == "request":
        opened = decoded(opened)
    return opened, load(what.model, opened)
