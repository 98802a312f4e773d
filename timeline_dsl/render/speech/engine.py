"""Who speaks on this machine: the program that is called, or why there is none.

eSpeak NG it is: it speaks every language of the service's voices save Filipino, Chinese among them, in 50 ms, the same
on every system, from data that comes with it. What sounds better fetches models when it runs (Piper, Kokoro), belongs
to one system (`say`, SAPI) or knows English only (FFmpeg's flite). It is under the GPL-3.0, so it is always a process
of its own, as FFmpeg is: the package espeakng-loader of the extra `voice`, whose wheels for Linux, macOS and Windows
hold the latest release (1.52), or the `espeak-ng` of the system.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import attrs

VARIABLE = "TIMELINE_DSL_VOICE"
"""The environment variable that names another program that is called as `espeak-ng` is, or says `off`."""

INSTALL = "pip install 'timeline-dsl[voice]'"

PROGRAMS = ("espeak-ng", "espeak")
_PACKAGE = "espeakng-loader"
_LIBRARIES = ("libespeak-ng.so", "libespeak-ng.dylib", "espeak-ng.dll")
_START_LIMIT = 10.0  # seconds
_NAME = "eSpeak"  # how a program says that it is one


@attrs.frozen(kw_only=True, slots=True)
class Engine:
    """A program that speaks. `words` is how its command line begins, `version` tells apart what sounds different."""

    words: tuple[str, ...]
    version: str
    name: str = "eSpeak NG"


@attrs.frozen(slots=True)
class Silent:
    """Nobody speaks, and why not."""

    why: str


def find() -> Engine | Silent:
    """The program that speaks: the one that `TIMELINE_DSL_VOICE` names, else the extra's, else the first on PATH."""
    named = os.environ.get(VARIABLE, "").strip()
    if named.lower() in ("off", "0", "no", "false"):
        return Silent(f"{VARIABLE} says {named}")
    if named:
        path = shutil.which(named)
        return _program(path) if path else Silent(f"{VARIABLE} names {named}, which is no program on this machine")
    if (bundled := _from_wheel()) is not None:
        return bundled
    for program in PROGRAMS:
        path = shutil.which(program)
        if path and isinstance(found := _program(path), Engine):
            return found
    return Silent(f"{INSTALL} brings a voice")


def _from_wheel() -> Engine | None:
    # looked up without importing the package: nothing of it is to be loaded into this process
    spec = importlib.util.find_spec("espeakng_loader")
    if spec is None or not sys.executable or getattr(sys, "frozen", False):
        return None
    for folder in map(Path, spec.submodule_search_locations or ()):
        library = next((folder / name for name in _LIBRARIES if (folder / name).is_file()), None)
        if library is not None:
            program = Path(__file__).with_name("espeak.py")
            return Engine(
                words=(sys.executable, "-I", "-S", str(program), str(library), str(folder / "espeak-ng-data")),
                version=f"{_PACKAGE} {_version()}",
            )
    return None


def _version() -> str:
    import importlib.metadata  # slow to load, and seldom wanted

    try:
        return importlib.metadata.version(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return "?"


@lru_cache(maxsize=16)
def _program(path: str) -> Engine | Silent:
    """The program at `path`, asked once who it is and what it can."""
    path = str(Path(path).absolute())  # it is run in another folder
    try:
        said = _ask(path, "--version").strip().partition("\n")[0]
        if _NAME not in said:
            return Silent(f"{path} does not answer as espeak-ng does")
        # from 1.52 on the same text sounds the same again only if that is asked for
        steady = ("-D",) if "deterministic" in _ask(path, "--help") else ()
    except (OSError, subprocess.TimeoutExpired) as error:
        return Silent(f"{path} cannot be run: {error}")
    return Engine(words=(path, *steady), version=said, name=Path(path).stem)


def _ask(path: str, question: str) -> str:
    answer = subprocess.run(
        [path, question], stdin=subprocess.DEVNULL, capture_output=True, timeout=_START_LIMIT, check=False
    )
    return answer.stdout.decode("utf-8", "replace")
