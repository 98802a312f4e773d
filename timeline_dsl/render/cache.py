"""Parts of earlier renders, kept under what they show, so that an edit makes only what it changes."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from pathlib import Path
from typing import Protocol

import attrs

from timeline_dsl.errors import UsageError
from timeline_dsl.render.part import copied

VARIABLE = "TIMELINE_DSL_CACHE"
"""The environment variable that names another folder for parts, or says `off`."""

LARGEST = 4 * 1024**3
"""Bytes that parts take together at most; those that were not used for the longest time go first."""


class Keepable(Protocol):
    """A file that is worth keeping: `name` in the room of its render, `key` tells what is in it."""

    @property
    def key(self) -> str:
        """What its content depends on, as a number in hexadecimal signs."""

    @property
    def name(self) -> str:
        """What the file is called in the room."""


@attrs.frozen(slots=True)
class PartCache:
    """A folder of parts, each file named by its key. Several renders may use it at the same time."""

    folder: Path
    largest: int = LARGEST

    def fetch(self, part: Keepable, room: Path) -> bool:
        """Put a part that was made before into `room`; False when it was not, or is gone."""
        kept = self._path(part)
        try:
            if not kept.stat().st_size:
                return False
            os.utime(kept)
            copied(kept, room / part.name)
        except OSError:
            return False
        return True

    def keep(self, part: Keepable, room: Path) -> None:
        """Keep a part that was made in `room`. A disk that is full or read-only keeps nothing, and says nothing."""
        kept = self._path(part)
        fresh = kept.with_name(f".{secrets.token_hex(6)}{kept.suffix}")
        with contextlib.suppress(OSError):
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                copied(room / part.name, fresh)
                fresh.replace(kept)
            finally:
                fresh.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove the parts that were not used for the longest time until the rest is small enough."""
        seen: list[tuple[int, int, Path]] = []
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.folder):
                with contextlib.suppress(OSError):
                    state = entry.stat()
                    seen.append((state.st_mtime_ns, state.st_size, Path(entry.path)))
        room = self.largest
        for _, size, path in sorted(seen, reverse=True):
            room -= size
            if room < 0:
                path.unlink(missing_ok=True)

    def _path(self, part: Keepable) -> Path:
        return self.folder / f"{part.key}{Path(part.name).suffix}"


def cache_of(said: str | Path | bool | None) -> PartCache | None:
    """The cache that a caller names: a folder, False for none; otherwise the variable's, else the user's own folder."""
    if said is False:
        return None
    if isinstance(said, str | Path) and str(said):
        return PartCache(Path(said).expanduser())
    if said not in (None, True):
        raise UsageError("cache must be a folder, True or False", fix='cache=False, or cache="parts/"')
    named = os.environ.get(VARIABLE, "").strip()
    if named.lower() in ("off", "0", "no", "false"):
        return None
    return PartCache(Path(named).expanduser() if named else _users_folder() / "timeline-dsl" / "parts")


def _users_folder() -> Path:
    """Where programs of this user keep what they can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
