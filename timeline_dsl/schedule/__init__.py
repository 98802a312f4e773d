"""When every clip plays, and `pin`; the only time sums in the house."""

from timeline_dsl.schedule.pinned import pin
from timeline_dsl.schedule.plan import ClipPlan, LedgerEntry, Schedule, TrackPlan, TransitionPlan
from timeline_dsl.schedule.resolve import schedule
from timeline_dsl.schedule.windows import effect_span

__all__ = ["ClipPlan", "LedgerEntry", "Schedule", "TrackPlan", "TransitionPlan", "effect_span", "pin", "schedule"]
