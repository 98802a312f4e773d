"""Greetings as videos."""

import timeline_dsl as td
from timeline_dsl.templates import Media

OSS = "https://greetings.oss-cn-shanghai.aliyuncs.com/"


@td.template
def greeting(clip: Media, name: str) -> td.Timeline:
    """A film that says hello to somebody."""
    style = td.TextStyle(size=60, color="#FFFFFF", align="TopCenter", y="80%")
    return td.Timeline(size=(1280, 720)).video(td.video(clip)[0:4], main=True).text(name, start=1, end=3, style=style)
