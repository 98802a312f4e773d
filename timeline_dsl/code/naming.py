"""What the code gives a name to, because it is written more than once: addresses, looks, transitions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

import attrs

from timeline_dsl.clips import AudioClip, VideoClip
from timeline_dsl.code.layout import Atom, Code, Text, call, is_name
from timeline_dsl.code.looks import Look, changed, look_of, style_call
from timeline_dsl.effects.picture import DLTransition, Transition
from timeline_dsl.effects.text import TextLook
from timeline_dsl.materials import is_url
from timeline_dsl.node import Node, dump, facts_of, walk

TAKEN = frozenset(("td", "timeline", "Unknown", "Foreign", "ABSENT", "video", "audio"))
"""Names that the code uses for something else."""

FEW_FIELDS = 2
"""A look of fewer fields is written where it is used."""


@attrs.define
class Names:
    """The names of one program, and which of them the code really used."""

    addresses: dict[str, str] = attrs.field(factory=dict)
    looks: dict[str, tuple[str, Look]] = attrs.field(factory=dict)
    transitions: dict[str, str] = attrs.field(factory=dict)
    untyped: frozenset[str] = frozenset()
    written: dict[str, Code] = attrs.field(factory=dict)
    used: set[str] = attrs.field(factory=set)

    def address(self, text: str) -> Code:
        """An address, after the name of its beginning where that has one."""
        for prefix, name in self.addresses.items():
            if text.startswith(prefix) and len(text) > len(prefix):
                self.used.add(name)
                return Text(text[len(prefix) :], name)
        return Text(text)

    def look(self, look: Look) -> Code | None:
        """The name of a look, or how it is made from a named one; None where it has to be spelled out."""
        if look.key in self.looks:
            name = self.looks[look.key][0]
            self.used.add(name)
            return Atom(name)
        for name, base in self.looks.values():
            changes = changed(base, look)
            if changes is not None:
                self.used.add(name)
                return call(f"{name}.but", **changes)
        return None

    def transition(self, effect: Node) -> Code | None:
        """The name of a transition, or None where it has none."""
        name = self.transitions.get(_key(effect))
        if name is None:
            return None
        self.used.add(name)
        return Atom(name)


def _key(node: Node) -> str:
    return repr(dump(node))


def names_for(root: Node, written_parts: Callable[[TextLook], Mapping[str, Code]]) -> Names:
    """The names that are worth having in the code of a document.

    `written_parts` gives the code of the structures inside a look.
    """
    taken = set(TAKEN)
    names = Names(addresses=_prefixes(list(_addresses(root)), taken))
    looks: dict[str, Look] = {}
    count: Counter[str] = Counter()
    seams: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    untyped: Counter[str] = Counter()
    for _, node in walk(root):
        if isinstance(node, TextLook):
            look = look_of(node, written_parts(node))
            if look is not None:
                looks.setdefault(look.key, look)
                count[look.key] += 1
        elif isinstance(node, Transition | DLTransition):
            seams[_key(node)] += 1
            kinds[_key(node)] = str(node.sub_type or "")
        elif isinstance(node, VideoClip | AudioClip) and not node.says_type:
            untyped["video" if isinstance(node, VideoClip) else "audio"] += 1
    for key, look in looks.items():
        if count[key] > 1 and len(look.fields) >= FEW_FIELDS:
            names.looks[key] = (_free("look", taken), look)
    for key, number in seams.items():
        if number > 1:
            names.transitions[key] = _free(_word(kinds[key]) or "seam", taken)
    names.untyped = frozenset(noun for noun, number in untyped.items() if number > 1)
    return names


def _addresses(root: Node) -> Iterator[str]:
    for _, node in walk(root):
        for fact in facts_of(type(node)).values():
            if fact.kind == "text" and fact.wire.endswith(("URL", "Url")):
                value = getattr(node, fact.name)
                if isinstance(value, str) and is_url(value):
                    yield value


def _prefixes(addresses: list[str], taken: set[str]) -> dict[str, str]:
    """The beginnings that several addresses share, each with its name: one for each host."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        scheme, _, rest = address.partition("://")
        host, slash, _ = rest.partition("/")
        if slash and host:
            by_host[f"{scheme}://{host}/"].append(address)
    shared = {host: found for host, found in by_host.items() if len(found) > 1}
    made: dict[str, str] = {}
    for found in shared.values():
        prefix = _shared_beginning([one.partition("?")[0] for one in found])
        name = "OSS" if len(shared) == 1 and ".oss-" in prefix else _host_name(prefix)
        made[prefix] = _free(name, taken)
    return made


def _shared_beginning(addresses: list[str]) -> str:
    """The folder in which all of the addresses lie."""
    first, last = min(addresses), max(addresses)
    length = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:length].rpartition("/")[0] + "/"


def _host_name(prefix: str) -> str:
    try:
        host = urlsplit(prefix).hostname or ""
    except ValueError:
        host = ""
    return _word(host.partition(".")[0]).upper() or "MEDIA"


def _word(text: str) -> str:
    """A text as a lower-case name, or nothing where it gives none."""
    word = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:30]
    return word if is_name(word) else ""


def _free(name: str, taken: set[str]) -> str:
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}_{number}"
    taken.add(made)
    return made


def definitions(names: Names) -> Iterator[tuple[str, Code]]:
    """The names that were used, with what they stand for, in the order in which they have to be written."""
    for prefix, name in names.addresses.items():
        if name in names.used:
            yield name, Text(prefix)
    for name, look in names.looks.values():
        if name in names.used:
            yield name, style_call(look)
    for key, name in names.transitions.items():
        if name in names.used:
            yield name, names.written[key]
