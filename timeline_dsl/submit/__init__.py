"""Submitting to the service, exactly once."""

from timeline_dsl.submit.cloud import Cloud
from timeline_dsl.submit.credentials import Credentials
from timeline_dsl.submit.job import Job, Result, StillRunning
from timeline_dsl.submit.ledger import KeyConflict, Ledger
from timeline_dsl.submit.retry import GaveUp, Retry
from timeline_dsl.submit.service import NoAnswer, Service, ServiceError

__all__ = [
    "Cloud",
    "Credentials",
    "Job",
    "Result",
    "Service",
    "Ledger",
    "Retry",
    "ServiceError",
    "NoAnswer",
    "KeyConflict",
    "GaveUp",
    "StillRunning",
]
