"""How long the materials are: what the caller says, and what the files on this machine say."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from timeline_dsl.errors import MissingMaterial, RenderError, UsageError, shown
from timeline_dsl.materials import Materials, without_query
from timeline_dsl.node.limits import HUGE
from timeline_dsl.schedule.ticks import Ticks, exact_ticks
from timeline_dsl.units import TICKS, Time, exact_seconds

_FIX = 'give seconds by MediaId or address: durations={"https://…/a.mp4": 12.5}'


class Lengths:
    """Lengths of materials in ticks by address or MediaId; None for what nobody knows.

    A file is looked for and opened when its length is first asked for.
    """

    def __init__(self, media: object = None, durations: Mapping[str, Any] | None = None) -> None:
        self._materials = Materials.of(media) if media is not None else None
        self._known: dict[str, Ticks | None] = _told(durations)
        self.known = bool(self._known) or self._materials is not None

    def of(self, name: str | None) -> Ticks | None:
        """The length of the material called `name`."""
        if not name or not self.known:
            return None
        if name not in self._known:
            bare = without_query(name)
            self._known[name] = self._known[bare] if bare in self._known else self._measured(name)
        return self._known[name]

    def told(self, name: str | None) -> Ticks | None:
        """The length that the caller gave for `name`; no file is looked for."""
        return self._known.get(name) if name else None

    def seconds(self, name: str) -> Time | None:
        """The length that the caller gave for `name`, in seconds."""
        length = self.told(name)
        return None if length is None else Fraction(length, TICKS)

    def _measured(self, name: str) -> Ticks | None:
        path = self._materials.find(name) if self._materials is not None else None
        if path is None:
            return None
        from timeline_dsl.render.probe import probe  # only who gives materials needs a prober

        try:
            length: Time | None = probe(path).duration
        except (MissingMaterial, RenderError):  # a file that cannot be played has no length; the render says why
            return None
        return None if length is None else exact_ticks(length)


def _told(durations: Mapping[str, Any] | None) -> dict[str, Ticks | None]:
    if durations is None:
        return {}
    if not isinstance(durations, Mapping):
        raise UsageError(f"durations must map materials to seconds (got {shown(durations)})", fix=_FIX)
    return {str(name): _length(name, value) for name, value in durations.items()}


def _length(name: object, value: object) -> Ticks | None:
    if isinstance(value, Mapping):
        value = value.get("duration")
    if value is None:
        return None
    if not isinstance(value, int | float | str | Fraction) or isinstance(value, bool):
        raise UsageError(f"the duration of {shown(name)} must be a number of seconds (got {shown(value)})", fix=_FIX)
    length = exact_seconds(value, name=f"the duration of {shown(name)}")
    if length >= HUGE:
        raise UsageError(f"the duration of {shown(name)} is too long to be true (got {shown(value)})", fix=_FIX)
    return exact_ticks(length)
