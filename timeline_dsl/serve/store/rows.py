"""One class per table: its fields are the columns, and nothing else states them."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import attrs

JobStatus = Literal["Init", "Queuing", "Processing", "Success", "Failed"]
MediaStatus = Literal["Init", "Preparing", "PrepareFail", "Normal"]
ExportStatus = Literal["Init", "Processing", "Success", "Failed"]


def column(*, default: Any = attrs.NOTHING, sql: str = "") -> Any:
    """A column; `sql` adds a constraint such as UNIQUE."""
    return attrs.field(default=default, metadata={"sql": sql})


@attrs.frozen(kw_only=True)
class Row:
    """A row of a table. `seq` counts in order of arrival and is given by the database."""

    TABLE: ClassVar[str]
    KEY: ClassVar[str]
    INDEXES: ClassVar[tuple[str, ...]] = ()

    seq: int = column(default=0, sql="PRIMARY KEY AUTOINCREMENT")


@attrs.frozen(kw_only=True)
class Job(Row):
    """A production job. Texts that the service keeps as JSON strings are kept as they came."""

    TABLE = "jobs"
    KEY = "job_id"
    INDEXES = ("status", "project_id", "create_time")

    job_id: str = column(sql="UNIQUE")
    project_id: str
    media_id: str
    vod_media_id: str | None = None
    media_url: str
    bucket: str
    object: str
    status: JobStatus = "Init"
    code: str | None = None
    message: str | None = None
    progress: int = 0
    duration: float | None = None
    timeline: str
    template_id: str | None = None
    clips_param: str | None = None
    user_data: str | None = None
    output_config: str  # without the secrets of an S3 target
    produce_config: str | None = None
    media_metadata: str | None = None
    create_time: str
    modified_time: str
    complete_time: str | None = None
    attempt: int = 0  # counts starts; only the latest start may finish the job
    crashes: int = 0  # starts that ended because the worker process died
    rendered: float | None = None  # seconds of output that lie ready in the workshop, not yet moved to their place
    drawing: str | None = None  # the resolved timeline, for the page
    report: str | None = None  # what the local engine could not play exactly


@attrs.frozen(kw_only=True)
class Project(Row):
    """An editing project."""

    TABLE = "projects"
    KEY = "project_id"

    project_id: str = column(sql="UNIQUE")
    title: str
    description: str | None = None
    timeline: str | None = None
    template_id: str | None = None
    clips_param: str | None = None
    cover_url: str | None = None
    business_config: str | None = None
    business_status: str | None = None
    project_type: str = "EditingProject"
    template_type: str | None = None
    status: str = "Draft"
    duration: float | None = None
    error_code: str | None = None
    error_message: str | None = None
    create_source: str = "OpenAPI"
    modified_source: str = "OpenAPI"
    create_time: str
    modified_time: str


@attrs.frozen(kw_only=True)
class Template(Row):
    """A template, its Config kept verbatim."""

    TABLE = "templates"
    KEY = "template_id"

    template_id: str = column(sql="UNIQUE")
    name: str
    type: str
    config: str
    cover_url: str | None = None
    preview_media: str | None = None
    related_media_ids: str | None = None
    status: str = "Available"
    source: str = "OpenAPI"
    creation_time: str
    modified_time: str


@attrs.frozen(kw_only=True)
class Media(Row):
    """A media asset: an object under the root with what the analysis found in it."""

    TABLE = "media"
    KEY = "media_id"
    INDEXES = ("input_url", "status", "vod_media_id")

    media_id: str = column(sql="UNIQUE")
    vod_media_id: str | None = None
    input_url: str
    bucket: str
    object: str
    title: str | None = None
    description: str | None = None
    tags: str | None = None
    category_id: int | None = None
    cover_url: str | None = None
    media_type: str | None = None
    business_type: str = "general"
    reference_id: str | None = None
    user_data: str | None = None
    source: str = "oss"
    status: MediaStatus = "Init"
    facts: str | None = None
    job_id: str | None = None  # the job that produced it
    create_time: str
    modified_time: str


@attrs.frozen(kw_only=True)
class Export(Row):
    """A project export job: the timeline as the schedule resolved it."""

    TABLE = "exports"
    KEY = "job_id"
    INDEXES = ("status",)

    job_id: str = column(sql="UNIQUE")
    project_id: str | None = None
    export_type: str = "BaseTimeline"
    timeline: str
    output_config: str | None = None
    user_data: str | None = None
    status: ExportStatus = "Init"
    code: str | None = None
    message: str | None = None
    result: str | None = None
    create_time: str


@attrs.frozen(kw_only=True)
class Callback(Row):
    """An event on its way to a NotifyAddress; it stays until it was taken or given up."""

    TABLE = "callbacks"
    KEY = "callback_id"
    INDEXES = ("outcome",)

    callback_id: str = column(sql="UNIQUE")
    job_id: str
    address: str
    event: str
    attempts: int = 0
    due: float = 0.0  # seconds since the epoch
    outcome: str | None = None  # None while it is still to be sent


@attrs.frozen(kw_only=True)
class Token(Row):
    """A ClientToken that was used: for which call, with which parameters, and what was answered."""

    TABLE = "tokens"
    KEY = "token_key"

    token_key: str = column(sql="UNIQUE")  # access key, call and token
    parameters: str  # SHA-256 of the parameters
    answer: str


@attrs.frozen(kw_only=True)
class Nonce(Row):
    """A signature nonce that was used."""

    TABLE = "nonces"
    KEY = "nonce_key"
    INDEXES = ("seen",)

    nonce_key: str = column(sql="UNIQUE")
    seen: float  # seconds since the epoch


TABLES: tuple[type[Row], ...] = (Job, Project, Template, Media, Export, Callback, Token, Nonce)
