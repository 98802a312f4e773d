from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import timeline_dsl as td
from timeline_dsl.errors import CheckError, UsageError
from timeline_dsl.request import OutputMediaConfig, Request
from timeline_dsl.submit import Cloud, GaveUp, KeyConflict, Retry, ServiceError

from .conftest import EDIT, OSS, QUICK
from .practice import KEY

SUBMIT = "SubmitMediaProducingJob"
OUT = OSS + "out.mp4"


def submissions(practice):
    return [params for action, params, _ in practice.calls if action == SUBMIT]


def test_a_timeline_is_submitted_in_its_own_size_and_rate(cloud, practice):
    edit = td.Timeline(size=(1280, 720), fps=25).video(td.video(OSS + "c1.mp4")[0:5])
    cloud.submit(edit, output=OUT)
    (params,) = submissions(practice)
    assert json.loads(params["Timeline"]) == edit.to_dict(check=False)
    assert json.loads(params["OutputMediaConfig"]) == {
        "MediaURL": OUT,
        "Width": 1280,
        "Height": 720,
        "Video": {"Fps": 25},
    }
    assert set(params) == {"Timeline", "OutputMediaConfig", "ClientToken"}


def test_a_template_a_project_and_a_whole_request_are_submitted(cloud, practice):
    cloud.submit(("template-1", {}), output=OUT)
    cloud.submit("project-7", output=OutputMediaConfig(media_url=OUT, width=640, height=360))
    cloud.submit(Request(project_id="project-8", output_media_config=OutputMediaConfig(media_url=OUT)))
    template, project, request = submissions(practice)
    assert (template["TemplateId"], template["ClipsParam"]) == ("template-1", "{}")
    assert (project["ProjectId"], json.loads(project["OutputMediaConfig"])["Width"]) == ("project-7", 640)
    assert (request["ProjectId"], json.loads(request["OutputMediaConfig"])) == ("project-8", {"MediaURL": OUT})


@pytest.mark.parametrize(
    ("output", "target"),
    [
        (OUT, None),
        ({"MediaURL": OUT}, None),
        ({"StorageLocation": "outin-x.oss-cn-shanghai.aliyuncs.com", "FileName": "o.mp4"}, "vod-media"),
        ({"Endpoint": "e", "Bucket": "b", "ObjectKey": "o.mp4", "AccessKeyId": "i", "AccessKeySecret": "s"}, "S3"),
    ],
    ids=["address", "oss", "vod", "s3"],
)
def test_the_output_tells_its_target(cloud, practice, output, target):
    cloud.submit(EDIT, output=output)
    assert submissions(practice)[0].get("OutputMediaTarget") == target


def test_the_settings_travel_as_json_text(cloud, practice):
    cloud.submit(
        EDIT,
        output=OUT,
        user_data={"NotifyAddress": "ice-callback-x"},
        media_metadata={"Title": "é"},
        project_metadata={"Title": "p"},
        editing_produce_config={"AutoRegisterInputVodMedia": "true"},
        source="OpenAPI",
        target="oss-object",
    )
    params = submissions(practice)[0]
    assert (params["UserData"], params["MediaMetadata"]) == ('{"NotifyAddress":"ice-callback-x"}', '{"Title":"é"}')
    assert (params["Source"], params["OutputMediaTarget"]) == ("OpenAPI", "oss-object")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", "The project id is empty."),
        (("t",), "A template is submitted as (template id, parameters), not as ('t',)."),
        (42, "A int cannot be submitted."),
        (None, "A NoneType cannot be submitted."),
    ],
    ids=["empty", "tuple", "number", "nothing"],
)
def test_what_cannot_be_submitted_is_told(cloud, subject, words):
    with pytest.raises(UsageError) as caught:
        cloud.submit(subject, output=OUT)
    assert caught.value.message == words


def test_with_an_error_nothing_leaves_this_machine(cloud, practice):
    with pytest.raises(CheckError) as caught:
        cloud.submit(EDIT, output="https://media-bucket.oss-cn-beijing.aliyuncs.com/out.mp4", key="k")
    assert [finding.rule for finding in caught.value.findings] == ["output.region-match"]
    assert (practice.calls, cloud.ledger.entries()) == ([], ())


def test_force_sends_what_the_check_refuses(cloud, practice):
    job = cloud.submit({"VideoTracks": []}, output=OUT, force=True)
    assert len(submissions(practice)) == 1
    assert "timeline.not-empty" in [finding.rule for finding in job.findings]


