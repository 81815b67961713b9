"""Pages and comments name files that there are."""

import re

import pytest
from scripts import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/**/*.md")])
FILES = {
    path.relative_to(ROOT).as_posix()
    for folder in ("geo_ent", "tools", "bench", "tests", "data", "docs")
    for path in (ROOT / folder).rglob("*")
} | {"pyproject.toml", "zensical.toml"}
ELSEWHERE = {"backend/tasks/admin_express.py", "geo-ent.toml", "my-programme.toml"}
"""A file of another project, those that a user writes."""


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_names_files_that_there_are(page):
    """Each `room/module.py`, script or TOML of a page is the end of a path of the checkout."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/.*>-])[\w./-]*\w\.(?:py|toml|js)\b", text))
    ends = {f"/{path}"[at:] for path in FILES for at, sign in enumerate(f"/{path}") if sign == "/"}
    written = {name for name in named - ELSEWHERE if not name.startswith(("http", "mon-"))}
    assert {name for name in written if f"/{name.lstrip('./')}" not in ends} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_links_to_what_there_is(page):
    """Each relative link of a page leads to something; a text's does from where it is filled in."""
    place = page.parent.parent if page.parent.name == "texts" else page.parent
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if not link.startswith(("http", "mailto:"))]
    assert [link for link in inside if not (place / link).exists()] == []


def test_the_page_of_the_architecture_names_every_room():
    """Each folder of the package has its line, and no line is of a room that is gone."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"\w+", row)}
    there = {path.name for path in (ROOT / "geo_ent").iterdir() if (path / "__init__.py").is_file()}
    assert named == there | {"errors"}


def slug(heading):
    """Name a heading as GitHub's links do."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", heading.strip().lower()))
    return kept.replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_to_a_heading_leads_to_one(page):
    """Each `page.md#heading` and `#heading` is a heading that there is."""
    place = page.parent.parent if page.parent.name == "texts" else page.parent
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    for file, heading in links:
        text = ((place / file) if file else page).read_text(encoding="utf-8")
        bare = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        there = {slug(line) for line in re.findall(r"^#+ (.*)", bare, re.MULTILINE)}
        assert heading in there, f"{file}#{heading}"
