"""Every filter id as a grading of its family, and how near that comes."""

from __future__ import annotations

from timeline_dsl.render.effects import Fidelity
from timeline_dsl.render.looks.filters_grading import Grading

Entry = tuple[Fidelity, Grading]


def _close(**values: object) -> Entry:
    return "close", Grading(**values)  # type: ignore[arg-type]


def _stand_in(**values: object) -> Entry:
    return "stand-in", Grading(**values)  # type: ignore[arg-type]


GREY = 0.0

GRADINGS: dict[str, Entry] = {
    # 90s modern film: low saturation, lifted blacks
    "m1": _close(warm=0.35, saturation=0.7, fade=0.5, contrast=-0.1, shadows=(0.04, 0.0, 0.08), corners=0.25),
    "m2": _close(saturation=0.25, fade=0.3, contrast=0.1),
    "m3": _close(saturation=0.75, fade=0.2, scale=(0.84, 1.04, 1.06), shadows=(-0.06, 0.1, 0.12)),
    "m4": _close(saturation=0.8, fade=0.2, scale=(0.86, 0.97, 1.16), shadows=(-0.05, 0.0, 0.18)),
    "m5": _close(saturation=0.75, fade=0.2, scale=(1.06, 0.82, 0.84), shadows=(0.22, 0.0, 0.05)),
    "m6": _close(bright=-0.45, saturation=0.7, contrast=0.1, corners=0.25),
    "m7": _close(saturation=0.35, fade=0.3, warm=0.45),
    "m8": _close(bright=0.25, saturation=1.12, contrast=0.3, warm=0.06, sharp=0.8),
    # film
    "pf1": _close(contrast=0.85, saturation=0.85, bright=-0.1, corners=0.25, grain=4),
    "pf2": _close(saturation=1.1, contrast=0.2, scale=(0.96, 1.05, 1.0), shadows=(-0.06, 0.08, 0.07), fade=0.1),
    "pf3": _close(warm=0.45, saturation=0.95, fade=0.2, contrast=0.15, corners=0.2),
    "pf4": _close(warm=0.35, saturation=1.2, contrast=0.25, shadows=(0.0, 0.02, 0.06)),
    "pf5": _close(warm=0.4, saturation=0.65, fade=0.6, corners=0.35, grain=6),
    "pf6": _close(inverted=True, fade=0.3, scale=(1.06, 0.92, 0.76)),
    "pf7": _close(warm=-0.6, saturation=0.9, contrast=0.1),
    "pf8": _close(
        fade=0.55, warm=0.2, saturation=0.85, contrast=0.15, shadows=(0.0, 0.06, 0.1), lights=(0.06, 0.05, -0.05)
    ),
    "pf9": _stand_in(saturation=0.55, contrast=0.35, warm=0.15, corners=0.45),
    "pfa": _close(saturation=0.4, contrast=0.45, scale=(0.94, 1.0, 1.04), bright=-0.1, sharp=0.5),
    "pfb": _close(saturation=GREY),
    "pfc": _close(bright=0.45, saturation=0.75, lights=(0.12, 0.12, 0.12), contrast=-0.1),
    # infrared, cool
    "pi1": _close(bright=0.15, warm=-0.25, contrast=0.3, saturation=1.05, sharp=0.6),
    "pi2": _close(bright=-0.2, scale=(1.02, 0.84, 1.1), shadows=(0.08, -0.02, 0.2), saturation=0.9),
    "pi3": _close(scale=(1.16, 0.98, 0.66), saturation=0.95, contrast=0.1),
    "pi4": _close(bright=-0.5, warm=-0.2, saturation=0.75),
    # fresh
    "pl1": _close(contrast=0.35, saturation=0.85, shadows=(-0.1, 0.08, 0.18), lights=(0.2, 0.02, -0.2)),
    "pl2": _close(contrast=-0.3, bright=0.25, saturation=0.95, mist=0.25, lights=(0.04, 0.03, 0.0)),
    "pl3": _close(scale=(0.98, 1.13, 0.86), saturation=1.1, bright=0.15),
    "pl4": _close(bright=0.35, warm=0.3, saturation=1.15),
    # Japanese dreamy
    "pj1": _close(scale=(0.86, 1.08, 0.94), fade=0.25, saturation=0.85, mist=0.2),
    "pj2": _close(warm=0.35, saturation=0.6, fade=0.5, mist=0.2),
    "pj3": _close(warm=0.45, bright=0.3, saturation=1.05, mist=0.25),
    "pj4": _close(warm=0.35, fade=0.4, contrast=-0.35, mist=0.5, bright=0.1),
    # Unsplash
    "delta": _close(scale=(1.12, 0.94, 0.94), bright=0.2, saturation=0.95, lights=(0.06, 0.0, 0.02)),
    "electric": _close(scale=(0.9, 1.08, 0.84), saturation=1.0, contrast=0.2),
    "faded": _close(saturation=0.6, fade=0.5, warm=0.12, contrast=-0.1),
    "slowlived": _close(warm=-0.4, fade=0.45, contrast=-0.25, mist=0.35, saturation=0.8),
    "tokoyo": _stand_in(scale=(0.94, 0.98, 1.12), shadows=(0.06, -0.02, 0.14), contrast=0.3, saturation=0.9),
    "urbex": _close(bright=0.3, contrast=0.3, saturation=0.85, scale=(0.97, 1.0, 1.03), sharp=0.7),
    "warm": _close(warm=0.6, saturation=1.05),
    # 80s negative
    "f1": _stand_in(scale=(0.95, 1.03, 1.1), bright=0.2, saturation=1.1, fade=0.15),
    "f2": _close(bright=0.35, warm=-0.35, saturation=0.7, lights=(0.05, 0.07, 0.1)),
    "f3": _stand_in(warm=0.3, tint=0.2, saturation=0.85, fade=0.3, corners=0.2),
    "f4": _close(scale=(0.88, 0.94, 1.14), saturation=0.7, fade=0.4, shadows=(0.1, 0.0, 0.2), grain=4),
    "f5": _stand_in(bright=0.3, saturation=1.35, warm=0.25, tint=0.12, contrast=0.15),
    "f6": _stand_in(warm=0.3, saturation=0.55, bright=-0.15, fade=0.35, corners=0.35, grain=6),
    "f7": _close(saturation=0.35, scale=(1.1, 0.9, 0.68), bright=-0.1, contrast=0.1),
    # holiday
    "pv1": _close(contrast=0.4, saturation=0.9, sharp=1.5, grain=5),
    "pv2": _close(bright=0.35, scale=(0.93, 1.0, 1.13), saturation=1.15),
    "pv3": _close(bright=0.2, saturation=1.25, scale=(0.97, 1.04, 1.02), contrast=0.15),
    "pv4": _close(fade=0.5, contrast=-0.5, saturation=0.75, mist=0.5),
    "pv5": _close(bright=0.65, contrast=-0.15, saturation=0.9, lights=(0.08, 0.08, 0.08)),
    "pv6": _close(saturation=GREY, contrast=0.4),
    # 90s art film
    "a1": _close(contrast=-0.3, saturation=0.75, warm=0.1, mist=0.3, fade=0.3, corners=0.2),
    "a2": _close(bright=-0.4, saturation=0.6, fade=0.2, warm=0.1, corners=0.2),
    "a3": _close(scale=(0.87, 0.99, 1.16), bright=0.2, saturation=1.15),
    "a4": _stand_in(warm=0.3, fade=0.3, saturation=0.8, contrast=0.2, shadows=(0.0, 0.05, 0.08)),
    "a5": _stand_in(scale=(0.92, 1.03, 1.04), fade=0.3, saturation=0.75, lights=(0.08, 0.02, -0.04)),
    "a6": _stand_in(tint=0.4, fade=0.35, saturation=0.8, contrast=0.1),
    # other
    "old_photo": _close(saturation=0.12, scale=(1.14, 1.0, 0.74), bright=0.12, fade=0.35, corners=0.35, grain=12),
    "image_invert": _close(inverted=True),
    "darkcorner": _close(corners=0.62),
    "strongcontrast": _close(contrast=1.0, saturation=1.15),
    "memory_color": _stand_in(saturation=0.75, warm=0.3, fade=0.35, mist=0.25),
    "castfilter": _stand_in(shadows=(0.0, 0.06, 0.3), lights=(0.12, 0.1, -0.24), contrast=0.1),
    "oldmovie_darkcorner": _close(saturation=0.1, scale=(1.05, 0.97, 0.8), contrast=0.2, corners=0.66, grain=20),
}
"""The ids that are gradings. Those of no clear label stand in by their family."""
