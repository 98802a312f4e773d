"""What people see when something is wrong."""

import pickle
import subprocess
import sys

import pytest

import timeline_dsl as td
from timeline_dsl.errors import FieldError, shown

URL = "https://b-b.oss-cn-shanghai.aliyuncs.com/a.mp4"


def test_every_exception_of_the_package_is_a_timeline_error():
    for name in td.__all__:
        value = getattr(td, name)
        if isinstance(value, type) and issubclass(value, Exception) and not issubclass(value, Warning):
            assert issubclass(value, td.TimelineError), name


def test_a_field_error_says_what_was_expected_what_came_and_where():
    with pytest.raises(FieldError) as refused:
        td.video(URL).at_speed(1000)
    assert str(refused.value).endswith("VideoClip.speed must be a number from 0.1 to 100 times (got 1000)")
    assert refused.value.where.startswith("test_errors.py:")


def test_an_unknown_field_gets_the_nearest_name():
    with pytest.raises(td.UsageError) as refused:
        td.video(URL).but(sped=2)
    assert refused.value.message == "VideoClip has no field 'sped'"
    assert refused.value.fix == "did you mean 'speed'?"


def test_an_uncaught_error_ends_at_the_readers_own_line(tmp_path):
    script = tmp_path / "edit.py"
    script.write_text(f"import timeline_dsl as td\n\nclip = td.video('{URL}').box(x=640)\n")
    shown_error = subprocess.run([sys.executable, str(script)], capture_output=True, text=True).stderr
    assert "units.py" not in shown_error
    assert "clips.py" not in shown_error
    assert shown_error.splitlines()[-1] == (
        "timeline_dsl.errors.UsageError: edit.py:3: x=640 could be a share of the output or pixels. "
        'Fix: write x="640px"'
    )


def test_other_errors_keep_their_whole_traceback(tmp_path):
    script = tmp_path / "edit.py"
    script.write_text("import timeline_dsl as td\ntry:\n    td.px(1)\nexcept td.TimelineError:\n    pass\n1 / 0\n")
    shown_error = subprocess.run([sys.executable, str(script)], capture_output=True, text=True).stderr
    assert shown_error.splitlines()[-1] == "ZeroDivisionError: division by zero"


def test_an_error_survives_pickling():
    error = td.UsageError("wrong", fix="mend", where="a.py:1")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.fix, again.where) == (str(error), "mend", "a.py:1")


def test_a_value_whose_repr_fails_is_still_shown():
    class Odd:
        def __repr__(self):
            raise RuntimeError

    assert shown(Odd()) == "<Odd whose repr fails: RuntimeError>"


def test_a_long_value_is_cut():
    assert len(shown("x" * 500)) == 60


def test_a_finding_tells_place_message_rule_and_fix():
    finding = td.Finding(
        rule="clip.in-before-out",
        severity="error",
        path="/VideoTracks/0",
        message="Out is not after In",
        fix="raise Out",
        where="edit.py:3",
        evidence="doc",
    )
    assert str(finding) == "edit.py:3: /VideoTracks/0: Out is not after In [clip.in-before-out]\n  fix: raise Out"
    assert set(finding.to_dict()) == {"rule", "severity", "path", "message", "fix", "where", "evidence"}
