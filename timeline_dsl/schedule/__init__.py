"""When every clip plays, and `pin`; the only time sums in the house."""

from timeline_dsl.schedule.plan import ClipPlan, LedgerEntry, Schedule, TrackPlan, TransitionPlan
from timeline_dsl.schedule.resolve import schedule

__all__ = ["ClipPlan", "LedgerEntry", "Schedule", "TrackPlan", "TransitionPlan", "schedule"]
