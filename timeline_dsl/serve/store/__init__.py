"""What the endpoint remembers: one SQLite file under the root, sound after a kill at any moment."""

from timeline_dsl.serve.store.database import Database, Transaction
from timeline_dsl.serve.store.rows import Callback, Export, Job, JobStatus, Media, MediaStatus, Project, Template, Token

__all__ = [
    "Callback",
    "Database",
    "Export",
    "Job",
    "JobStatus",
    "Media",
    "MediaStatus",
    "Project",
    "Template",
    "Token",
    "Transaction",
]
