"""Write the gallery of docs/cases: each programme's story, with the figures of a build in it.

python tools/gallery.py [PROGRAMME ...]    (make cases: all of them)

The texts of docs/cases/texts hold no figure of their own but dates: each is asked of the build or
of the published figures by a mark.

    [[measure]]             what the build gives: tools/simulator/measures.py
    [[publié:figure]]       as its source prints it, from data/schools/programmes.csv
    [[publié:figure@code]]  the same, of one territory
    [[dit:part:words]]      the first sentence with these words in a part of the manifest's "told"
    [[tableau]]             every figure published beside the one computed
    [[tableau:zones]]       those published of several zones, by zone; they leave the other table
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from PIL import Image
from simulator.measures import measure

from geo_ent.pipeline.build import build
from geo_ent.programmes.printed_numbers import as_printed, is_written_day
from geo_ent.programmes.published_figures import read_programmes
from geo_ent.project.bundled_demos import demo_names, demo_project
from geo_ent.text.numbers import number, percent

CASES = Path(__file__).resolve().parents[1] / "docs" / "cases"
_MANY = 3  # a figure published of so many zones has a table of its own
_MARK = re.compile(r"\[\[([^\]]+)\]\]")


def page(name: str, folder: Path) -> str:
    """Fill a programme's text with the figures of its build."""
    text = (CASES / "texts" / f"{name}.md").read_text(encoding="utf-8")
    published = read_programmes()
    return _MARK.sub(lambda found: _answer(found[1], name, published, folder), text)


def _answer(asked: str, name: str, published: pd.DataFrame, folder: Path) -> str:
    if asked.startswith("tableau"):
        rows = published[(published["programme"] == name) & (published["measure"] != "")]
        by_zone = rows["subject"].map(rows["subject"].value_counts()) >= _MANY
        if asked == "tableau":
            return "\n".join(_table(rows[~by_zone], folder))
        return "\n".join(_zones_table(rows[by_zone], folder))
    kind, _, rest = asked.partition(":")
    if kind == "publié":
        return _printed(rest, name, published)
    if kind == "dit":
        return _sentence(*rest.split(":", 1), folder=folder)
    return shown(asked, measure(asked, folder))


def _printed(asked: str, name: str, published: pd.DataFrame) -> str:
    figure, _, code = asked.partition("@")
    rows = published[published["figure"] == figure]
    mine = rows[rows["programme"] == name]
    rows = mine if not code or (mine["codes"] == code).any() else rows  # else the national frame's
    rows = rows[rows["codes"] == code] if code else rows
    if len(rows) != 1:
        msg = f"[[publié:{asked}]]: {len(rows)} rows of programmes.csv, expected one"
        raise LookupError(msg)
    return str(rows["printed"].iloc[0])


def _sentence(part: str, words: str, *, folder: Path) -> str:
    sentences = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["told"][part]
    worded = [sentence for sentence in sentences if words in sentence.replace("\u00a0", " ")]
    if not worded:
        msg = f"[[dit:{part}:{words}]]: no sentence has it; there are: {sentences}"
        raise LookupError(msg)
    return str(worded[0])


def shown(name: str, value: float) -> str:
    """Write a measure for people: a share in per cent, euros with their sign.

    Examples
    --------
    >>> shown("coverage_share@departement:54", 0.4688), shown("covered_n", 1070)
    ('46,9\u00a0%', '1\u202f070')
    """
    kind = re.split(r"[@:]", name)[0]
    if kind.endswith("_share") or kind == "cofinancing":
        return percent(value)
    if kind.startswith(("cost", "budget")):
        return f"{number(value, decimals=0 if value >= 1000 else 2)}\u00a0€"  # noqa: PLR2004
    return f"{value:.0f}" if kind.endswith("_year") else number(value)


def _table(published: pd.DataFrame, folder: Path) -> Iterator[str]:
    yield "| Chiffre publié | Publié | Recalculé |"
    yield "|---|---:|---:|"
    for row in published.to_dict("records"):
        place = f" ({row['place']})" if row["level"] in {"circonscription", "commune"} else ""
        yield f"| {row['subject']}{place} | {row['printed']} | {_built(row, folder)} |"


def _zones_table(published: pd.DataFrame, folder: Path) -> Iterator[str]:
    """Put the figures that are published of each zone in a table of zones."""
    subjects = list(dict.fromkeys(published["subject"]))
    yield f"| Publié / recalculé | {' | '.join(subjects)} |"
    yield f"|---|{'---:|' * len(subjects)}"
    for place, rows in published.groupby("place", sort=False):
        cells = {
            row["subject"]: f"{row['printed']} / {_built(row, folder)}"
            for row in rows.to_dict("records")
        }
        yield f"| {place} | {' | '.join(cells.get(subject, '') for subject in subjects)} |"


def _built(row: Mapping[Any, Any], folder: Path) -> str:
    name = str(row["measure"])
    value = measure(name, folder)
    return as_printed(row, value) if is_written_day(row) else shown(name, value)


def make(name: str) -> None:
    """Build a programme's case, write its page and its picture."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "map")
        build(demo_project(name, Path(folder, "inputs"), out))
        (CASES / f"{name}.md").write_text(page(name, out), encoding="utf-8", newline="\n")
        _picture(out / "map.png", CASES / f"{name}.png")


def _picture(source: Path, to: Path) -> None:
    """Keep a picture with few colours: it is flat, and half the weight."""
    with Image.open(source) as picture:
        picture.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(to, optimize=True)


if __name__ == "__main__":
    for case in sys.argv[1:] or demo_names():
        make(case)
