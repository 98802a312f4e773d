"""Moments as the service writes them: UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime

FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """`moment` as `YYYY-MM-DDThh:mm:ssZ`."""
    return moment.astimezone(UTC).strftime(FORM)


def read(text: str) -> datetime:
    """The moment that `YYYY-MM-DDThh:mm:ssZ` names; ValueError for anything else."""
    return datetime.strptime(text, FORM).replace(tzinfo=UTC)
