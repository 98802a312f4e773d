"""The service's calls: one function per action, found by name in `ACTIONS`."""

from timeline_dsl.serve.calls import exports, jobs, media, projects, templates
from timeline_dsl.serve.calls.table import ACTIONS, Action, Call, Realm

# The families register their calls when they are imported.
FAMILIES = (jobs, projects, templates, media, exports)

__all__ = ["ACTIONS", "FAMILIES", "Action", "Call", "Realm"]
