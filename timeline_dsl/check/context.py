"""What a rule may look at besides its node: the whole document, the region of the call, materials, the schedule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from timeline_dsl.check.rule import Seen
from timeline_dsl.materials import Materials
from timeline_dsl.request import OutputMediaConfig, Request
from timeline_dsl.timeline import Timeline

if TYPE_CHECKING:  # the schedule is loaded when the first rule asks for it
    from timeline_dsl.schedule import ClipPlan, Schedule

DocumentKind = Literal["timeline", "request", "output-config", "template"]


@attrs.define(kw_only=True, slots=False)
class Context:
    """One document under check. What was not given (region, materials) is None, and its rules stay silent.

    `document` is the reader's own document, `root` the value read from it; a request's JSON texts are already opened.
    `written` is a request as it was given, its texts unopened: what travels is measured there.
    `clips_param` holds the values for a template's blanks, `template_status` its state as the service tells it.
    """

    kind: DocumentKind
    document: Any
    root: Any
    timeline: Timeline | None
    region: str | None = None
    materials: Materials | None = None
    durations: Mapping[str, Any] | None = None
    output: OutputMediaConfig | None = None
    request: Request | None = None
    clips_param: Mapping[str, Any] | None = None
    template_status: str | None = None
    written: Any = None
    timeline_path: str = ""
    nodes: dict[type, list[Seen]] = attrs.field(factory=dict)

    def all(self, *kinds: type[Any]) -> list[Seen]:
        """Every node of the classes `kinds`, at its place."""
        return [seen for kind in kinds for seen in self.nodes.get(kind, ())]

    @cached_property
    def plan(self) -> Schedule | None:
        """The schedule of the timeline, worked out when a rule asks for it. Raises `UsageError` for wrong durations."""
        if self.timeline is None:
            return None
        from timeline_dsl.schedule import schedule

        cap = self.output.max_duration if self.output is not None else None
        return schedule(
            self.timeline,
            media=self.materials,
            durations=self.durations,
            max_duration=cap if isinstance(cap, int | float) and cap > 0 else None,
        )

    def clip_plan(self, seen: Seen) -> ClipPlan | None:
        """When the clip `seen` plays, or None when that is not known."""
        plan = self.plan
        return None if plan is None else plan.clips.get(seen.path.removeprefix(self.timeline_path))
