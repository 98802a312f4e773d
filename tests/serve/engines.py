"""The local engine, made slow or mortal on request, for tests of the queue."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from timeline_dsl.serve.engine import Rendered, RenderOrder
from timeline_dsl.serve.local import LocalEngine

RENDER_SECONDS = "RENDER_SECONDS"  # in the environment: how long a slow engine takes


class SlowEngine(LocalEngine):
    """Takes RENDER_SECONDS longer for each film, telling its progress."""

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """The film, later."""
        steps = 20
        for step in range(steps):
            time.sleep(float(os.environ.get(RENDER_SECONDS, "1")) / steps)
            progress((step + 1) / steps)
        return super().render(order, lambda _: None)


class FragileEngine(LocalEngine):
    """Does what the name of the output says: `deaths-2.mp4` ends the process twice, `bug.mp4` meets a bug."""

    def render(self, order: RenderOrder, progress: Callable[[float], None]) -> Rendered:
        """The film, or the end of the process."""
        wish, _, number = order.out.stem.partition("-")
        tally = order.out.parents[3] / f"{order.out.name}.tally"
        died = int(tally.read_text()) if tally.exists() else 0
        if wish == "deaths" and died < int(number):
            tally.write_text(str(died + 1))
            os._exit(70)
        if wish == "bug":
            raise ZeroDivisionError("a bug in the engine")
        return super().render(order, progress)
