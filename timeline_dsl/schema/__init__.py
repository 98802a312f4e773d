"""The JSON Schemas of the model: built from the field facts and the catalogue, written to and read from `schemas/`."""

from timeline_dsl.schema.build import NAMES, build
from timeline_dsl.schema.files import load, write

__all__ = ["NAMES", "build", "load", "write"]
