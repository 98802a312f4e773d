"""One timeline for each row of a table."""

import tempfile
from pathlib import Path

import timeline_dsl as td
from timeline_dsl.templates import Media, timelines

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
TABLE = f"""title,clip
Wall clock,{OSS}clock.mp4
Pocket watch,{OSS}watch.mp4
"""


@td.template
def card(title: str, clip: Media) -> td.Timeline:
    """A title over a film."""
    return td.Timeline(size=(1280, 720)).video(td.video(clip)[0:5], main=True).text(title, start=0, end=3)


with tempfile.TemporaryDirectory() as folder:
    table = Path(folder) / "cards.csv"
    table.write_text(TABLE, encoding="utf-8")
    for edit in timelines(card, table):
        print(edit.to_json())
