"""What the label of a motion promises, of a picture on the way (`now`) and of the text at rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.float64]
Promise = Callable[[Gray, Gray], bool]


def extent(picture: Gray) -> tuple[int, int, int, int]:
    rows, columns = np.where(picture > 60)
    assert len(rows), "nothing is seen"
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def width(picture: Gray) -> int:
    left, _, right, _ = extent(picture)
    return right - left


def height(picture: Gray) -> int:
    _, top, _, bottom = extent(picture)
    return bottom - top


def middle(picture: Gray) -> tuple[float, float]:
    """The centre of gravity."""
    total = picture.sum()
    return (
        float((picture.sum(axis=0) * np.arange(picture.shape[1])).sum() / total),
        float((picture.sum(axis=1) * np.arange(picture.shape[0])).sum() / total),
    )


def share(picture: Gray, rest: Gray, part: slice, axis: int = 1) -> float:
    """How much of the text in a part of the picture is there already; `part` is in pixels across (or down: axis 0)."""
    cut = (slice(None), part) if axis else (part, slice(None))
    return float(picture[cut].sum() / rest[cut].sum())


def thirds(now: Gray, rest: Gray, axis: int) -> tuple[float, float]:
    """How much of the first and of the last third of the text is there, across (1) or down (0)."""
    left, top, right, bottom = extent(rest)
    first, last = (left, right) if axis else (top, bottom)
    third = (last - first) // 3
    return share(now, rest, slice(first, first + third), axis), share(now, rest, slice(last - third, last), axis)


def sharpness(picture: Gray) -> float:
    return float(np.abs(np.diff(picture, axis=1)).max())


def fainter(now: Gray, rest: Gray) -> bool:
    return now.max() < 0.8 * rest.max()


def softer(now: Gray, rest: Gray) -> bool:
    return sharpness(now / now.max()) < 0.6 * sharpness(rest / rest.max())


def smaller(now: Gray, rest: Gray) -> bool:
    return width(now) < 0.95 * width(rest) and height(now) < 0.95 * height(rest)


def larger(now: Gray, rest: Gray) -> bool:
    return width(now) > 1.03 * width(rest) and height(now) > 1.03 * height(rest)


def narrower(now: Gray, rest: Gray) -> bool:
    return width(now) < 0.8 * width(rest)


def wider(now: Gray, rest: Gray) -> bool:
    return width(now) > 1.03 * width(rest)


def lower(now: Gray, rest: Gray) -> bool:
    return middle(now)[1] > middle(rest)[1] + 3


def higher(now: Gray, rest: Gray) -> bool:
    return middle(now)[1] < middle(rest)[1] - 3


def further_left(now: Gray, rest: Gray) -> bool:
    return middle(now)[0] < middle(rest)[0] - 5


def further_right(now: Gray, rest: Gray) -> bool:
    return middle(now)[0] > middle(rest)[0] + 5


def flatter(now: Gray, rest: Gray) -> bool:
    return height(now) < 0.8 * height(rest) and abs(extent(now)[3] - extent(rest)[3]) <= 3


def taller(now: Gray, rest: Gray) -> bool:
    return height(now) > 1.15 * height(rest)


def turned(now: Gray, rest: Gray) -> bool:
    return height(now) > 1.35 * height(rest)


def uneven(now: Gray, rest: Gray) -> bool:
    """Some letters stand higher or lower than they do at rest."""
    return height(now) > 1.12 * height(rest)


def only_left(now: Gray, rest: Gray) -> bool:
    before, after = thirds(now, rest, 1)
    return before > 0.6 and after < 0.35


def only_right(now: Gray, rest: Gray) -> bool:
    before, after = thirds(now, rest, 1)
    return after > 0.6 and before < 0.35


def only_top(now: Gray, rest: Gray) -> bool:
    before, after = thirds(now, rest, 0)
    return before > 0.6 and after < 0.35


def only_bottom(now: Gray, rest: Gray) -> bool:
    before, after = thirds(now, rest, 0)
    return after > 0.6 and before < 0.35


def only_middle(now: Gray, rest: Gray) -> bool:
    left, _, right, _ = extent(rest)
    fifth = (right - left) // 5
    ends = (slice(left, left + fifth), slice(right - fifth, right))
    return share(now, rest, slice(left + 2 * fifth, right - 2 * fifth)) > 0.9 and all(
        share(now, rest, end) < 0.2 for end in ends
    )


def patchy(now: Gray, rest: Gray) -> bool:
    """Of some parts nothing is there, others are as at rest."""
    left, top, right, bottom = extent(rest)
    cells = [
        (now[y : y + 4, x : x + 4].sum(), rest[y : y + 4, x : x + 4].sum())
        for y in range(top, bottom - 4, 4)
        for x in range(left, right - 4, 4)
    ]
    seen = [there / whole for there, whole in cells if whole > 500]
    return sum(part < 0.3 for part in seen) > 5 and sum(part > 0.7 for part in seen) > 5


def whole(now: Gray, rest: Gray) -> bool:
    return bool((now == rest).all())


def unlike(now: Gray, rest: Gray) -> bool:
    return float(np.abs(now - rest).sum()) > 0.05 * float(rest.sum())


def doubled(now: Gray, rest: Gray) -> bool:
    """Copies of the text lie beside it."""
    return now.sum() > 1.3 * rest.sum() and bool((now >= rest - 60).all())


def all_of(*promises: Promise) -> Promise:
    def kept(now: Gray, rest: Gray) -> bool:
        return all(promise(now, rest) for promise in promises)

    kept.__name__ = " and ".join(promise.__name__ for promise in promises)
    return kept
