"""What own rows are known by: another text for any other cell, the same for the same rows."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
import shapely
from atlasland import project_in
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.pipeline.national import fingerprint, own_inputs, read_files
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note

TABLES = ("schools", "reading.register", "reading.rows", "zonings.frr")
OTHERS = {
    "str": st.text(max_size=3),
    "float64": st.floats().map(lambda number: number + 0.0),  # -0 is 0
    "int64": st.integers(-9, 9),
    "datetime64[s]": st.datetimes(min_value=pd.Timestamp("1990-01-01").to_pydatetime()),
    "geometry": st.builds(shapely.Point, st.integers(0, 3), st.integers(0, 3)),
    "object": st.tuples(st.text(max_size=2)),
}
"""What a cell may be turned into, by the kind of its column."""


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    """A département's own frames, with a zoning."""
    frames = own_inputs(read_files(project_in(tmp_path_factory.mktemp("land"))), ("70",))
    frr = pd.Series({"70001": "FRR+", "70002": "Non classée"}, name="frr")
    return replace(frames, zonings={**frames.zonings, "frr": frr.to_frame()})


def table_of(frames, path):
    """Give a table of the frames by its path."""
    name, _, part = path.partition(".")
    value = getattr(frames, name)
    return value if not part else value[part] if isinstance(value, dict) else getattr(value, part)


def with_table(frames, path, table):
    """Give the frames with another table."""
    name, _, part = path.partition(".")
    value = getattr(frames, name)
    if isinstance(value, dict):
        table = {**value, part: table}
    elif part:
        table = replace(value, **{part: table})
    return replace(frames, **{name: table})


@examples(50)
@given(st.data())
def test_any_other_cell_makes_another(frames, data):
    """Whatever the table, the column, the row and what the cell becomes."""
    path = data.draw(st.sampled_from(TABLES))
    table = table_of(frames, path)
    title = data.draw(st.sampled_from(list(table.columns)))
    row = data.draw(st.integers(0, len(table) - 1))
    kind, cells = str(table[title].dtype), table[title].tolist()
    other = data.draw(OTHERS[kind if kind in OTHERS else "object"])
    is_same = other == cells[row] or (pd.isna(other) is True and pd.isna(cells[row]) is True)
    cells[row] = other
    column = pd.Series(cells, index=table.index, dtype=object)
    if kind in {"str", "float64", "int64", "datetime64[s]"}:
        column = column.astype(kind)
        is_same = is_same or column.equals(table[title])
    changed = with_table(frames, path, table.assign(**{title: column}))
    if kind == "geometry":
        changed = with_table(
            frames, path, table.assign(geometry=table.geometry.__class__(cells, crs=table.crs))
        )
    assert (fingerprint(changed) == fingerprint(frames)) == is_same


@examples(40)
@given(st.lists(st.text(max_size=3), min_size=2, max_size=4), st.data())
def test_texts_are_told_apart_whatever_they_hold(frames, texts, data):
    """Cells that make the same text together are other cells: "a", "b" and "ab", ""."""
    joined = "".join(texts)
    cuts = sorted(data.draw(st.integers(0, len(joined))) for _ in texts[1:])
    again = [joined[a:b] for a, b in pairwise([0, *cuts, len(joined)])]
    marks = [
        fingerprint(with_table(frames, "zonings.frr", pd.DataFrame({"frr": list(cells)})))
        for cells in (texts, again)
    ]
    assert (marks[0] == marks[1]) == (texts == again)


def test_findings_titles_and_years_are_of_it_and_sums_of_files_are_not(frames):
    """What a reader is told is of the rows; what names whole files isn't."""
    before = fingerprint(frames)
    noticed = Findings([*frames.findings.entries])
    noticed.add("no-ips", Note("not-in-file"), uais=["0700001A"])
    told = {(file, sheet): {"uai": "RNE"} for file, sheet in frames.reading.columns}
    others = {
        "findings": noticed,
        "rentree": 2021,
        "priority_year": "2022-2023",
        "reading": replace(frames.reading, columns=told),
        "codes": ("70", "90"),
    }
    for name, value in others.items():
        assert fingerprint(replace(frames, **{name: value})) != before, name
    assert fingerprint(replace(frames, files={}, rows_sha256="0")) == before
    without = replace(frames, zonings={**frames.zonings, "frr": None})
    assert frames.rows_sha256 == fingerprint(without)
