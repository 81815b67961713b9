"""A p of random deals is bounded, not known, where no deal did as well."""

import json
import re

import openpyxl
import pandas as pd
import pytest
from deno_runs import deno

from geo_ent.publish.workbook.workbook_cells import kind, new_book
from geo_ent.telling.chance_words import p_words
from geo_ent.telling.language import language

DEALS = [19, 99, 199, 999, 9_999]


@pytest.mark.parametrize("deals_n", DEALS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_only_the_floor_is_bounded(deals_n, lang):
    """Of all the values that a p can take the least has a ≤, and each is told from the next."""
    tr = language(lang)
    beaten = range(min(deals_n, 400) + 1)
    told = [p_words((1 + n) / (1 + deals_n), deals_n, tr) for n in beaten]
    assert [n for n in beaten if "≤" in told[n]] == [0]
    assert len(set(told)) == len(told)


def test_the_page_tells_it_as_python():
    """The script writes what a sentence of Python does, for every count of deals."""
    code = """
import { allWords } from "./geo_ent/maps/assets/words.js";
const group = { school: 0, km: 0, schools_n: 3, without_n: 3, expected_n: 1 };
const told = (p, deals_n) => allWords().gaps.clusterTold({ ...group, p, deals_n }, "A", "");
console.log(JSON.stringify(GIVEN.map(([p, deals]) => told(p, deals))));
"""
    given = [((1 + n) / (1 + deals), deals) for deals in DEALS for n in range(19)]
    shown = json.loads(deno("eval", "--no-remote", code.replace("GIVEN", json.dumps(given))))
    assert [re.search("p\u00a0.*(?=[.]$)", text)[0] for text in shown] == [
        p_words(p, deals, language("fr")) for p, deals in given
    ]


@pytest.mark.parametrize(
    ("name", "lang", "pattern"),
    [
        ("p", "fr", '[<=0.001]"≤\u00a00,001";0.000'),
        ("p", "en", '[<=0.001]"≤\u00a00.001";0.000'),
        ("absence_p", "fr", '[<0.001]"<\u00a00,001";0.000'),
    ],
)
def test_a_cell_keeps_the_number_and_shows_the_bound(tmp_path, name, lang, pattern):
    """The workbook's cell is 0.001, and Excel writes "≤ 0,001" by its format."""
    path = tmp_path / "p.xlsx"
    column = pd.Series([0.001, 0.024])
    with new_book(path, language(lang)) as book:
        sheet = book.sheet("p")
        cells = book.column(sheet, name, kind(name, column), column.tolist())
        for row, (write, value, style) in enumerate(cells):
            write(row, 0, value, style)
    cell = openpyxl.load_workbook(path)["p"]["A1"]
    assert (cell.value, cell.number_format) == (0.001, pattern)
