"""Two, three and four videos beside each other, one after the other on paper."""

from timeline_dsl.templates.presets import split_in_four, split_in_three, split_in_two

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

a, b, c, d = (OSS + f"camera{number}.mp4" for number in range(1, 5))
for split in (split_in_two(a, b), split_in_three(a, b, c)):
    print(split.to_json())
edit = split_in_four(a, b, c, d)

print(edit.to_json())
