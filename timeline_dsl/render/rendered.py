"""What a render gives back: the file, its size and length, how near each effect came, timings and commands."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import Finding
from timeline_dsl.render.effects import Fidelity
from timeline_dsl.render.place import Size
from timeline_dsl.units import Time, wire_seconds

ORDER: tuple[Fidelity, ...] = ("exact", "close", "stand-in", "missing")
"""From the best to the worst."""


@attrs.frozen(kw_only=True, slots=True)
class FidelityLine:
    """How near one effect of the timeline comes: `path` is its JSON Pointer, `effect` its Type and id."""

    path: str
    effect: str
    fidelity: Fidelity
    why: str = ""

    def to_dict(self) -> dict[str, str]:
        """The line as plain JSON values."""
        return {"path": self.path, "effect": self.effect, "fidelity": self.fidelity, "why": self.why}

    def __str__(self) -> str:
        return f"{self.fidelity}: {self.effect} at {self.path}" + (f" ({self.why})" if self.why else "")


@attrs.frozen(kw_only=True, slots=True)
class Rendered:
    """A finished render. `duration` is exact seconds, `size` pixels and `fps` frames a second (None without picture).

    `report` has a line for every effect, `notes` tells what else differs from what was asked, `timings` are seconds of
    wall time by step, `commands` the FFmpeg commands that were run. The picture was made in so many `parts`; `reused`
    counts the parts of picture and sound that were kept from an earlier render. `fonts` tells which font was used for
    which name, `findings` what of the texts cannot be drawn.
    """

    path: Path
    duration: Time
    size: Size | None = None
    fps: Fraction | None = None
    report: tuple[FidelityLine, ...] = ()
    notes: tuple[str, ...] = ()
    timings: Mapping[str, float] = attrs.field(factory=dict, hash=False)
    commands: tuple[tuple[str, ...], ...] = ()
    parts: int = 1
    reused: int = 0
    fonts: tuple[Mapping[str, object], ...] = attrs.field(default=(), hash=False)
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON values."""
        return {
            "path": str(self.path),
            "duration": wire_seconds(self.duration),
            "width": self.size[0] if self.size else None,
            "height": self.size[1] if self.size else None,
            "fps": round(float(self.fps), 4) if self.fps else None,
            "fidelity": [line.to_dict() for line in self.report],
            "notes": list(self.notes),
            "timings": {step: round(seconds, 4) for step, seconds in self.timings.items()},
            "parts": self.parts,
            "reused": self.reused,
            "fonts": [dict(font) for font in self.fonts],
            "findings": [finding.to_dict() for finding in self.findings],
            "commands": [list(command) for command in self.commands],
        }

    def summary(self) -> str:
        """The result in a few lines for people."""
        shape = f", {self.size[0]}x{self.size[1]} at {float(self.fps or 0):g} frames/s" if self.size else ", sound only"
        lines = [f"{float(self.duration):.3f} s{shape}, made in {self.timings.get('total', 0.0):.1f} s"]
        counts = Counter(line.fidelity for line in self.report)
        if counts:
            told = ", ".join(f"{counts[label]} {label}" for label in ORDER if counts[label])
            lines.append(f"effects: {told}")
        lines += [f"  {line}" for line in self.report if line.fidelity in ("stand-in", "missing")]
        lines += [f"note: {note}" for note in self.notes]
        return "\n".join(lines)

    def command_lines(self) -> tuple[str, ...]:
        """The FFmpeg commands as they would be typed into a shell."""
        return tuple(shlex.join(command) for command in self.commands)