def test_a_dry_run_prints_one_document_and_leaves_no_trace(cloud, practice, capsys):
    job = cloud.submit(EDIT, output=OUT, key="k", dry_run=True)
    printed = json.loads(capsys.readouterr().out)
    assert (printed["action"], printed["endpoint"]) == (SUBMIT, str(cloud.endpoint))
    assert printed["parameters"] == {"Timeline": EDIT, "OutputMediaConfig": {"MediaURL": OUT}}
    assert (job.id, job.done, practice.calls, cloud.ledger.entries()) == ("", False, [], ())
    with pytest.raises(td.SubmitError, match="Nothing was sent, so there is no job to look at"):
        job.refresh()


def test_the_same_key_is_the_same_job_and_costs_no_second_call(cloud, practice, address):
    first = cloud.submit(EDIT, output=OUT, key="k")
    again = Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport="rpc").submit(EDIT, output=OUT, key="k")
    assert (first.id, again.id, len(practice.calls)) == ("job-1", "job-1", 1)


def test_a_key_that_has_its_job_is_not_checked_again(cloud, practice):
    first = cloud.submit({"VideoTracks": []}, output=OUT, key="k", force=True)
    assert cloud.submit({"VideoTracks": []}, output=OUT, key="k").id == first.id


def test_a_request_with_its_own_token_happens_once_by_it(cloud, practice):
    request = Request(project_id="p", client_token="my-token", output_media_config=OutputMediaConfig(media_url=OUT))
    assert [cloud.submit(request).id for _ in range(2)] == ["job-1", "job-1"]
    assert [params["ClientToken"] for params in submissions(practice)] == ["my-token"]


def test_without_a_key_each_call_is_a_submission_of_its_own(cloud, practice):
    jobs = [cloud.submit(EDIT, output=OUT) for _ in range(2)]
    assert jobs[0].key != jobs[1].key
    assert len(practice.jobs) == 2


def test_a_key_stands_for_one_request_only(cloud, practice):
    cloud.submit(EDIT, output=OUT, key="k")
    with pytest.raises(KeyConflict):
        cloud.submit(EDIT, output=OSS + "other.mp4", key="k")
    assert len(practice.jobs) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_a_key_is_printable_and_not_endless(cloud, key):
    with pytest.raises(UsageError, match="A key is 1 to 200 printable characters"):
        cloud.submit(EDIT, output=OUT, key=key)


@pytest.mark.parametrize("fault", ["throttle", "error", "drop_before", "drop_after"])
def test_after_a_fault_the_same_token_makes_one_job(either, practice, fault):
    practice.plan.extend([fault, fault, None])
    job = either.submit(EDIT, output=OUT, key="k")
    assert (job.id, len(practice.jobs)) == ("job-1", 1)
    assert len(submissions(practice)) == 3
    assert len({params["ClientToken"] for params in submissions(practice)}) == 1


def test_drops_after_acceptance_never_make_two_jobs(cloud, practice):
    practice.chances["drop_after"] = 0.5
    for number in range(30):
        cloud.submit(EDIT, output=f"{OSS}{number}.mp4", key=f"k{number}")
    assert len(practice.jobs) == 30
    assert len(practice.calls) > 35


def test_a_refusal_is_not_tried_again_and_frees_the_key(cloud, practice):
    practice.refuse[SUBMIT] = (404, "ProjectNotFound", "The specified project not found")
    with pytest.raises(ServiceError) as caught:
        cloud.submit("project-9", output=OUT, key="k")
    assert len(practice.calls) == 1
    assert [(finding.rule, finding.path) for finding in caught.value.findings] == [
        ("request.project-exists", "/ProjectId")
    ]
    practice.refuse.clear()
    assert cloud.submit(EDIT, output=OUT, key="k").id == "job-1"


def test_a_refusal_after_a_drop_keeps_the_key_because_a_job_may_exist(cloud, practice):
    accept = practice._SubmitMediaProducingJob

    def taken_then_forbidden(params):
        answer = accept(params)
        practice.refuse[SUBMIT] = (403, "Forbidden.RAM", "no")
        return answer

    practice.plan.append("drop_after")
    practice._SubmitMediaProducingJob = taken_then_forbidden
    with pytest.raises(ServiceError, match="Forbidden"):
        cloud.submit(EDIT, output=OUT, key="k")
    assert cloud.ledger.find("k").state == "sent"
    practice.refuse.clear()
    assert cloud.submit(EDIT, output=OUT, key="k").id == "job-1"
    assert len(practice.jobs) == 1


def test_when_the_time_is_over_the_key_says_how_to_go_on(address, practice):
    practice.chances["error"] = 1.0
    cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport="rpc", retry=Retry(base=0.01, total=0.2))
    with pytest.raises(GaveUp) as caught:
        cloud.submit(EDIT, output=OUT, key="k")
    assert caught.value.fix == "submit the same request again with key='k': it will not be made twice"
    practice.chances["error"] = 0.0
    assert cloud.submit(EDIT, output=OUT, key="k").id == "job-1"


