"""A typed filter graph; the only place that prints or escapes FFmpeg filter text.

Streams are values: `Video.of(source)` is a material's picture, `.through(Filter(...))` a changed one, and `mixed`
joins several. What is used twice is split, what is not used is drained, and a material is opened once, all when the
graph is printed. Text of users never stands in a graph: it goes through files; what an option holds is escaped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal, Self, TypeVar

import attrs

from timeline_dsl.render.source import Source, plain_seconds

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Painter

Value = str | int | float | Fraction
"""What an option holds. A Fraction is a time in seconds (`rate` writes a frame rate); a bool is 1 or 0."""

MATRIX = "bt709"
"""What makes YUV of RGB in every graph: pictures are worked on in one colour space."""

_HEAD = f"sws_flags=bicubic:in_color_matrix={MATRIX}:out_color_matrix={MATRIX};\n"
"""Told to every scale filter that says nothing else, also to those that FFmpeg puts in: all YUV has this matrix."""

Kind = Literal["v", "a"]

_OF_VALUES = frozenset("\\':")
_OF_GRAPHS = frozenset("\\'[],;")
_SPACE = frozenset(" \t\r\n")


def escaped(text: str) -> str:
    """`text` as the value of one option inside a filter graph.

    FFmpeg reads a graph twice: first it is cut at brackets, commas and semicolons, then a filter's options are cut
    at colons; each reading takes one level of backslashes and quotes away, and both trim spaces.
    """
    if "\0" in text:
        raise ValueError("FFmpeg cannot hold a zero byte in an option")
    return _behind_backslashes(_behind_backslashes(text, _OF_VALUES), _OF_GRAPHS)


def _behind_backslashes(text: str, special: frozenset[str]) -> str:
    return "".join(f"\\{sign}" if sign in special or sign in _SPACE else sign for sign in text)


def rate(fps: Fraction) -> str:
    """A frame rate as filters and options take it: `25`, `30000/1001`."""
    return str(Fraction(fps))


@attrs.frozen(init=False, slots=True)
class Filter:
    """One filter and its options: `Filter("scale", w=640, h=360)`."""

    name: str
    args: tuple[tuple[str, Value], ...] = ()

    def __init__(self, name: str, /, **args: Value) -> None:
        self.__attrs_init__(name, tuple(args.items()))

    def __str__(self) -> str:
        options = ":".join(f"{key}={escaped(_plain(value))}" for key, value in self.args)
        return f"{self.name}={options}" if options else self.name


Chain = Sequence[Filter]
"""Filters one after another, each with one input and one output."""


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Fraction):
        return plain_seconds(value)
    if isinstance(value, float):
        if value - value != 0:
            raise ValueError(f"an option of a filter must be a finite number (got {value})")
        return f"{value:.9f}".rstrip("0").rstrip(".") or "0"
    return str(value)


@attrs.frozen(eq=False, slots=True)
class Node:
    """Filters that stand together: the streams they take, and the kinds of the streams they give."""

    chain: tuple[Filter, ...]
    inputs: tuple[Stream, ...]
    kinds: tuple[Kind, ...]


@attrs.frozen(eq=False, slots=True)
class Stream:
    """What flows out of a material (`pad` counts its streams of that kind) or of filters (`pad` counts all outputs)."""

    kind: ClassVar[Kind]
    origin: Origin | Node
    pad: int = 0

    @classmethod
    def of(cls, source: Origin, index: int = 0) -> Self:
        """The stream of this kind in a material, the first unless `index` says another."""
        return cls(source, index)

    @classmethod
    def made(cls, *chain: Filter) -> Self:
        """A stream that filters make out of nothing: a colour, silence."""
        return cls(Node(chain, (), (cls.kind,)))

    @classmethod
    def mixed(cls, joint: Filter, *streams: Stream) -> Self:
        """One stream out of several: `Video.mixed(Filter("overlay"), below, above)`."""
        return cls(Node((joint,), streams, (cls.kind,)))

    def through(self, *chain: Filter) -> Self:
        """This stream after the filters of `chain`."""
        return type(self)(Node(chain, (self,), (self.kind,))) if chain else self


@attrs.frozen(eq=False, slots=True)
class Video(Stream):
    """A stream of pictures."""

    kind = "v"


@attrs.frozen(eq=False, slots=True)
class Audio(Stream):
    """A stream of sound."""

    kind = "a"


@attrs.frozen(kw_only=True, eq=False, slots=True)
class Painted:
    """Pictures that are painted outside of FFmpeg, out of `inputs`, before the graph that shows them runs.

    All streams show `size` pixels, `fps` a second, `frames` pictures; `clear` ones carry transparency.
    """

    inputs: tuple[Video, ...]
    painter: Painter
    size: tuple[int, int]
    fps: Fraction
    frames: int
    clear: bool = False


Origin = Source | Painted
"""Where a stream comes from that no filter makes."""

S = TypeVar("S", bound=Stream)


def parted(joint: Filter, streams: Sequence[Stream], kinds: Sequence[type[S]]) -> tuple[S, ...]:
    """What a filter with several outputs gives, in the order of `kinds`: `concat` of picture and sound, for one."""
    node = Node((joint,), tuple(streams), tuple(kind.kind for kind in kinds))
    return tuple(kind(node, pad) for pad, kind in enumerate(kinds))


_Key = tuple[Origin | int, Kind, int]


def _key(stream: Stream) -> _Key:
    # filters are told apart by identity, materials by value: equal materials are one input
    origin = id(stream.origin) if isinstance(stream.origin, Node) else stream.origin
    return (origin, stream.kind, stream.pad)


@attrs.frozen(eq=False, slots=False, init=False)
class Graph:
    """Everything that leads to `outputs`, in the order in which they are mapped."""

    outputs: tuple[Stream, ...]

    def __init__(self, *outputs: Stream) -> None:
        # a material that is mapped as it is passes a filter, so that every output has a label of its own
        passed = tuple(
            stream
            if isinstance(stream.origin, Node)
            else stream.through(Filter("null" if stream.kind == "v" else "anull"))
            for stream in outputs
        )
        self.__attrs_init__(passed)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every group of filters once, what is needed first standing first."""
        order: dict[int, Node] = {}
        waiting = [output.origin for output in reversed(self.outputs)]
        begun: set[int] = set()
        while waiting:
            node = waiting[-1]
            if not isinstance(node, Node) or id(node) in order:
                waiting.pop()
            elif id(node) in begun:
                order[id(node)] = node
                waiting.pop()
            else:
                begun.add(id(node))
                waiting.extend(stream.origin for stream in reversed(node.inputs))
        return tuple(order.values())

    @cached_property
    def sources(self) -> tuple[Origin, ...]:
        """The inputs of the command, each once, in the order in which the graph first uses them."""
        used = (stream.origin for node in self.nodes for stream in node.inputs)
        return tuple(dict.fromkeys(origin for origin in used if not isinstance(origin, Node)))

    @property
    def painted(self) -> tuple[Painted, ...]:
        """What has to be painted before the graph runs."""
        return tuple(source for source in self.sources if isinstance(source, Painted))

    @property
    def labels(self) -> tuple[str, ...]:
        """What `-map` takes, one for each output."""
        return tuple(f"[out{number}]" for number in range(len(self.outputs)))

    def arguments(
        self, films: Mapping[Painted, Source] | None = None, *, threads: int | None = None
    ) -> tuple[str, ...]:
        """The inputs as they stand on the command line, in the order that the text counts on.

        `films` has the file of everything that is painted. Each input is decoded by so many `threads`.
        """
        ready = (source if isinstance(source, Source) else (films or {})[source] for source in self.sources)
        return tuple(word for source in ready for word in source.arguments(threads))

    def text(self) -> str:
        """The graph in FFmpeg's notation, one group of filters a line."""
        head = _HEAD if any(output.kind == "v" for output in self.outputs) else ""
        return head + ";\n".join(_Printer(self).lines())


