"""Imports run one way, modules stay small, and importing the package costs next to nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import timeline_dsl

PACKAGE = Path(timeline_dsl.__file__).parent

FLOORS = [
    ["errors"],
    ["units"],
    ["node"],
    ["catalog", "materials", "documents", "encodings"],
    ["effects"],
    ["clips"],
    ["style", "tracks", "canvas"],
    ["nouns"],
    ["timeline"],
    ["builder", "request"],
    ["schedule"],
    ["check"],
    ["schema"],
    ["interchange", "code", "render"],
    ["templates"],
    ["strategies"],
    ["submit"],
    ["serve"],
    ["pytest_plugin"],
    ["cli"],
    ["__init__", "__main__"],
]
"""The rooms from the ground up. A room imports from lower floors and from itself."""

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

HOPS = {
    "timeline": {"check", "schedule", "render", "code", "interchange"},
    "schedule": {"render"},
    "check": {"schema", "render", "templates"},
    "effects": {"catalog"},
}
"""What a room may import while it runs (inside a function), though it lies higher: the methods of Timeline that call
one room each, and the probing of materials when the caller gave some."""

EXTRAS = {
    "av",
    "click",
    "rich",
    "numpy",
    "imageio_ffmpeg",
    "pysubs2",
    "hypothesis",
    "pytest",
    "opentimelineio",
    "starlette",
    "uvicorn",
    "distributed",
    "dask",
    "jsonschema",
    "jsonschema_rs",
    "espeakng_loader",
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, bool, int]]:
    """Imported rooms of the package: name, whether the import runs with the module, line."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    found: list[tuple[str, bool, int]] = []

    def visit(node: ast.AST, at_once: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ImportFrom) and child.module and child.module.split(".")[0] == "timeline_dsl":
                parts = child.module.split(".")
                names = (
                    [parts[1]] if len(parts) > 1 else [alias.name for alias in child.names if alias.name in FLOOR_OF]
                )
                found.extend((name, at_once, child.lineno) for name in names)
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                for line in child.orelse:
                    visit(line, at_once)
            else:
                visit(child, at_once and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))

    visit(tree, True)
    return found


def test_every_room_has_a_floor():
    assert {room_of(path) for path in modules()} <= set(FLOOR_OF)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_never_climb(path):
    room = room_of(path)
    climbing = [
        f"line {line}: {name}"
        for name, at_once, line in imports(path)
        if name != room and FLOOR_OF[name] >= FLOOR_OF[room] and (at_once or name not in HOPS.get(room, set()))
    ]
    assert not climbing, f"{path.name} ({room}) imports from the same or a higher floor: {climbing}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_tells_what_it_holds_and_stays_small(path):
    text = path.read_text(encoding="utf8")
    assert ast.get_docstring(ast.parse(text)), "a module begins with the one thing it holds"
    written = path.name == "ids.py"  # generated from the catalogue
    assert written or text.count("\n") <= 400, "a module that passes 400 lines becomes a package"


def test_importing_the_package_loads_no_extra_and_no_validator():
    code = "import sys, timeline_dsl; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not EXTRAS & {name.partition(".")[0] for name in loaded}


def test_composing_loads_no_extra_and_no_validator():
    code = (
        "import sys, timeline_dsl as td; td.Timeline().video(td.video('https://b-b.oss-cn-shanghai.aliyuncs.com/a.mp4')[0:1]).to_dict(check=False);"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not EXTRAS & {name.partition(".")[0] for name in loaded}


def test_every_exported_name_can_be_imported():
    for name in timeline_dsl.__all__:
        assert getattr(timeline_dsl, name) is not None


def test_type_checkers_see_the_names_that_run_time_exports():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == {name: f"timeline_dsl.{room}" for name, room in timeline_dsl._HOME.items()}
