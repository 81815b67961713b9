"""What the README and docs/api.md tell an analyst to write runs as it stands."""

import re
from pathlib import Path

import pytest

import geo_ent

ROOT = Path(__file__).resolve().parents[2]
LINE, LINES = 100, 4
"""What an ordinary line holds, and how many of them make a map."""


def blocks(page, *, after="", before=""):
    """List the blocks of Python of a page, or of a part of it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    part = text.partition(after)[2] if after else text
    part = part.partition(before)[0] if before else part
    found = re.findall(r"^```python\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found


README = {"page": "README.md", "after": "\n## In a notebook", "before": "\n## "}


@pytest.mark.parametrize("where", [README, {"page": "docs/api.md"}], ids=["README", "api"])
def test_every_snippet_runs(where, tmp_path, monkeypatch):
    """One after the other, in the names of those before, on a demo's files under their names."""
    files = geo_ent.demo_files("cantal")
    monkeypatch.chdir(tmp_path)
    for name, key in (("annuaire.csv", "schools"), ("registre.xlsx", "register")):
        Path(name).write_bytes(files[key].read_bytes())
    names = {}
    for block in blocks(**where):
        here = block.replace('"35"', '"15"').replace("2023-06-30", "2017-01-16")
        exec(compile(here, where["page"], "exec"), names)  # noqa: S102 our own page
    assert Path("carte.html").exists()
    covered = names["tables"]["departement"]["covered_n"].sum()
    one = names.get("coverage") or names["carte"]
    assert covered == one.totals["covered_n"] == 19


def test_a_map_is_a_few_lines():
    """From an annuaire and a register to the sentence and the page: four lines that aren't long."""
    for where in (README, {"page": "docs/api.md"}):
        lines = [line for line in blocks(**where)[0].splitlines() if line]
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= LINE
