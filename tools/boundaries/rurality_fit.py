"""Fit the rurality model on INSEE's density grid, and write its coefficients and its estimates.

    python -m tools.boundaries.rurality_fit GRID

GRID is INSEE's workbook or ANCT's CSV, read as geo-ent reads it (so geo-ent must be installed).
Writes rurality-model.toml and rurality.parquet beside this file. No row of the grid is kept: the
table holds what the model says, from the coefficients as they are written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo_ent.communes.density import read_density
from geo_ent.tables.findings import Findings

from . import FOLDER
from . import rurality_model as model

ESTIMATES = FOLDER / "rurality.parquet"
DIGITS = 6  # of a coefficient
DECIMALS = 3  # of a probability
HEAD = """\
# The bundled estimate of rurality, a logistic regression. A commune is rural with a probability of
#     1 / (1 + exp(-(constant + sum of coefficient x feature)))
# and it is told rural from a probability of {threshold}. "Rural" is classes 5, 6 and 7 of INSEE's
# density grid. Fitted by rurality_fit.py on the {n} communes of metropolitan France; the features
# are computed by rurality_model.py from communes.parquet. How well it does: docs/rurality.md.

[fit]
grid = "{grid}"
communes_n = {n}
rural_n = {rural}
threshold = {threshold}

[coefficients]
constant = {constant}
"""


def write_model(grid: Path) -> pd.Series:
    """Fit on the communes of the metropole and write the coefficients."""
    communes = model.read_communes()
    table = model.features(communes)
    rural = read_density(grid, findings=Findings())["rural"].reindex(communes.index)
    learnt = rural.notna() & ~communes["departement_code"].str.startswith("97")
    truth = rural[learnt].astype(bool)
    coefficients = model.fit(table[learnt], truth)
    head = HEAD.format(
        grid=grid.name,
        n=len(truth),
        rural=int(truth.sum()),
        threshold=model.THRESHOLD,
        constant=f"{coefficients['constant']:.{DIGITS}g}",
    )
    lines = [
        f"# {meaning}\n{name} = {coefficients[name]:.{DIGITS}g}\n"
        for name, meaning in model.FEATURES.items()
    ]
    model.MODEL.write_text(head + "".join(lines), encoding="utf-8")
    return coefficients


def estimates() -> pd.DataFrame:
    """Predict every commune of today by the written coefficients.

    A commune without a polygon has the estimate of the one that covers it.
    """
    communes = model.read_communes()
    probabilities = model.predict(model.features(communes), model.read_model()).round(DECIMALS)
    table = communes[["departement_code"]].assign(rural_probability=probabilities)
    lacking = pd.read_csv(model.LACKING, dtype=str).set_index("commune_code")
    covered = table.loc[lacking["shown_inside"]].set_axis(lacking.index)
    whole = pd.concat([table, covered]).reset_index(names="commune_code")
    return whole.sort_values(["departement_code", "commune_code"], ignore_index=True)


def write_estimates(table: pd.DataFrame, path: Path = ESTIMATES) -> None:
    """Write the estimates, a row group a département, so that one is read alone."""
    fields = [("commune_code", pa.string()), ("departement_code", pa.string())]
    schema = pa.schema([*fields, ("rural_probability", pa.float64())])
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=19) as writer:
        for _, group in table.groupby("departement_code"):
            writer.write_table(pa.Table.from_pandas(group, schema=schema, preserve_index=False))


def main() -> None:
    """Read the grid's path and write both files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("grid", type=Path)
    coefficients = write_model(parser.parse_args().grid)
    table = estimates()
    write_estimates(table)
    print(coefficients.to_string())
    size = ESTIMATES.stat().st_size
    print(f"{model.MODEL.name}; {ESTIMATES.name}: {len(table)} communes, {size} bytes")


if __name__ == "__main__":
    main()
