"""From what a caller submits to the parameters of the call: each one text, the structured ones JSON inside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from timeline_dsl.errors import UsageError, shown
from timeline_dsl.node import Node, dump
from timeline_dsl.request import OutputTarget, Request, Source, decoded
from timeline_dsl.submit.secrets import Redactor
from timeline_dsl.timeline import Timeline

# A structured parameter as a value of the model or as its plain JSON object.
Structure: TypeAlias = Node | Mapping[str, Any]
# A timeline, `(template id, parameters)`, or the id of an editing project.
Subject: TypeAlias = Structure | tuple[str, Mapping[str, Any]] | str
# The address of the file to make, or a whole OutputMediaConfig.
Output: TypeAlias = Structure | str


@attrs.frozen(kw_only=True)
class Settings:
    """What travels with a submission besides its subject and its output. None is not sent."""

    target: OutputTarget | None = None
    project_metadata: Structure | None = None
    media_metadata: Structure | None = None
    user_data: Structure | None = None
    editing_produce_config: Structure | None = None
    source: Source | None = None


def parameters_of(subject: Subject, output: Output | None, settings: Settings) -> dict[str, str]:
    """The parameters of SubmitMediaProducingJob, the ClientToken apart. A whole Request brings its own of each.

    The members of an OutputMediaConfig also tell its target, unless `settings` names one.
    """
    given = subject.to_params() if isinstance(subject, Request) else _source_of(subject)
    config = _at_address(output, subject) if isinstance(output, str) else _plain(output)
    params = {
        "OutputMediaTarget": settings.target or _target_of(config or {}),
        "OutputMediaConfig": _json(config),
        "ProjectMetadata": _json(_plain(settings.project_metadata)),
        "MediaMetadata": _json(_plain(settings.media_metadata)),
        "UserData": _json(_plain(settings.user_data)),
        "EditingProduceConfig": _json(_plain(settings.editing_produce_config)),
        "Source": settings.source,
    }
    return {**given, **{name: value for name, value in params.items() if value is not None}}


def shown_request(params: Mapping[str, str]) -> dict[str, Any]:
    """The parameters for a person's eyes: JSON texts opened, secrets masked."""
    return {name: Redactor().value(value) for name, value in decoded(params).items()}


def _source_of(subject: Subject) -> dict[str, str]:
    if isinstance(subject, str):
        if not subject:
            raise UsageError("The project id is empty.")
        return {"ProjectId": subject}
    if isinstance(subject, tuple):
        if len(subject) != 2 or not isinstance(subject[0], str) or not isinstance(subject[1], Mapping):
            raise UsageError(
                f"A template is submitted as (template id, parameters), not as {shown(subject)}.",
                fix="write ('id', {}) when every parameter has a default",
            )
        return {"TemplateId": subject[0], "ClipsParam": _json(subject[1]) or ""}
    if not isinstance(subject, Timeline | Mapping):
        raise UsageError(
            f"A {type(subject).__name__} cannot be submitted.",
            fix="give a timeline, (template id, parameters), a project id or a whole Request",
        )
    return {"Timeline": _json(_plain(subject)) or ""}


def _plain(value: Structure | None) -> Mapping[str, Any] | None:
    """A structure as plain JSON values. Nothing is checked here: the whole request is, later."""
    return dump(value) if isinstance(value, Node) else value


def _at_address(url: str, subject: Subject) -> dict[str, Any]:
    """The output at `url`, in the size and frame rate that the timeline was composed for."""
    config: dict[str, Any] = {"MediaURL": url}
    if isinstance(subject, Timeline) and subject.size is not None:
        config["Width"], config["Height"] = subject.size
    if isinstance(subject, Timeline) and subject.fps is not None:
        config["Video"] = {"Fps": subject.fps}
    return config


def _target_of(config: Mapping[str, Any]) -> OutputTarget | None:
    """The target that the members of an output configuration speak of; None leaves the service's default, OSS."""
    if "MediaURL" in config:
        return None
    if "StorageLocation" in config or "VodTemplateGroupId" in config:
        return "vod-media"
    return "S3" if {"Endpoint", "Bucket", "ObjectKey"} <= config.keys() else None


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
