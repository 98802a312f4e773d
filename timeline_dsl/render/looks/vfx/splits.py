"""Effects that show the picture several times."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.geometry import cut
from timeline_dsl.render.looks.vfx.table import entered, shows
from timeline_dsl.render.looks.window import Look, Play
from timeline_dsl.render.place import Rect


def cell(stream: Video, play: Play, columns: int, rows: int) -> Video:
    """The middle of the picture in the shape of one of `columns` × `rows` cells, a little larger than its share."""
    wide, high = (-(-side // count) for side, count in zip(play.full, (columns, rows), strict=True))
    wide, high = wide + wide % 2, high + high % 2
    share = max(wide / play.full[0], high / play.full[1])
    whole = [max(-(-round(side * share) // 2) * 2, least) for side, least in zip(play.full, (wide, high), strict=True)]
    part = Rect((whole[0] - wide) // 4 * 2, (whole[1] - high) // 4 * 2, wide, high)
    size = play.drawn(Rect(0, 0, *whole)).size
    return stream.through(
        Filter("scale", w=size[0], h=size[1]),
        Filter("format", pix_fmts=play.planes + "p"),
        cut(play.drawn(part)),
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


@shows("livesplit", why="the label is inferred: a split that changes from 1 to 4 to 9 and back")
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
    soft = one.through(
        Filter("format", pix_fmts="yuv420p"),
        Filter("gblur", sigma=play.part(50, 1)),
        Filter("format", pix_fmts=play.planes + "p"),
    )
    return stacked(play, [[soft], [one], [soft]] if _upright(play) else [[soft, one, soft]])
