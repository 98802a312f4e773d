"""What every model class is made of: field makers, `@effect`, `@clip`, `@node` and their tables, and the wire form."""

from timeline_dsl.node.base import (
    CLIPS,
    EFFECTS,
    Foreign,
    Node,
    Param,
    TypedNode,
    Unknown,
    children,
    clip,
    effect,
    facts_of,
    node,
    trait,
    unknown_name,
    walk,
)
from timeline_dsl.node.facts import (
    ABSENT,
    FACT,
    Fact,
    anything,
    choice,
    colour,
    flag,
    integer,
    listed,
    number,
    part,
    parts,
    position,
    text,
    time,
)
from timeline_dsl.node.wire import Document, dump, kept, load, thawed

__all__ = [
    "ABSENT", "CLIPS", "EFFECTS", "FACT", "Document", "Fact", "Foreign", "Node", "Param", "TypedNode", "Unknown",
    "anything", "children", "choice", "clip", "colour", "dump", "effect", "facts_of", "flag", "integer", "kept", "listed",
    "load", "node", "number", "part", "parts", "position", "text", "thawed", "time", "trait", "unknown_name", "walk",
]
