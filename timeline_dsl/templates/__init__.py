"""Timelines with named blanks: written in Python, given as a Config of the service, filled from rows."""

from timeline_dsl.templates.contract import Media, MediaId, Parameter, Position, Seconds
from timeline_dsl.templates.expansion import expand
from timeline_dsl.templates.kinds import Template, template
from timeline_dsl.templates.rows import Attempt, RowError, attempts, timelines

__all__ = [
    "Attempt",
    "Media",
    "MediaId",
    "Parameter",
    "Position",
    "RowError",
    "Seconds",
    "Template",
    "attempts",
    "expand",
    "template",
    "timelines",
]
