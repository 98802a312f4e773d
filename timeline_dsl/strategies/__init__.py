"""Hypothesis strategies of the model, valid by construction, and nearly valid ones with one planted fault."""

from importlib.util import find_spec

from timeline_dsl.errors import MissingExtra

if find_spec("hypothesis") is None:
    raise MissingExtra("hypothesis, which draws test data,", "testing")

from timeline_dsl.strategies.clips import audio_clips, image_clips, oss_urls, subtitle_clips, text_clips, video_clips  # noqa: E402  # after the sentence about what is missing
from timeline_dsl.strategies.fields import of, values
from timeline_dsl.strategies.planted import Planted, faulty, plantable
from timeline_dsl.strategies.requests import output_configs, requests, template_params
from timeline_dsl.strategies.timelines import timelines
from timeline_dsl.strategies.tracks import audio_tracks, effect_tracks, subtitle_tracks, video_tracks

__all__ = [
    "Planted",
    "audio_clips",
    "audio_tracks",
    "effect_tracks",
    "faulty",
    "image_clips",
    "of",
    "oss_urls",
    "output_configs",
    "plantable",
    "requests",
    "subtitle_clips",
    "subtitle_tracks",
    "template_params",
    "text_clips",
    "timelines",
    "values",
    "video_clips",
    "video_tracks",
]
