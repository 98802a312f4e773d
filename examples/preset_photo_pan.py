"""Photos, each slowly panned towards its upper left."""

from timeline_dsl.templates.presets import photo_pan

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = photo_pan([OSS + "1.jpg", OSS + "2.jpg"], each=6, last="0,0,0.7,0.7")

print(edit.to_json())
