from __future__ import annotations

import asyncio
import logging

import pytest

from timeline_dsl.catalog import table
from timeline_dsl.errors import JobFailed
from timeline_dsl.submit import Result, StillRunning
from timeline_dsl.submit import job as job_room
from timeline_dsl.submit.job import Job, family_of, job_of

from .conftest import EDIT, OSS

OUT = OSS + "out.mp4"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(job_room, "_FIRST_LOOK", 0.01)
    monkeypatch.setattr(job_room, "_RAREST", 0.02)


@pytest.mark.parametrize("row", table("job_states"), ids=lambda row: row.id)
def test_every_status_of_the_catalogue_has_its_family(row):
    assert family_of(row.id) == row.family
    assert row.family in ("running", "succeeded", "failed")


def test_a_job_is_followed_to_its_end(either):
    seen = []
    job = either.submit(EDIT, output=OUT, key="k").wait(timeout=10, on_progress=seen.append)
    assert (job.status, job.media_url, job.duration, job.key, job.done) == ("Success", OUT, 14.0, "k", True)
    assert [(step.status, step.progress) for step in seen] == [("Queuing", 33), ("Processing", 66), ("Success", 100)]
    assert job.result() == Result(job_id="job-1", media_url=OUT, media_id="media-1", vod_media_id=None, duration=14.0)


def test_the_end_is_written_in_the_ledger(cloud):
    cloud.submit(EDIT, output=OUT, key="k").wait(timeout=10)
    entry = cloud.ledger.find("k")
    assert (entry.state, entry.status, entry.media_url) == ("finished", "Success", OUT)
    again = cloud.submit(EDIT, output=OUT, key="k")
    assert (again.done, again.media_url) == (True, OUT)


@pytest.mark.parametrize("last", ["Success", "Finished", "S3UploadSuccess"])
def test_every_word_for_success_ends_the_wait(cloud, practice, last):
    practice.looks = ("Init", last)
    assert cloud.submit(EDIT, output=OUT).wait(timeout=10).status == last


def test_a_status_that_nobody_knows_is_waited_for_and_told_once(cloud, practice, caplog):
    practice.looks = ("Queuing", "Reticulating", "Reticulating", "Success")
    with caplog.at_level(logging.WARNING):
        assert cloud.submit(EDIT, output=OUT).wait(timeout=10).status == "Success"
    assert [record.getMessage() for record in caplog.records] == [
        "a job has the status 'Reticulating', which is not known; it is taken as running"
    ]


@pytest.mark.parametrize("last", ["Failed", "S3UploadFailed"])
def test_a_failed_job_raises_with_the_services_words_and_the_place(cloud, practice, last):
    practice.looks = (last,)
    practice.failure = ("InvalidMaterial.NotFound", "The specified clips url not found")
    with pytest.raises(JobFailed) as caught:
        cloud.submit(EDIT, output=OUT).wait(timeout=10)
    assert str(caught.value) == (
        "Job job-1 failed. InvalidMaterial.NotFound: The specified clips url not found\n"
        "/Timeline/VideoTracks/0/VideoTrackClips/0/MediaURL: the service could not read this material: "
        f"{OSS}c1.mp4 [media.url-oss-only]\n"
        "  fix: copy the object's address verbatim; sign it again if it was signed, because the job fetches it"
    )
    assert caught.value.data["job_id"] == "job-1"
    with pytest.raises(JobFailed):
        cloud.job("job-1").result()


def test_an_unknown_failure_is_passed_on_whole(cloud, practice):
    practice.looks = ("Failed",)
    practice.failure = ("Invented.Code", "words of tomorrow")
    with pytest.raises(JobFailed) as caught:
        cloud.submit(EDIT, output=OUT).wait(timeout=10)
    assert str(caught.value) == "Job job-1 failed. Invented.Code: words of tomorrow"
    assert caught.value.code == "Invented.Code"


def test_the_wait_ends_when_it_was_told_to(cloud, practice):
    practice.looks = ("Processing",)
    job = cloud.submit(EDIT, output=OUT)
    with pytest.raises(StillRunning) as caught:
        job.wait(timeout=0.1)
    assert str(caught.value) == "Job job-1 is still Processing after 0.1 s. Fix: wait again; the job goes on"
    with pytest.raises(StillRunning):
        job.result()


def test_looking_survives_faults(cloud, practice):
    job = cloud.submit(EDIT, output=OUT)
    practice.plan.extend(["drop_before", "throttle", "error", "drop_after"])
    assert job.wait(timeout=10).status == "Success"


def test_a_job_is_a_value(cloud):
    job = cloud.submit(EDIT, output=OUT, key="k")
    later = job.refresh()
    assert (job.status, later.status) == ("Init", "Queuing")


def test_the_async_twins_wait_without_holding_a_thread(cloud):
    async def work():
        jobs = [await cloud.submit_async(EDIT, output=f"{OSS}{number}.mp4") for number in range(3)]
        seen = []
        done = await asyncio.gather(*(job.wait_async(10, on_progress=seen.append) for job in jobs))
        return {job.status for job in done}, len(seen), (await done[0].result_async()).duration

    assert asyncio.run(work()) == ({"Success"}, 9, 14.0)


def test_odd_answers_do_not_break_a_job():
    assert job_of({"JobId": 7, "Status": "", "Duration": "12.5", "Progress": "40"}) == Job(
        id="7", status="Init", duration=12.5, progress=40
    )
    assert job_of({"JobId": "j", "Status": "Init", "Duration": "", "Progress": {}}).progress is None
