"""The public forge's workflows: they can't run here, but they can be read."""

import re
import tomllib

import pytest
import yaml
from scripts import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs_of(path):
    """Give the jobs of a workflow by their names."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def commands_of(job):
    """Give all that a job's steps run, as one text."""
    return "\n".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_whole(path):
    """It is YAML, starts at something, may only read by default; jobs end and wait for others."""
    # In YAML 1.1, which the parser reads, the key `on` is true.
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow[True]
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    for job in jobs.values():
        assert job["timeout-minutes"] <= 60
        assert job["runs-on"]
        assert {job["needs"]} <= set(jobs) if "needs" in job else True
        for step in job["steps"]:
            assert len({"run", "uses"} & set(step)) == 1
            # The forge's own by their version, anybody else's by its commit, which can't be moved.
            pinned = r"actions/[\w-]+@v\d+|[\w-]+/[\w-]+@[0-9a-f]{40}"
            assert re.fullmatch(pinned, step.get("uses", "actions/x@v1"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_what_there_is(path):
    """Scripts and tests are files of the checkout; what make is asked for, the Makefile has."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z ]+):", makefile, re.MULTILINE))
    for job in jobs_of(path).values():
        commands = commands_of(job)
        files = re.findall(r"[\w/]+\.py\b", commands)
        assert [file for file in files if not (ROOT / file).is_file()] == []
        for asked in re.findall(r"^make (.+)$", commands, re.MULTILINE):
            assert set(asked.split()) <= set(" ".join(targets).split())


def test_each_python_and_system_that_is_claimed_is_tried():
    """The classifiers of pyproject.toml are the matrix of the tests; its lowest one is required."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    claimed = [line.rpartition(" ")[2] for line in project["classifiers"] if "Python :: 3" in line]
    jobs = jobs_of(ROOT / ".github" / "workflows" / "ci.yml")
    assert jobs["all"]["strategy"]["matrix"]["python"] == claimed
    assert project["requires-python"] == f">={claimed[0]}"
    systems = jobs["systems"]["strategy"]["matrix"]
    assert set(systems["system"]) == {"windows-latest", "macos-latest"}
    assert systems["python"] == [claimed[0], claimed[-1]]
    for words in re.findall(r"pytest (tests/.*)$", commands_of(jobs["systems"]), re.MULTILINE):
        assert all((ROOT / place).exists() for place in words.split())


def test_the_lowest_versions_are_those_of_pyproject():
    """Every dependency has one, so that the command that tries them knows which."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    asked = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    assert [line for line in asked if not re.match(r"[\w-]+>=\d", line)] == []
    (lowest,) = re.findall(r"--resolution (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert lowest == "lowest-direct"
    assert "make lowest" in commands_of(
        jobs_of(ROOT / ".github" / "workflows" / "ci.yml")["lowest"]
    )


def test_windows_and_linux_are_held_to_one_page():
    """Both make the folder and try it, and hand their sums on; a release waits for the same sum."""
    (path,) = [path for path in WORKFLOWS if path.name == "portable.yml"]
    jobs = jobs_of(path)
    folder, same, release = jobs["folder"], jobs["same"], jobs["release"]
    assert folder["strategy"]["matrix"]["system"] == ["linux", "windows"]
    assert "windows-latest" in folder["runs-on"]
    assert "tools/portable/smoke.py --sum" in commands_of(folder)
    assert same["needs"] == "folder"
    assert "cmp demo-linux.sha256 demo-windows.sha256" in commands_of(same)
    assert (release["needs"], release["if"]) == ("same", "startsWith(github.ref, 'refs/tags/')")