class _Printer:
    """Names for the pads of one graph, and its lines."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.numbers = {source: number for number, source in enumerate(graph.sources)}
        self.uses = Counter(_key(stream) for node in graph.nodes for stream in node.inputs)
        self.uses.update(_key(stream) for stream in graph.outputs)
        self.mapped = {_key(stream): label for stream, label in zip(graph.outputs, graph.labels, strict=True)}
        self.ready: dict[_Key, list[str]] = {}
        self.made = 0

    def lines(self) -> Iterator[str]:
        open_line: tuple[_Key, str] | None = None  # the last node, as long as its only user may continue its line
        for node in self.graph.nodes:
            text = ",".join(map(str, node.chain))
            if open_line is not None:
                key, before = open_line
                if len(node.inputs) == 1 and _key(node.inputs[0]) == key:
                    text = f"{before},{text}"
                else:
                    yield from self._closed(key, before)
                    text = yield from self._fed(node, text)
            else:
                text = yield from self._fed(node, text)
            only: Stream | None = (Video if node.kinds[0] == "v" else Audio)(node) if len(node.kinds) == 1 else None
            if only is not None and self.uses[_key(only)] == 1 and _key(only) not in self.mapped:
                open_line = (_key(only), text)
            else:
                open_line = None
                yield from self._given(node, text)
        if open_line is not None:
            yield from self._closed(*open_line)

    def _fed(self, node: Node, text: str) -> Generator[str, None, str]:
        """`text` with the labels of what flows in; yields the splits that come before it, returns the text."""
        labels = []
        for stream in node.inputs:
            key = _key(stream)
            if key not in self.ready and not isinstance(stream.origin, Node):
                label = f"[{self.numbers[stream.origin]}:{stream.kind}:{stream.pad}]"
                yield from self._spread(key, label)
            labels.append(self.ready[key].pop())
        return "".join(labels) + text

    def _spread(self, key: _Key, label: str) -> Iterator[str]:
        """Make `label` serve all uses of a stream."""
        count = self.uses[key]
        if count == 1:
            self.ready[key] = [label]
            return
        names = [self._new(key[1]) for _ in range(count)]
        split = Filter("split" if key[1] == "v" else "asplit", outputs=count)
        yield f"{label}{split}{''.join(names)}"
        self.ready[key] = names[::-1]

    def _given(self, node: Node, text: str) -> Iterator[str]:
        """The finished line of `node`, and after it the splits and drains of what flows out."""
        names, after = [], []
        for pad, kind in enumerate(node.kinds):
            key = _key((Video if kind == "v" else Audio)(node, pad))
            label = self.mapped.get(key)
            if label is None or self.uses[key] > 1:
                label = self._new(kind)
            names.append(label)
            if not self.uses[key]:
                after.append(f"{label}{'nullsink' if kind == 'v' else 'anullsink'}")
            elif key in self.mapped:
                after.extend(self._mapped(key, label))
            else:
                after.extend(self._spread(key, label))
        yield text + "".join(names)
        yield from after

    def _mapped(self, key: _Key, label: str) -> Iterator[str]:
        """An output of the graph that filters use as well."""
        if self.uses[key] == 1:
            return
        outputs = zip(self.graph.outputs, self.graph.labels, strict=True)
        wanted = [name for stream, name in outputs if _key(stream) == key]
        names = [self._new(key[1]) for _ in range(self.uses[key] - len(wanted))]
        split = Filter("split" if key[1] == "v" else "asplit", outputs=self.uses[key])
        yield f"{label}{split}{''.join(wanted + names)}"
        self.ready[key] = names[::-1]

    def _closed(self, key: _Key, text: str) -> Iterator[str]:
        label = self._new(key[1])
        self.ready[key] = [label]
        yield text + label

    def _new(self, kind: Kind) -> str:
        self.made += 1
        return f"[{kind}{self.made}]"
