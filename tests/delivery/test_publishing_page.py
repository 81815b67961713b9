"""What docs/publier.md tells to write is tried: the servers, the script of cron, the workflow."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
import requests
import typer
import yaml
from atlasland import project_in
from packages import faults
from proxies import SITE_PAGE, example, is_installed, site
from scripts import ROOT

from geo_ent.atlas.make_atlas import make_atlas
from geo_ent.cli.command_line import app
from geo_ent.project.project_file import read_project

OTHERS = {"cd", "echo", "git", "python", "rsync", "test"}
"""The commands of the page that aren't ours."""
TYPES = {
    "index.html": "text/html",
    "departements/90/index.html": "text/html",
    "search/index.json": "application/json",
    "schools.csv": "text/csv; charset=utf-8",
    "schools.parquet": "application/vnd.apache.parquet",
}
COMPACT = {"schools.parquet"}


@pytest.fixture(scope="module")
def atlas():
    """Make an atlas of two départements."""
    # Not in pytest's own folder, which is closed, again by each run that begins, to all but who
    # runs it: the servers' processes are of another user, as they are on a server.
    with tempfile.TemporaryDirectory() as place:
        land = Path(place)
        folder = make_atlas(project_in(land, ("48", "90"))).index.parent
        for path in (land, *land.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield folder


@pytest.mark.parametrize("kind", ["nginx", "apache"])
def test_a_server_as_the_page_sets_it_up(atlas, kind):
    """Each type, compressed where it helps, asked for again and not sent again; nothing hidden."""
    if not is_installed(kind):
        pytest.skip(f"{kind} isn't installed")
    (atlas / ".35-work").mkdir(exist_ok=True)
    (atlas / ".35-work" / "index.html").write_text("half", encoding="utf-8")
    with site(kind, atlas) as (address, authority):
        for name, known in TYPES.items():
            asked = {"Accept-Encoding": "gzip"}
            answer = requests.get(address + name, headers=asked, verify=authority, timeout=60)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(known), name
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert ("content-encoding" in answer.headers) == (name not in COMPACT), name
            assert answer.content == (atlas / name).read_bytes()
            again = asked | {"If-None-Match": answer.headers["etag"]}
            same = requests.get(address + name, headers=again, verify=authority, timeout=60)
            assert (same.status_code, same.content) == (304, b""), name
        hidden = requests.get(f"{address}.35-work/index.html", verify=authority, timeout=60)
        assert hidden.status_code == 404
        first = requests.get(f"{address}departements/90/", verify=authority, timeout=60)
        assert first.content == (atlas / "departements" / "90" / "index.html").read_bytes()
    shutil.rmtree(atlas / ".35-work")


def test_the_script_of_cron(atlas, tmp_path):
    """It makes the atlas and sends it whole, without what isn't for readers; then what is gone."""
    if not shutil.which("rsync"):
        pytest.skip("rsync isn't installed")
    work, served = tmp_path / "work", tmp_path / "served"
    shutil.copytree(atlas.parent, work)
    (served / "departements" / "35").mkdir(parents=True)
    for kept in (".htaccess", "departements/35/index.html"):
        (served / kept).write_text("old", encoding="utf-8")
    (work / "geo-ent.toml").write_text(
        'departements = ["48", "90"]\nschools = "annuaire.csv"\nout = "atlas"\nquick = true\n'
        '[register]\nfiles = ["registre.csv"]\n',
        encoding="utf-8",
    )
    script = example("sh", SITE_PAGE).replace("/srv/geo-ent", str(work))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh"], input=script, text=True, capture_output=True, check=False,
        env=os.environ | {"PATH": path, "ATLAS_SERVEUR": str(served), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sent = {file.relative_to(served).as_posix() for file in served.rglob("*") if file.is_file()}
    made = {file.relative_to(atlas).as_posix() for file in atlas.rglob("*") if file.is_file()}
    assert sent < made | {".htaccess"}
    assert {".htaccess", "index.html", "search/index.json", "departements/90/index.html"} <= sent
    assert not [
        name for name in sent if re.search("register-report|findings|^parts/|^manifest.json$", name)
    ]
    assert "departements/90/findings.csv" in made - sent
    # What is described is what was sent.
    assert [*faults(served), *faults(served / "departements" / "90")] == []


def test_the_workflow_is_whole():
    """It is YAML, starts each week and when the register changes; its steps follow each other."""
    workflow = yaml.safe_load(example("yaml", SITE_PAGE))
    starts = workflow[True]  # in YAML 1.1 the key `on` is true
    assert starts["schedule"] == [{"cron": "17 3 * * 1"}]
    assert "geo-ent.toml" in starts["push"]["paths"]
    (job,) = workflow["jobs"].values()
    steps = job["steps"]
    for step in steps:
        assert len({"run", "uses"} & set(step)) == 1
        assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/x@v1"))
    makes = [step for step in steps if "geo-ent atlas" in step.get("run", "")]
    assert [("--refresh" in step["run"], step["if"]) for step in makes] == [
        (False, "github.event_name == 'push'"),
        (True, "github.event_name != 'push'"),
    ]
    (published,) = [step["with"]["path"] for step in steps if "upload" in step.get("uses", "")]
    assert any(step.get("run", "").endswith(f" atlas/ {published}/") for step in steps)


def test_the_commands_of_the_page_are_commands():
    """Ours have the options that are written; the others are known, and the shell reads them."""
    workflow = yaml.safe_load(example("yaml", SITE_PAGE))
    runs = [step["run"] for step in workflow["jobs"]["atlas"]["steps"] if "run" in step]
    for script in (example("sh", SITE_PAGE), *runs):
        subprocess.run(["/bin/sh", "-n"], input=script, text=True, check=True)
    commands = typer.main.get_command(app).commands
    for line in filter(None, "\n".join(runs).splitlines()):
        words = shlex.split(line)
        assert words[0] in {*OTHERS, "geo-ent"}, line
        if words[0] == "geo-ent":
            options = {text for given in commands[words[1]].params for text in given.opts}
            assert {word for word in words if word.startswith("--")} <= options
    given = SITE_PAGE.read_text("utf-8")
    for command, written in re.findall(r"`geo-ent (\w+) ([^`]*)`", given):
        options = {text for told in commands[command].params for text in told.opts}
        assert set(re.findall(r"--[a-z-]+", written)) <= options


def test_the_project_of_the_page_is_read(tmp_path):
    """Each of its keys is one that there is."""
    text = example("toml", SITE_PAGE)
    (tmp_path / "geo-ent.toml").write_text(text, encoding="utf-8")
    (tmp_path / "registre.xlsx").write_bytes(b"")
    kept = read_project(tmp_path / "geo-ent.toml")
    assert set(tomllib.loads(text)) - {"register"} <= set(kept)
