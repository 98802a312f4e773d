"""The canvas that font sizes refer to."""

from __future__ import annotations

from timeline_dsl.errors import UsageError, readers_line, shown
from timeline_dsl.node import Node, Param, integer, node

TIMELINE_PAGE = "Timeline configurations"


@node(page=TIMELINE_PAGE, mark="doc")
class FECanvas(Node):
    """The canvas that font sizes refer to: a text is drawn in FontSize x output size / canvas size."""

    width: int | None = integer(
        gt=0, unit="px", default=None, mark="doc", firm=False, rule="timeline.fecanvas", doc="Width."
    )
    height: int | None = integer(
        gt=0, unit="px", default=None, mark="doc", firm=False, rule="timeline.fecanvas", doc="Height."
    )


def canvas_of(size: tuple[int, int]) -> FECanvas:
    """The canvas of a size in pixels. Raises `UsageError` for anything but two whole numbers."""
    if not isinstance(size, tuple | list) or len(size) != 2:
        raise UsageError(
            f"size must be (width, height) in pixels (got {shown(size)})", fix="size=(1280, 720)", where=readers_line()
        )
    for side in size:
        if isinstance(side, Param):
            continue
        if isinstance(side, bool) or not isinstance(side, int) or side < 1:
            raise UsageError(
                f"size must be two whole numbers of pixels (got {shown(size)})",
                fix="size=(1280, 720)",
                where=readers_line(),
            )
    return FECanvas(width=size[0], height=size[1])
