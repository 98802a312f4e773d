"""A batch as a program, so that a test can kill it: `client.py ADDRESS ROWS RESULTS TRANSPORT RATE ID SECRET`."""

import sys

from timeline_dsl.submit import Cloud, Retry
from timeline_dsl.submit.batch import read_rows, run_batch

if __name__ == "__main__":
    address, rows, results, transport, rate, key, secret = sys.argv[1:]
    cloud = Cloud(
        "cn-shanghai",
        credentials=(key, secret),
        endpoint=address,
        transport=transport,
        rate=int(rate),
        retry=Retry(base=0.02, cap=0.2, total=60),
    )
    progress = run_batch(cloud, read_rows(rows), results)
    print(progress, flush=True)
    sys.exit(0 if progress.ok else 1)
