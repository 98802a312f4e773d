"""Thousands of submissions from one file, resumable at any point."""

from timeline_dsl.submit.batch.rows import Row, read_rows
from timeline_dsl.submit.batch.run import Progress, run_batch
from timeline_dsl.submit.batch.table import progress_table

__all__ = ["Progress", "Row", "progress_table", "read_rows", "run_batch"]
