"""The FFmpeg binary of this machine: where it is, which version it is, what it can do, and how it is called.

The local engine is made for FFmpeg 5 to 9. The tests of `tests/render` were run with full builds of 5.1.9, 6.0, 7.0.2
and 9.0.2; two fail: 7.0.2 writes a GIF in other colours, and that build of 6.0 crashes where it should complain. Builds
of 7.1 and 8.1.2 were at hand without libass and PNG only, 5.0 not at all. Where versions differ:

* 5 and 7 end streams early or late behind some filters: `render.excerpts` counts their pictures anew
* 5 and 6 draw texts with the matrix of BT.601 alone: `render.cues` brings the picture into it, and back
* 5 drops the rest of the first stream of a mix that ended: `render.sound` puts silence there
* 7.0 renamed the option that reads a graph from a file: `Ffmpeg.graph_option`
* static builds of 7.0 crash in MPEG-TS with the converters of another C library: `environment`
* what a build lacks is named by `render.complaints`
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Literal

import attrs

from timeline_dsl.errors import MissingExtra, TimelineError

VARIABLE = "TIMELINE_DSL_FFMPEG"
"""The environment variable that names another FFmpeg binary."""

OLDEST = 5
"""The oldest major version of FFmpeg that the local engine is made for."""

# libavutil counts on with every major version, also in builds from git, whose own version text names none
_AVUTIL_AHEAD = 52
_AVUTIL = re.compile(r"libavutil\s+(\d+)\.")
_VERSION = re.compile(r"ffmpeg version (\S+)")
_PART = re.compile(r"\s+[A-Z.|]{1,6}\s+([\w,]+)\s")
_START_LIMIT = 30.0  # seconds: a first start from a cold disk reads 165 MB

Part = Literal["filters", "encoders", "decoders", "demuxers"]


class MissingFfmpeg(MissingExtra):
    """No usable FFmpeg was found; the message says where it was looked for."""

    def __init__(self, message: str, *, fix: str) -> None:
        self.extra = "render"
        TimelineError.__init__(self, message, fix=fix)


@attrs.frozen(kw_only=True, slots=True)
class Ffmpeg:
    """One FFmpeg binary. `version` is its own text (`n9.0.2-…`), `major` the number that decides how it is called."""

    path: str
    version: str
    major: int

    def has(self, part: Part, name: str) -> bool:
        """Whether this build has the filter, encoder, decoder or demuxer called `name`."""
        return name in _parts(self.path, part)

    @property
    def writes_in_bt601(self) -> bool:
        """Whether texts are drawn with the matrix of BT.601, whatever the picture has: they were before 7.0."""
        return self.major < 7

    @property
    def graph_option(self) -> str:
        """The option that reads a filter graph from a file; 7.0 renamed it, 9.0 dropped the old name."""
        return "-/filter_complex" if self.major >= 7 else "-filter_complex_script"


def find() -> Ffmpeg:
    """The FFmpeg to use: the one that `TIMELINE_DSL_FFMPEG` names, else the wheel's, else the first on PATH.

    Raises `MissingFfmpeg` when there is none, or when it cannot be run or is older than version 5.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        path = shutil.which(named)
        if path is None:
            raise MissingFfmpeg(
                f"{VARIABLE} is set to {named!r}, which is no program on this machine.",
                fix=f"set {VARIABLE} to the path of an FFmpeg binary, or unset it",
            )
        return described(path)
    places = installed()
    if not places:
        raise MissingFfmpeg(
            "FFmpeg is not installed: neither the package imageio-ffmpeg nor `ffmpeg` on PATH is here.",
            fix="pip install 'timeline-dsl[render]'",
        )
    return described(places[0])


def installed() -> tuple[str, ...]:
    """The FFmpeg binaries of this machine, the one that is used first: the wheel's, the first on PATH."""
    return tuple(path for path in (_from_wheel(), shutil.which("ffmpeg")) if path is not None)


def _from_wheel() -> str | None:
    # looked up without importing the package: its own look-up starts FFmpeg once more
    spec = importlib.util.find_spec("imageio_ffmpeg")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted((Path(folder) / "binaries").glob("ffmpeg-*")):
            if os.access(found, os.X_OK) or os.name == "nt":
                return str(found)
    return None


@lru_cache(maxsize=16)
def described(path: str) -> Ffmpeg:
    """The FFmpeg binary at `path` with its version, asked of the binary once per process."""
    said = _ask(path, "-version")
    avutil = _AVUTIL.search(said)
    version = _VERSION.search(said)
    if avutil is None or version is None:
        raise MissingFfmpeg(f"{path} does not answer as FFmpeg does.", fix="pip install 'timeline-dsl[render]'")
    major = int(avutil[1]) - _AVUTIL_AHEAD
    if major < OLDEST:
        raise MissingFfmpeg(
            f"{path} is FFmpeg {version[1]}; the local engine needs version {OLDEST} or newer.",
            fix=f"pip install 'timeline-dsl[render]' brings a current one; unset {VARIABLE} to use it",
        )
    return Ffmpeg(path=path, version=version[1], major=major)


def _ask(path: str, *question: str) -> str:
    try:
        answer = subprocess.run(
            [path, "-hide_banner", *question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_START_LIMIT,
            env=environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingFfmpeg(f"{path} cannot be run: {error}.", fix="pip install 'timeline-dsl[render]'") from error
    return answer.stdout.decode("utf-8", "replace") + answer.stderr.decode("utf-8", "replace")


@lru_cache(maxsize=64)
def _parts(path: str, part: Part) -> frozenset[str]:
    rows = (_PART.match(line) for line in _ask(path, f"-{part}").splitlines())
    return frozenset(name for row in rows if row for name in row[1].split(","))


def environment() -> dict[str, str]:
    """The environment FFmpeg runs in: ours, less what would make it write a report file or colour its log."""
    env = {name: value for name, value in os.environ.items() if name not in ("FFREPORT", "AV_LOG_FORCE_COLOR")}
    env["AV_LOG_FORCE_NOCOLOR"] = "1"
    # static builds crash in MPEG-TS where they load the converters of another C library: there are none here
    env["GCONV_PATH"] = os.devnull
    return env
