"""Documents of every shape, drawn from the field facts: right values, wrong ones, unknown keys, Types and items."""

from __future__ import annotations

import random
from typing import Any

from timeline_dsl.node import Fact, facts_of
from timeline_dsl.timeline import Timeline

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
WORDS = (
    "a.mp4",
    "b.mp4",
    "take one",
    "$Clip",
    "$Len:3",
    "长城",
    'say "hi"',
    "it's",
    "a\\b",
    "line\nbreak",
    "\t",
    "",
    "#FFFFFF",
    "#ffee00",
    "80%",
    "3s",
    "{curly}",
    "\u2028",
    "x" * 150,
    OSS + "c/d.mp4",
    OSS + "e.png",
    "http://other-host.com/a/b?c=d/e",
)
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2.5,
    1e300,
    -0.0,
    "0.5",
    "abc",
    [],
    {},
    [1, None],
    {"A": {"B": [1]}},
)


class Drawing:
    """One random document; `mess` is the share of odd things in it."""

    def __init__(self, seed: int, mess: float) -> None:
        self.pick = random.Random(seed)
        self.mess = mess

    def odd(self) -> bool:
        return self.pick.random() < self.mess

    def timeline(self) -> dict[str, Any]:
        document = self.node(Timeline, 0)
        document.setdefault("VideoTracks", [{"VideoTrackClips": [{"MediaURL": OSS + "a.mp4"}]}])
        return document

    def node(self, kind: type, depth: int) -> dict[str, Any]:
        facts = list(facts_of(kind).values())
        chosen = [fact for fact in facts if (fact.kind == "nodes" and depth < 2) or self.pick.random() < 0.25]
        document = {fact.wire: self.value(fact, depth) for fact in chosen}
        if self.odd():
            document[self.pick.choice(("Zed", "comment", "in", "Sys_Type"))] = self.pick.choice(ODD)
        return document

    def value(self, fact: Fact, depth: int) -> Any:
        if self.odd():
            return self.pick.choice((*ODD, *WORDS))
        pick = self.pick
        if fact.kind in ("time", "number", "integer"):
            low = fact.ge if fact.ge is not None else fact.gt if fact.gt is not None else 0
            high = fact.le if fact.le is not None else low + 20
            between = (pick.randint(int(low), int(high)), round(pick.uniform(low, high), pick.randint(1, 6)))
            number = pick.choice((low, high, *between))
            return int(number) if fact.kind == "integer" else number
        if fact.kind == "length":
            return pick.choice((0, 1, 0.65, 0.1234, 0.123456, 640, 2, 1.5, -0.1, -20, 0.9999))
        if fact.kind == "flag":
            return pick.choice((True, False))
        if fact.kind == "choice":
            return pick.choice(fact.choices)
        if fact.kind == "color":
            return pick.choice(("#FFFFFF", "#ffee00", "000000", "$Color"))
        if fact.kind == "nodes":
            return [self.item(fact, depth + 1) for _ in range(pick.choice((0, 1, 1, 2, 3)))] if depth < 5 else []
        if fact.kind == "node":
            return self.item(fact, depth + 1)
        return pick.choice(ODD if fact.kind == "json" else WORDS)

    def item(self, fact: Fact, depth: int) -> Any:
        if self.odd():
            return self.pick.choice((*ODD, {"Type": "New", "A": 1}, "$Item"))
        table = fact.kinds_by_type()
        name = self.pick.choice(list(table))
        document = self.node(table[name], depth)
        return {"Type": name, **document} if name else document


def draw(seed: int) -> dict[str, Any]:
    """The document of a seed: the first third are clean, the others more and more of a mess."""
    return Drawing(seed, (0.0, 0.03, 0.15)[seed % 3]).timeline()
