"""What the README says is run: its Python, the output it shows, and the names of its two commands.

python tests/test_readme.py        writes the outputs anew
"""

import re
import sys
import warnings
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(?:<!-- output: (?P<shown>.+?) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)```", re.DOTALL)


def with_fresh_outputs(text: str) -> str:
    """The README with its Python blocks run in order and every output block written anew."""
    names: dict[str, object] = {}

    def fresh(match: re.Match[str]) -> str:
        if match["shown"]:
            value = str(eval(match["shown"], names))
            return f"<!-- output: {match['shown']} -->\n```{match['language']}\n{value.rstrip()}\n```"
        if match["language"] == "python":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(match["body"], "README.md", "exec"), names)
        return match[0]

    return BLOCK.sub(fresh, text)


def test_the_python_of_the_readme_runs_and_gives_what_it_shows(monkeypatch, tmp_path):
    text = README.read_text(encoding="utf8")
    monkeypatch.chdir(tmp_path)
    assert with_fresh_outputs(text) == text, "run: python tests/test_readme.py"


def test_the_readme_shows_before_it_tells():
    blocks = [match["language"] for match in BLOCK.finditer(README.read_text(encoding="utf8"))]
    assert blocks[:3] == ["python", "json", "text"]


def test_every_command_of_the_readme_exists():
    from timeline_dsl.cli.group import timeline_dsl

    context = timeline_dsl.make_context("timeline-dsl", ["--help"], resilient_parsing=True)
    named = set(re.findall(r"timeline-dsl ([a-z][a-z-]+)", README.read_text(encoding="utf8")))
    assert named <= set(timeline_dsl.list_commands(context))


if __name__ == "__main__":
    README.write_text(with_fresh_outputs(README.read_text(encoding="utf8")), encoding="utf8")
    sys.exit()
