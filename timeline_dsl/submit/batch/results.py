"""The results file: one JSON object a line, whole or not there, and what it says is done already."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timeline_dsl.errors import DocumentError

# A row that ended either way is done. One that was refused is tried again: nothing of it exists at the service.
_DONE = ("succeeded", "failed")


class Results:
    """The results at `path`, each line written in one piece. Opening it mends what a crash left half-written."""

    def __init__(self, path: Path) -> None:
        self._path, self._guard = path, threading.Lock()
        kept = _kept(path)
        self.done = frozenset(str(line["key"]) for line in kept)
        mended = path.with_name(path.name + ".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            mended.write_text("".join(_line(line) for line in kept), encoding="utf8")
            mended.replace(path)
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND)
        except OSError as error:
            raise DocumentError(f"{path} cannot be written: {error}.") from error

    def add(self, result: Mapping[str, Any]) -> None:
        """Write one result."""
        with self._guard:
            os.write(self._file, _line(result).encode())

    def close(self) -> None:
        """Bring everything to the disk."""
        with self._guard:
            os.fsync(self._file)
            os.close(self._file)


def _kept(path: Path) -> list[dict[str, Any]]:
    """The lines of results that are done, one for each key; a torn last line is none."""
    if not path.exists():
        return []
    *lines, torn = path.read_bytes().split(b"\n")
    kept: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        try:
            result = json.loads(line)
        except ValueError:
            result = None
        if not isinstance(result, dict) or not isinstance(result.get("key"), str) or "state" not in result:
            raise DocumentError(f"{path}:{number} is no result of a batch.", fix="name another file for the results")
        if result["state"] in _DONE:
            kept[result["key"]] = result
    if torn and not torn.startswith(b"{"):
        raise DocumentError(
            f"{path}:{len(lines) + 1} is no result of a batch.", fix="name another file for the results"
        )
    return list(kept.values())


def _line(result: Mapping[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"
