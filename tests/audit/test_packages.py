"""The real case as other programs read it."""

import numpy as np
import pandas as pd
from packages import described, faults

from geo_ent.publish.package.data_package import file_record


def test_every_table_keeps_to_its_schema(folder):
    """Frictionless has nothing against any of the sixteen tables; all schools have their UAI."""
    assert faults(folder) == []
    tables = described(folder)
    assert len(tables) == len(list(folder.glob("*.csv"))) >= 16
    (uai, *_) = tables["schools.csv"]["schema"]["fields"]
    assert uai["constraints"] == {"required": True, "pattern": "^[0-9]{7}[A-HJ-NPR-Z]$"}


def test_a_formula_gives_what_its_column_has(folder):
    """Each formula that docs/indicators.md tells, of the columns beside it, on every row."""
    signs = str.maketrans({"÷": "/", "×": "*", "−": "-"})
    tried = set()
    for path in sorted(folder.glob("*.csv")):
        record = file_record(path.name)
        rows = pd.read_csv(path)
        for name, column in record.columns.items():
            formula = column.formula.translate(signs)
            if not formula or name not in rows:
                continue
            right = rows.eval(formula, engine="python").replace([np.inf, -np.inf], np.nan)
            told = rows[name].notna()
            if record.name == "solutions":  # nobody of the staff alone is among the equipped
                told &= rows["for_whom"] == "schools"
            assert right[told].notna().all(), (path.name, name)
            off = (right[told].astype(float) - rows.loc[told, name]).abs().max()
            assert not off > (2e-4 if column.kind == "points" else 1e-6), (path.name, name)
            tried.add((record.name, name))
    assert len(tried) >= 19
    assert {("coverage", "known_share"), ("change", "change_points")} <= tried
