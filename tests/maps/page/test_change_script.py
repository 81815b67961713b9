"""The change as the page's script counts it, on random lands: that of the Python definition."""

import json

import numpy as np
import pandas as pd
from deno_runs import deno
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.catalogue import COVERAGE, GAP, PUPILS, RURAL, WITHOUT
from geo_ent.indicators.change import change
from geo_ent.tables.contract import STATUSES, UNOPENED

NAMES = pd.Series({code: f"Zone {code}" for code in "ABCDE"})
RECORDS = (COVERAGE, PUPILS, WITHOUT, RURAL, GAP)
COUNTED = """
import { changeColumns, comparedStatuses } from "./geo_ent/maps/assets/change.js";
import { tally } from "./geo_ent/maps/assets/figures.js";
const { facts, zones, before, after, records } = LAND;
const told = [true, false].map(function (later) {
  const statuses = later ? comparedStatuses(after, before) : comparedStatuses(before, after);
  const sums = Object.fromEntries(Object.entries(statuses).map(([name, column]) =>
    [name, tally(facts, column, (index) => zones[index], 5)]));
  return records.map((record) => Object.fromEntries(
    Object.entries(changeColumns(record, sums, later)).map(([name, values]) =>
      [name, Array.from(values)])));
});
console.log(JSON.stringify(told));
"""
NAMED = {"change": "change", "change_low": "change_low", "change_high": "change_high",
         "change_then": "before", "change_now": "after", "compared_n": "compared_n",
         "opened_n": "opened_n", "left_n": "left_out_n"}  # fmt: skip
OPPOSITE = {"change_low": "change_high", "change_high": "change_low", "change_then": "after",
            "change_now": "before"}  # fmt: skip

PAIRS = st.tuples(st.sampled_from([*STATUSES, UNOPENED]), st.sampled_from(STATUSES))
SCHOOLS = st.lists(
    st.tuples(
        PAIRS, st.integers(0, 4), st.sampled_from([True, False, None]), st.integers(-40, 400)
    ),
    min_size=30,
    max_size=90,
)


@examples(4)
@given(SCHOOLS)
def test_the_script_counts_the_change_as_python_does(drawn):
    """Each indicator and zone, seen from either date: figures, bounds and counts."""
    pairs, zones, rural, pupils = zip(*drawn, strict=True)
    known = [float(n) if n >= 0 else np.nan for n in pupils]
    uais = [f"{n:07}A" for n in range(len(drawn))]
    schools = pd.DataFrame(
        {"commune_code": [NAMES.index[zone] for zone in zones], "nature": "primaire",
         "priority": "", "pupils_n": known, "rural": pd.array(rural, dtype="boolean")}, index=uais,
    )  # fmt: skip
    statuses = pd.DataFrame(list(pairs), columns=["2021", "2023"], index=uais)
    flags = {True: "yes", False: "no", None: ""}
    each = [""] * len(drawn)
    land = {
        "facts": {"count": len(drawn), "nature": ["primaire"] * len(drawn), "priority": each,
                  "rural": [flags[flag] for flag in rural], "frr": each, "enir": each,
                  "pupils": [None if np.isnan(n) else n for n in known]},
        "zones": zones, "before": list(statuses["2021"]), "after": list(statuses["2023"]),
        "records": [{"id": one.id, "unit": one.unit, "concerned": one.concerned, "part": one.part,
                     "whole": one.whole} for one in RECORDS],
    }  # fmt: skip
    forth, back = json.loads(deno("eval", "--no-remote", COUNTED.replace("LAND", json.dumps(land))))
    for at, record in enumerate(RECORDS):
        right = change(schools, NAMES, level="commune", statuses=statuses, indicator=record)
        for told, column in NAMED.items():
            meant = right[column].to_numpy(dtype=float)
            found = np.array(forth[at][told], dtype=float)
            np.testing.assert_allclose(found, meant, atol=1e-9, err_msg=f"{record.id} {told}")
            opposite = right[OPPOSITE.get(told, column)].to_numpy(dtype=float)
            sign = -1 if told in ("change", "change_low", "change_high") else 1
            found = np.array(back[at][told], dtype=float)
            np.testing.assert_allclose(found, sign * opposite, atol=1e-9, err_msg=told)