def test_one_key_from_many_threads_is_one_job(cloud, practice):
    practice.chances.update(drop_after=0.3, throttle=0.2)
    ids = set()
    threads = [threading.Thread(target=lambda: ids.add(cloud.submit(EDIT, output=OUT, key="k").id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ids, len(practice.jobs)) == ({"job-1"}, 1)


CLIENT = f"""
import sys
from timeline_dsl.submit import Cloud
cloud = Cloud("cn-shanghai", credentials={KEY!r}, endpoint=sys.argv[1], transport=sys.argv[2])
print(cloud.submit({EDIT!r}, output={OUT!r}, key="k").id)
"""


@pytest.mark.parametrize("transport", ["rpc", "sdk"])
@pytest.mark.parametrize("fault", ["hang", "hang_before"])
def test_a_client_killed_in_the_middle_of_a_call_leaves_one_job(address, practice, state, transport, fault):
    practice.plan.append(fault)
    command = [sys.executable, "-c", CLIENT, address, transport]
    client = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ))
    deadline = time.monotonic() + 20
    while not practice.calls and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(client.pid, signal.SIGKILL)
    client.communicate()
    assert len(practice.jobs) == (1 if fault == "hang" else 0)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, len(practice.jobs)) == ("job-1\n", 1)
    assert len({params["ClientToken"] for params in submissions(practice)}) == 1


def test_a_refusal_that_names_only_a_parameter_is_placed_by_the_check(cloud, practice):
    practice.refuse[SUBMIT] = (400, "InvalidParameter", "The specified parameter OutputMediaConfig is not valid.")
    with pytest.raises(ServiceError) as caught:
        cloud.submit(EDIT, output={"MediaURL": OUT, "Width": 64, "Height": 64}, force=True)
    assert [(finding.rule, finding.path) for finding in caught.value.findings] == [
        ("output.width-min", "/OutputMediaConfig/Width"),
        ("output.height-min", "/OutputMediaConfig/Height"),
    ]
    with pytest.raises(ServiceError) as caught:
        cloud.submit(EDIT, output=OUT)
    assert [finding.path for finding in caught.value.findings] == ["/OutputMediaConfig"]


def test_an_answer_about_another_job_is_not_taken(cloud, practice):
    practice._GetMediaProducingJob = lambda params: (200, {})
    with pytest.raises(td.SubmitError, match="was asked for job job-1 and answered with none"):
        cloud.job("job-1")


def test_jobs_are_listed_over_all_pages_and_by_filter(cloud, practice):
    for number in range(7):
        cloud.submit("project-same" if number % 2 else "project-other", output=f"{OSS}{number}.mp4")
    assert [job.id for job in cloud.jobs(MaxResults="3")] == [f"job-{number}" for number in range(7, 0, -1)]
    assert len(list(cloud.jobs(ProjectId="project-same"))) == 3


def test_the_async_twins_do_the_same(cloud, practice):
    async def work():
        jobs = await asyncio.gather(
            *(cloud.submit_async(EDIT, output=f"{OSS}{number}.mp4", key=f"k{number}") for number in range(4))
        )
        return sorted(job.id for job in jobs), len(await cloud.jobs_async()), (await cloud.job_async("job-1")).id

    assert asyncio.run(work()) == (["job-1", "job-2", "job-3", "job-4"], 4, "job-1")


def test_another_service_can_stand_behind_a_cloud():
    class Echo:
        def prepare(self):
            pass

        def call(self, action, params):
            return {"JobId": f"{action}-{len(params)}"}

    cloud = Cloud("cn-shanghai", transport=Echo(), retry=QUICK)
    assert cloud.submit(EDIT, output=OUT).id == "SubmitMediaProducingJob-3"
    assert cloud.ledger.scope == "cn-shanghai Echo"


def test_what_takes_long_is_done_before_a_place_is_taken():
    held = []

    class Slow:
        def prepare(self):
            with cloud._limiter._database.reading() as database:
                held.append(database.execute("SELECT count(*) FROM calls WHERE ended IS NULL").fetchone()[0])

        def call(self, action, params):
            return {"JobId": "job-1", "MediaProducingJob": {"JobId": "job-1", "Status": "Success"}}

    cloud = Cloud("cn-shanghai", transport=Slow(), retry=QUICK)
    cloud.submit(EDIT, output=OUT).refresh()
    assert held == [0, 0]


def test_an_answer_without_a_job_is_told(cloud, practice):
    practice._SubmitMediaProducingJob = lambda params: (200, {})
    with pytest.raises(td.SubmitError, match="was answered without a JobId"):
        cloud.submit(EDIT, output=OUT, key="k")
    assert cloud.ledger.find("k").state == "sent"
