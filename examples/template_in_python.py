"""A template written in Python: called for a timeline, stored at the service as a regular template."""

import json

import timeline_dsl as td
from timeline_dsl.templates import Media, Seconds

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"


@td.template
def offer(product: Media, name: str, price: str, each: Seconds = 3) -> td.Timeline:
    """One product: its film, its name, then its price.

    product: The film.
    name: What it is called.
    price: What it costs, as text.
    each: How long name and price stand.
    """
    style = td.TextStyle(size=60, color="#FFFFFF", align="TopCenter", y="80%")
    texts = [td.text(name, start=0, end=each, style=style), td.text(price, start=each, style=style)]
    return td.Timeline(size=(1280, 720)).video(td.video(product), main=True).subtitles(texts)


print(offer(OSS + "clock.mp4", "Wall clock", "$40").to_json())
print(json.dumps(offer.to_config(), indent=2))
print(offer.clips_param(OSS + "clock.mp4", "Wall clock", "$40"))
