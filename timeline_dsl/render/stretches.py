"""Where an output is cut into parts: where little overlaps, and so that an edit moves few of the cuts."""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

import attrs

from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.shots import Layer, Run, Shot
from timeline_dsl.units import Span, exact

USUAL = 10
"""Seconds of output in a part: short enough that an edit makes little anew, long enough to be worth a process."""

SHORTEST = 3
"""Seconds below which a part costs more than it saves."""

MOST = 2000
"""So many parts at most: longer outputs have longer parts."""

_FEW = 4  # up to so many parts for each worker, all are made equally long

_BLEND, _FILM, _STILL, _EFFECT = 20, 3, 1, 2  # what it costs to cut through one of them


def stretches(layers: Sequence[Layer], frames: Frames, grid: Grid, workers: int) -> tuple[Frames, ...]:
    """`frames` as stretches to be made side by side, in order."""
    usual = max(Fraction(USUAL), len(frames) / grid.fps / MOST) * grid.fps
    many = -(-len(frames) // int(usual))
    few = -(-many // workers) * workers  # all workers end together
    cuts = _Cuts.of(layers, grid)
    if few > _FEW * workers:
        ends = list(cuts.lasting(frames, int(usual)))
    else:
        count = max(min(few, int(len(frames) / grid.fps / SHORTEST)), 1)
        ends = list(cuts.even(frames, count))
    edges = [frames.first, *ends, frames.end]
    return tuple(Frames(first, end) for first, end in pairwise(edges) if first < end)


@attrs.frozen
class _Cuts:
    """What it costs to cut before a frame: `costs[k]` from frame `edges[k]` up to the next edge.

    `marks` tells by a number what begins at an edge, the same wherever on the output it stands.
    """

    edges: list[int]
    costs: list[int]
    marks: dict[int, int]

    @classmethod
    def of(cls, layers: Sequence[Layer], grid: Grid) -> _Cuts:
        """The costs of everything that is seen."""
        steps: defaultdict[int, int] = defaultdict(int)
        marks: defaultdict[int, int] = defaultdict(int)
        for span, cost in _obstacles(layers, grid):
            if len(span) > 1:  # the edges of a span are free
                steps[span.first] += 0
                steps[span.first + 1] += cost
                steps[span.end] -= cost
        for layer in layers:
            for shot in layer.shots if isinstance(layer, Run) else ():
                marks[shot.frames.first] ^= _mark(shot)
        edges = sorted(steps)
        return cls(edges, list(accumulate(steps[edge] for edge in edges)), dict(marks))

    def cost(self, frame: int) -> int:
        """What it costs to cut before `frame`."""
        at = bisect_right(self.edges, frame) - 1
        return self.costs[at] if at >= 0 else 0

    def between(self, first: int, end: int, near: int) -> list[int]:
        """The frames worth looking at from `first` to `end`, `near` among them."""
        inside = self.edges[bisect_left(self.edges, first) : bisect_right(self.edges, end)]
        return sorted({*inside, near})

    def even(self, frames: Frames, count: int) -> Iterator[int]:
        """Cuts into `count` stretches of about the same length."""
        length = len(frames) / count
        for number in range(1, count):
            near = frames.first + round(length * number)
            reach = int(length / 6)
            # half a second off is as bad as cutting through a still
            yield min(
                self.between(near - reach, near + reach, near),
                key=lambda frame: (self.cost(frame) + 6 * abs(frame - near) / length, frame),
            )

    def lasting(self, frames: Frames, usual: int) -> Iterator[int]:
        """Cuts about `usual` frames apart which depend on what is seen near them: an edit elsewhere leaves them."""
        starts = [frame for frame in sorted(self.marks) if frames.first < frame < frames.end]
        ranks = [(self.cost(frame), self.marks[frame]) for frame in starts]
        reach = usual // 2
        chosen = [frames.first]
        for number, (frame, rank) in enumerate(zip(starts, ranks, strict=True)):
            # the best within its reach, whatever was chosen before
            first, end = bisect_left(starts, frame - reach), bisect_right(starts, frame + reach)
            if rank <= min(ranks[first:end]) and rank not in ranks[first:number] and frame - chosen[-1] >= reach:
                yield from self._between(chosen[-1], frame, usual)
                yield frame
                chosen.append(frame)
        yield from self._between(chosen[-1], frames.end, usual)

    def _between(self, first: int, end: int, usual: int) -> Iterator[int]:
        if end - first > usual * 3 // 2:
            yield from self.even(Frames(first, end), round((end - first) / usual))


def _obstacles(layers: Sequence[Layer], grid: Grid) -> Iterator[tuple[Frames, int]]:
    for layer in layers:
        if isinstance(layer, Run):
            for shot in layer.shots:
                yield shot.frames, _STILL if shot.is_still else _FILM
            for joint in layer.joints:
                yield grid.frames(joint.span), _BLEND
        else:
            for _, effect in layer.items:
                start, end = (getattr(effect, name, None) for name in ("timeline_in", "timeline_out"))
                if start is not None and end is not None:
                    yield grid.frames(Span(exact(start), exact(end))), _EFFECT


def _mark(shot: Shot) -> int:
    said = f"{shot.material.path.name} {shot.plan.source_in} {shot.plan.source_out}"
    return zlib.crc32(said.encode("utf-8", "surrogateescape"))
