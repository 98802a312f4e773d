"""What all tests share."""

import os

os.environ.setdefault("TIMELINE_DSL_CACHE", "off")  # tests of the cache name a folder of their own

pytest_plugins = ["pytester"]
