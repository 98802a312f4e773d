"""Pytest plugin: assertions about timelines, golden timelines, media made on demand."""
