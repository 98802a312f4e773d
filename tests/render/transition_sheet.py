"""A contact sheet of all transitions, to look at: `python tests/render/transition_sheet.py sheet.png [id …]`.

Each row shows two transitions at five moments; what stands where is printed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from blends import HEIGHT, WIDTH, Blends, Planes, plain
from numpy.typing import NDArray

from timeline_dsl.catalog import table
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.process import half_written, piped

MOMENTS = (0.1, 0.3, 0.5, 0.7, 0.9)
GAP = 8


def hills() -> Planes:
    """A sun over two hills."""
    y, x = (np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5) / np.array([HEIGHT, WIDTH]).reshape(2, 1, 1)
    sun = np.hypot((x - 0.25) * WIDTH / HEIGHT, y - 0.3) < 0.2
    far, near = y > 0.3 + 1.2 * np.abs(x - 0.72), y > 0.45 + 1.4 * np.abs(x - 0.35)
    bright = np.select([near, far, sun], [50, 90, 210], 120 - 30 * y)
    blue = np.select([near, far, sun], [120, 105, 50], 100 + 20 * y)
    red = np.select([near, far, sun], [135, 160, 140], 165 - 20 * x)
    return _picture(bright, blue, red)


def towers() -> Planes:
    """White towers before a blue sky."""
    y, x = (np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5) / np.array([HEIGHT, WIDTH]).reshape(2, 1, 1)
    tower = (x * 7 % 1 > 0.15) & (y > 0.35 + 0.09 * (np.floor(x * 7) * 3 % 7))
    window = tower & (x * 28 % 1 < 0.4) & (y * 18 % 1 < 0.5)
    return _picture(
        np.select([window, tower], [80, 220], 90 + 70 * y),
        np.select([tower], [122], 170 - 30 * y),
        np.select([tower], [130], 100 + 0 * y),
    )


def _picture(bright: NDArray[np.float64], blue: NDArray[np.float64], red: NDArray[np.float64]) -> Planes:
    return bright.astype(np.uint8), blue[::2, ::2].astype(np.uint8), red[::2, ::2].astype(np.uint8)


def main(output: Path, names: list[str]) -> None:
    """Write the sheet."""
    width, height = (WIDTH * len(MOMENTS) + GAP) * 2, (HEIGHT + GAP) * -(-len(names) // 2)
    sheet = plain(16, size=(width, height))
    with tempfile.TemporaryDirectory() as folder:
        blends = Blends(Path(folder))
        for number, name in enumerate(names):
            row, column = divmod(number, 2)
            print(
                f"row {row + 1}, {'left' if column == 0 else 'right'}: {name} – {table('transitions').rows[name].label}"
            )
            for place, moment in enumerate(MOMENTS):
                left, top = (column * (width // 2) + place * WIDTH), row * (HEIGHT + GAP)
                for plane, part, share in zip(sheet, blends(name, moment, hills(), towers()), (1, 2, 2), strict=True):
                    plane[top // share :, left // share :][: part.shape[0], : part.shape[1]] = part
    words = (
        "-f",
        "rawvideo",
        "-pixel_format",
        "yuv420p",
        "-video_size",
        f"{width}x{height}",
        "-i",
        "pipe:0",
        "-frames:v",
        "1",
        "-update",
        "1",
    )
    with half_written(output) as part, piped(find(), words, part) as goal:
        goal.stream.write(b"".join(plane.tobytes() for plane in sheet))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(table("transitions").rows))
