"""A timeline as a Python program that makes it again."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from timeline_dsl.code.layout import STEP, Atom, Call, Chain, Code, Items, call, laid_out, stacked
from timeline_dsl.code.literals import kept
from timeline_dsl.code.naming import Names, definitions, names_for
from timeline_dsl.code.nouns import Writing
from timeline_dsl.code.pieces import Piece, strictly
from timeline_dsl.code.tracks import TimelineWriting
from timeline_dsl.errors import TimelineWarning
from timeline_dsl.node import dump
from timeline_dsl.timeline import Timeline

FROM_NODE = ("ABSENT", "Foreign", "Unknown")
"""What the code may need besides `td`."""


def to_python(timeline: Timeline) -> str:
    """Python code that rebuilds a timeline under the name `timeline`, as a person would write it.

    Running it gives the same document, whatever that holds: unknown keys and Types, and values that no field takes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TimelineWarning)  # ids that nobody knows are told to who runs the code
        names = names_for(timeline, Writing(Names()).parts_of_look)
        piece = TimelineWriting(Writing(names)).piece(timeline)
    document = dump(timeline)
    if not strictly(dump(piece.value), document):
        names = Names()
        piece = Piece(call("td.Timeline.from_dict", kept(document)), timeline)
    return _program(names, piece.code)


def _program(names: Names, code: Code) -> str:
    defined = list(definitions(names))
    used = {word for one in (*(one for _, one in defined), code) for word in _words(one)}
    imports = ["import timeline_dsl as td"]
    more = [name for name in FROM_NODE if name in used]
    if more:
        imports.append(f"from timeline_dsl.node import {', '.join(more)}")
    blocks = ["\n".join(imports)]
    if defined:
        blocks.append("\n".join(f"{name} = {laid_out(one, 0, len(name) + 3)}" for name, one in defined))
    text = "\n\n".join(blocks)
    functions = [_untyped(noun) for noun in sorted(names.untyped & names.used)]
    for function in functions:
        text += "\n\n\n" + function
    return text + ("\n\n\n" if functions else "\n\n") + _assignment(code) + "\n"


def _assignment(code: Code) -> str:
    if isinstance(code, Chain) and len(code.steps) > 1:
        return f"timeline = (\n    {stacked(code, STEP)}\n)"
    return f"timeline = {laid_out(code, 0, len('timeline = '))}"


def _untyped(noun: str) -> str:
    """The function for clips whose Type the document leaves out."""
    kind = {"video": "td.VideoClip", "audio": "td.AudioClip"}[noun]
    return (
        f"def {noun}(address: str) -> {kind}:\n"
        f'    """A clip whose Type is left out, as {noun} tracks allow."""\n'
        f"    return td.{noun}(address).but(says_type=False)"
    )


def _words(code: Code) -> Iterator[str]:
    """The names that an expression begins with, at every depth."""
    if isinstance(code, Atom):
        yield from re.findall(r"^[A-Z]\w*$", code.text)
    elif isinstance(code, Call):
        yield code.head
        for _, one in code.arguments:
            yield from _words(one)
    elif isinstance(code, Chain):
        yield from _words(code.head)
        for step in code.steps:
            yield from _words(step)
    elif isinstance(code, Items):
        for _, one in code.items:
            yield from _words(one)
