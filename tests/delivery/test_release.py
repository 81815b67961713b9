"""What a release would publish: an sdist that makes the same wheel, under the tag's version."""

import re
import shutil
import subprocess
import sys
import tarfile
from fnmatch import fnmatch
from importlib.metadata import version as installed

import yaml
from scripts import ROOT, script

import geo_ent

versions = script("tools/version")


def git(folder, *asked):
    """Run git in a folder, as somebody."""
    who = ["-c", "user.name=X", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    program = shutil.which("git")
    subprocess.run([program, "-C", folder, *who, *asked], check=True, capture_output=True)


def test_the_sdist_makes_the_wheel_of_the_checkout(wheel, tmp_path):
    """`python -m build` makes the one of the other, and the bytes are those of the checkout's.

    What the other tests of the wheel say of it is so true of what is made from the sdist.
    """
    asked = ["-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT]
    done = subprocess.run([sys.executable, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = tmp_path.glob("*.whl")
    assert (made.name, made.read_bytes()) == (wheel.name, wheel.read_bytes())
    for page in ("README.md", "docs/ligne-de-commande.md", "docs/publier.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        told = re.findall(r"geo_ent-[^ `]*\.whl", text)
        assert told
        assert all(fnmatch(made.name, pattern) for pattern in told), page
    (sdist,) = tmp_path.glob("*.tar.gz")
    assert sdist.name == f"geo_ent-{versions.version()}.tar.gz"
    with tarfile.open(sdist) as archive:
        inside = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert inside <= {
        *("geo_ent", "data", "tools", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff"),
        *("PKG-INFO", "pyproject.toml", ".gitignore"),
    }


def test_a_version_is_its_tag_s_else_one_without_a_commit(tmp_path):
    """On the tag its own; a commit later, and wherever there is no git, that of the development."""
    assert versions.version(tmp_path) == f"{versions.NEXT}.dev0"
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--allow-empty", "--message", "first")
    git(tmp_path, "tag", "v7.8.9")
    assert versions.version(tmp_path) == "7.8.9"
    git(tmp_path, "commit", "--allow-empty", "--message", "second")
    assert versions.version(tmp_path) == f"{versions.NEXT}.dev0"
    (tmp_path / "PKG-INFO").write_text("Name: geo-ent\nVersion: 4.5\n", encoding="utf-8")
    assert versions.version(tmp_path) == "4.5"


def test_what_is_installed_says_its_version():
    """The package has none of its own that could differ."""
    assert geo_ent.__version__ == installed("geo-ent")


def test_what_names_a_version_names_the_next():
    """Pages' wheels and folders, the citation; the CHANGELOG has its heading for what comes."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    named = {cited}
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        named |= set(re.findall(r"geo[_-]ent-(\d+\.\d+\.\d+)-", text))
    assert named == {versions.NEXT}
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)", log, re.MULTILINE)
    assert headings[0] == "Unreleased"
    for heading in headings[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d\d-\d\d", heading)


def test_the_release_keeps_no_secret():
    """It publishes a tag alone, by who it is, and what it has built and tried."""
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    jobs = yaml.safe_load(text)["jobs"]
    publish = jobs["publish"]
    assert (publish["needs"], publish["environment"]) == ("build", "pypi")
    assert publish["if"] == "startsWith(github.ref, 'refs/tags/')"
    assert publish["permissions"]["id-token"] == "write"
    assert "permissions" not in jobs["build"]
    assert "python -m build" in [step.get("run") for step in jobs["build"]["steps"]]
