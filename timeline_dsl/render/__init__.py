"""The local engine: plays a timeline with FFmpeg."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline_dsl.render.batch import Job, Outcome, render_many
    from timeline_dsl.render.fidelity import report as fidelity_report
    from timeline_dsl.render.play import render
    from timeline_dsl.render.rendered import FidelityLine, Rendered
    from timeline_dsl.render.stills import sheet, still

_HOME = {
    "render": ("play", "render"),
    "still": ("stills", "still"),
    "sheet": ("stills", "sheet"),
    "Rendered": ("rendered", "Rendered"),
    "FidelityLine": ("rendered", "FidelityLine"),
    "fidelity_report": ("fidelity", "report"),
    "render_many": ("batch", "render_many"),
    "Job": ("batch", "Job"),
    "Outcome": ("batch", "Outcome"),
}

__all__ = ["FidelityLine", "Job", "Outcome", "Rendered", "fidelity_report", "render", "render_many", "sheet", "still"]


def __getattr__(name: str) -> Any:
    """A name of this room, its module loaded when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOME[name]
    value = getattr(import_module(f"{__name__}.{module}"), attribute)
    globals()[name] = value
    return value
