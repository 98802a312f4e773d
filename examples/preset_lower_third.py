"""A name and a line below it, from the second to the seventh second."""

from timeline_dsl.templates.presets import lower_third

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = lower_third(OSS + "talk.mp4", name="Ada Lovelace", role="Mathematician", start=2, end=7)

print(edit.to_json())
