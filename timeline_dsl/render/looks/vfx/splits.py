"""Effects that show the picture several times."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.table import entered, shows
from timeline_dsl.render.looks.window import Look, Play


def cell(stream: Video, play: Play, columns: int, rows: int) -> Video:
    """The middle of the picture in the shape of one of `columns` × `rows` cells, a little larger than its share."""
    wide, high = (-(-side // count) for side, count in zip(play.size, (columns, rows), strict=True))
    wide, high = wide + wide % 2, high + high % 2
    share = max(wide / play.size[0], high / play.size[1])
    full = [max(-(-round(side * share) // 2) * 2, least) for side, least in zip(play.size, (wide, high), strict=True)]
    return stream.through(
        Filter("scale", w=full[0], h=full[1]),
        Filter("crop", w=wide, h=high, x=(full[0] - wide) // 4 * 2, y=(full[1] - high) // 4 * 2),
        Filter("setsar", sar=1),
    )


def stacked(play: Play, rows: list[list[Video]]) -> Video:
    """Cells of equal size in rows, cut to the size of the picture."""
    lines = [Video.mixed(Filter("hstack", inputs=len(row)), *row) if len(row) > 1 else row[0] for row in rows]
    whole = Video.mixed(Filter("vstack", inputs=len(lines)), *lines) if len(lines) > 1 else lines[0]
    return whole.through(Filter("crop", w=play.size[0], h=play.size[1], x=0, y=0, exact=1))


def repeated(columns: int, rows: int) -> Look:
    """The picture `columns` × `rows` times."""

    def look(stream: Video, play: Play) -> Video:
        one = cell(stream, play, columns, rows)
        return stacked(play, [[one] * columns for _ in range(rows)])

    return look


def _upright(play: Play) -> bool:
    return play.size[1] > play.size[0]


def _in_a_row(count: int) -> Look:
    """`count` times along the longer side."""
    return lambda stream, play: repeated(*((1, count) if _upright(play) else (count, 1)))(stream, play)


INFERRED = "the label is inferred: every cell shows the middle of the picture"
entered("splitstill2", _in_a_row(2), why=INFERRED)
entered("splitstill3", _in_a_row(3), why=INFERRED)
entered("splitstill4", repeated(2, 2), why=INFERRED)
entered(
    "splitstill6", lambda stream, play: repeated(*((2, 3) if _upright(play) else (3, 2)))(stream, play), why=INFERRED
)
entered("splitstill9", repeated(3, 3), why=INFERRED)


@shows("livesplit", "stand-in", "the label is inferred: shown as a split that changes from 1 to 4 to 9 and back")
def live(stream: Video, play: Play) -> Video:
    """One, four, nine pictures, in turn."""
    time = play.clock()
    for number, count in ((1, 2), (2, 3)):
        stream = Video.mixed(
            Filter("overlay", format="yuv420", enable=f"eq(floor(mod({time},2.4)/0.8),{number})"),
            stream,
            repeated(count, count)(stream, play),
        )
    return stream


@shows("blackwhitesplit")
def black_and_white(stream: Video, play: Play) -> Video:
    """Three times along the longer side, the outer ones grey."""
    one = cell(stream, play, *((1, 3) if _upright(play) else (3, 1)))
    row = [one.through(Filter("hue", s=0)), one, one.through(Filter("hue", s=0))]
    return stacked(play, [[part] for part in row] if _upright(play) else [row])


@shows("blurthreesplit")
def blurred_three(stream: Video, play: Play) -> Video:
    """Three times along the longer side, the outer ones blurred."""
    one = cell(stream, play, *((1, 3) if _upright(play) else (3, 1)))
    soft = one.through(Filter("gblur", sigma=round(max(play.size[1] / 50, 1.0), 3)))
    return stacked(play, [[soft], [one], [soft]] if _upright(play) else [[soft, one, soft]])
