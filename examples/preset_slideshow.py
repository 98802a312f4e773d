"""A slideshow with transitions between the pictures."""

import timeline_dsl as td
from timeline_dsl.templates.presets import slideshow

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = slideshow([OSS + "1.jpg", OSS + "2.jpg", OSS + "3.jpg"], each=4, seam=td.transition("fade", 0.5))

print(edit.to_json())
