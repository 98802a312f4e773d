"""The schemas as files: `schemas/` beside the package in a checkout, inside the package in a wheel."""

from __future__ import annotations

import json
from pathlib import Path

from timeline_dsl.documents import save_text
from timeline_dsl.errors import UsageError
from timeline_dsl.schema.build import NAMES, build, known
from timeline_dsl.schema.fields import Schema

_PACKAGE = Path(__file__).parent.parent
FOLDERS = (_PACKAGE.parent / "schemas", _PACKAGE / "schemas")


def file_name(name: str) -> str:
    """The file in which a schema is kept."""
    return f"{name}.schema.json"


def load(name: str) -> Schema:
    """The schema called `name` (`"timeline"`, `"request"` …) from its file. Raises `UsageError` for an unknown name."""
    wanted = file_name(known(name))
    for folder in FOLDERS:
        path = folder / wanted
        if path.is_file():
            read: Schema = json.loads(path.read_text(encoding="utf-8"))
            return read
    raise UsageError(
        f"{wanted} is neither in {FOLDERS[0]} nor in the package", fix="write it: timeline-dsl schema --write schemas/"
    )


def write(folder: str | Path) -> tuple[Path, ...]:
    """Write all schemas into a folder, made when it is missing; the paths written."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = tuple(target / file_name(name) for name in NAMES)
    for name, path in zip(NAMES, paths, strict=True):
        save_text(path, text(name))
    return paths


def text(name: str) -> str:
    """A schema as the text of its file."""
    return json.dumps(build(name), ensure_ascii=False, indent=2) + "\n"
