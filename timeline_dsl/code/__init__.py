"""Python code from a timeline: what a person would have written to make it."""

from timeline_dsl.code.program import to_python

__all__ = ["to_python"]
