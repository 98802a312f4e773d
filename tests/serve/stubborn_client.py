"""A caller that submits jobs over and over until each is accepted: `stubborn_client.py ADDRESS COUNT`.

It keeps nothing: started again after a kill, it begins at the first job, with the same tokens.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.models import Config
from conftest import KEY, clip, output, timeline
from darabonba.exceptions import DaraException, UnretryableException


def submit(client: Client, number: int) -> str:
    """The id of the job with this number, once the endpoint has said it."""
    request = models.SubmitMediaProducingJobRequest(
        timeline=timeline(clip(Out=0.2)), output_media_config=output(f"many/{number}.mp4"), client_token=f"job-{number}"
    )
    while True:
        try:
            job_id: str = client.submit_media_producing_job(request).body.job_id
            return job_id
        except UnretryableException:
            time.sleep(0.02)  # the connection was cut: nobody knows whether the job was accepted
        except DaraException as refused:
            if refused.code not in ("Throttling.User", "ServiceUnavailable", "InternalError"):
                raise
            time.sleep(0.02)


def main() -> None:
    """Submit COUNT jobs by four threads and print their ids."""
    address, count = sys.argv[1], int(sys.argv[2])
    client = Client(
        Config(
            access_key_id=KEY[0], access_key_secret=KEY[1], endpoint=address, protocol="http", region_id="cn-shanghai"
        )
    )
    with ThreadPoolExecutor(4) as threads:
        for job_id in threads.map(lambda number: submit(client, number), range(count)):
            print(job_id, flush=True)


if __name__ == "__main__":
    main()
