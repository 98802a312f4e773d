"""The command line: names, exit codes, JSON keys, and one sentence for each mistake."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import timeline_dsl as td
from timeline_dsl.cli.group import _COMMANDS, run

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
GOOD = {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": OSS + "c1.mp4", "In": 0, "Out": 2}]}]}
FADED = {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": OSS + "c1.mp4", "Out": 2, "In": 5}]}]}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    (tmp_path / "bad.json").write_text(json.dumps(FADED, indent=1))
    (tmp_path / "edit.py").write_text(
        f"import timeline_dsl as td\nedit = td.Timeline().video(td.video('{OSS}c1.mp4')[0:2])\nnumber = 7\n"
    )
    return tmp_path


@pytest.fixture
def call(folder, capsys):
    def called(*words):
        code = run(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_with_an_example(call, name):
    code, out, _ = call(name, "--help")
    assert code == 0
    assert "Example: timeline-dsl" in out or name == "template"


def test_build_writes_the_json_of_the_timeline(call):
    code, out, _ = call("build", "edit.py")
    assert code == 0
    assert td.Timeline.from_json(out) == td.Timeline().video(td.video(OSS + "c1.mp4")[0:2])


def test_build_writes_into_a_file(call, folder):
    assert call("build", "edit.py:edit", "-o", "out.json")[0] == 0
    assert json.loads((folder / "out.json").read_text())["VideoTracks"]


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("none.py", "timeline-dsl: 'none.py' is no file. Fix: give the name of a Python file that makes a Timeline\n"),
        ("edit.py:number", "timeline-dsl: edit.py:number is not a Timeline: it is a int. Fix: the file has edit\n"),
        (
            "edit.py:nothing",
            "timeline-dsl: edit.py:nothing is not a Timeline: there is no such name. Fix: the file has edit\n",
        ),
    ],
)
def test_a_wrong_target_is_one_sentence_and_exit_code_2(call, target, sentence):
    assert call("build", target) == (2, "", sentence)


def test_an_error_in_the_readers_file_is_told_with_its_line(call, folder):
    (folder / "wrong.py").write_text("import timeline_dsl as td\n\nedit = td.Timeline().text('x', start=5, end=2)\n")
    assert call("build", "wrong.py") == (
        2,
        "",
        "timeline-dsl: wrong.py:3: end=2 s does not lie after start=5 s. Fix: let end be later than start\n",
    )


def test_check_of_a_good_timeline_is_fine(call):
    code, out, _ = call("check", "good.json", "--format", "json")
    assert code == 0
    (report,) = json.loads(out)["files"]
    assert (report["file"], report["kind"], report["ok"], report["findings"]) == ("good.json", "timeline", True, [])


def test_check_tells_every_finding_in_the_fixed_shape_and_exits_with_1(call):
    code, out, _ = call("check", "good.json", "bad.json", "--format", "json")
    assert code == 1
    (finding,) = json.loads(out)["files"][1]["findings"]
    assert set(finding) == {"rule", "severity", "path", "message", "fix", "where", "evidence"}
    assert (finding["rule"], finding["severity"]) == ("clip.in-before-out", "error")
    assert finding["path"].startswith("/VideoTracks/0/VideoTrackClips/0")
    assert finding["where"].startswith("bad.json:")


def test_a_finding_is_allowed_with_a_reason_and_not_without(call):
    assert call("check", "bad.json", "--allow", "clip.in-before-out=shown to a class")[0] == 0
    code, _, err = call("check", "bad.json", "--allow", "clip.in-before-out")
    assert code == 2
    assert "gives no reason" in err


def test_text_that_is_no_json_exits_with_2(call, folder):
    (folder / "broken.json").write_text("{")
    code, _, err = call("check", "broken.json")
    assert code == 2
    assert err == (
        "timeline-dsl: broken.json is no JSON: Expecting property name enclosed in double quotes at line 1, column 2. "
        "Fix: correct that line\n"
    )


def test_a_request_is_recognised(call, folder):
    (folder / "request.json").write_text(
        json.dumps({"Timeline": json.dumps(GOOD), "OutputMediaConfig": json.dumps({"MediaURL": OSS + "o.mp4"})})
    )
    code, out, _ = call("check", "request.json", "--region", "cn-shanghai", "--format", "json")
    assert code == 0
    assert json.loads(out)["files"][0]["kind"] == "request"


@pytest.mark.parametrize("form", ["github", "sarif", "text"])
def test_findings_are_told_in_other_forms(call, form):
    code, out, _ = call("check", "bad.json", "--format", form)
    assert code == 1
    assert "clip.in-before-out" in out


def test_the_schedule_has_the_fixed_keys(call):
    code, out, _ = call("schedule", "good.json", "--format", "json")
    plan = json.loads(out)
    assert code == 0
    assert set(plan) == {"duration", "tracks", "ledger", "findings"}
    assert plan["duration"] == 2
    assert set(plan["tracks"][0]) == {"path", "kind", "duration", "clips"}
    assert set(plan["tracks"][0]["clips"][0]) == {
        "path",
        "type",
        "timeline_in",
        "timeline_out",
        "source_in",
        "source_out",
        "speed",
    }


def test_durations_come_from_a_file(call, folder):
    (folder / "uncut.json").write_text(json.dumps({"VideoTracks": [{"VideoTrackClips": [{"MediaId": "abc"}]}]}))
    (folder / "durations.json").write_text('{"abc": 7.5}')
    _, out, _ = call("schedule", "uncut.json", "--durations", "durations.json", "--format", "json")
    assert json.loads(out)["duration"] == 7.5


def test_a_missing_material_exits_with_3(call):
    code, _, err = call("render", "good.json", "-o", "out.mp4", "--media", ".")
    assert code == 3
    assert "c1.mp4" in err
    assert err.count("\n") == 1


def test_only_webm_can_be_transparent(call, folder):
    from timeline_dsl.render import testmedia

    testmedia.film(folder / "c1.mp4", size=(32, 18), length=5)
    code, _, err = call("render", "good.json", "-o", "out.mp4", "--transparent", "--media", ".")
    assert code == 2
    assert err == (
        "timeline-dsl: The output out.mp4 cannot be transparent: only WebM keeps transparency. "
        "Fix: let the name end in .webm, or leave transparent out\n"
    )


def test_a_mistyped_command_gets_the_nearest_one(call):
    assert call("chekc") == (2, "", "timeline-dsl: there is no command 'chekc'. Fix: did you mean 'check'?\n")


def test_what_the_library_knows_is_printed(call):
    assert "wiperight" in call("catalog", "transitions")[1]
    assert json.loads(call("catalog", "vfx", "--format", "json")[1])["name"] == "vfx"
    assert "clip.in-before-out" in call("explain", "clip.in-before-out")[1]
    assert json.loads(call("schema", "timeline")[1])["$schema"].endswith("2020-12/schema")
    assert (
        call("catalog", "transitons")[2]
        == "timeline-dsl: there is no list called 'transitons'. Fix: did you mean 'transitions'?\n"
    )


def test_code_that_rebuilds_the_timeline_is_printed(call):
    names = {}
    exec(call("to-python", "good.json")[1], names)
    assert any(isinstance(value, td.Timeline) and value.to_dict(check=False) == GOOD for value in names.values())


def test_a_template_is_expanded_and_told(call, folder):
    (folder / "config.json").write_text(
        json.dumps({"VideoTracks": [{"VideoTrackClips": [{"MediaId": "$Clip", "Out": "$Length:5"}]}]})
    )
    (folder / "params.json").write_text('{"Clip": "abc"}')
    code, out, _ = call("template", "expand", "config.json", "--params", "params.json")
    assert code == 0
    assert json.loads(out) == {"VideoTracks": [{"VideoTrackClips": [{"MediaId": "abc", "Out": 5}]}]}
    assert "Clip" in call("template", "params", "config.json")[1]


def test_the_module_is_the_command():
    done = subprocess.run([sys.executable, "-m", "timeline_dsl", "--version"], capture_output=True, text=True)
    assert done.returncode == 0
    assert td.__version__ in done.stdout


@pytest.mark.timeout(180)
def test_the_demo_ends_with_the_path_of_a_video_of_14_seconds(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "timeline_dsl", "demo", str(tmp_path / "demo")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.strip().splitlines()[-1])
    from timeline_dsl.render.probe import probe

    found = probe(path)
    assert abs(found.duration - 14) < 0.05
    assert (found.width, found.height, found.has_audio) == (1280, 720, True)
