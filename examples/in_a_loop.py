"""A thousand clips in a loop: the recorder keeps appending cheap."""

import timeline_dsl as td

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

with td.draft(size=(1280, 720), fps=25) as reel:
    for number in range(1000):
        reel.main.add(td.video(f"{OSS}shot{number:04d}.mp4")[0:2])
        reel.text(
            f"Shot {number}",
            start=2 * number,
            end=2 * number + 1.5,
            style=td.TextStyle(size=32, align="TopCenter", y="90%"),
        )

timeline = reel.timeline

if __name__ == "__main__":
    print(timeline.schedule().duration)
