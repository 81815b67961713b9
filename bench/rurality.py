"""How well rurality is estimated, against INSEE's density grid: the figures of docs/rurality.md.

    .venv/bin/python bench/rurality.py            (needs the shared inputs beside the repository)
    .venv/bin/python bench/rurality.py --write    puts them into docs/rurality.md

Every commune of the metropole is judged by a model that never saw its département (ten folds); the
overseas ones by the model of the metropole.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from boundaries import rurality_model as model  # noqa: E402 found by the line above

from geo_ent.communes.density import DENSITY_LABELS, RURAL_CLASSES, read_density  # noqa: E402
from geo_ent.text.numbers import number  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

GRID = ROOT.parent / "shared" / "data" / "densite-7-niveaux-cog2025.csv"
PAGE = ROOT / "docs" / "rurality.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
VILLAGE = 2000  # inhabitants: the rule of thumb
OVERSEAS = {"971": "Guadeloupe", "972": "Martinique", "973": "Guyane", "974": "La Réunion",
            "976": "Mayotte"}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """The communes with what the grid says of them and what each way of telling says.

    Attributes
    ----------
    communes
        By `commune_code`: `departement_code`, `density_class`, `rural`, then a column of booleans
        for each way: `village`, `two_figures`, `estimate`.
    """

    communes: pd.DataFrame

    @property
    def metropole(self) -> pd.DataFrame:
        """The communes of metropolitan France."""
        return self.communes[~self.communes["departement_code"].str.startswith("97")]

    def kappa(self, way: str, departement: str = "") -> float:
        """Give Cohen's κ of a way, on the metropole or in a département."""
        homes = self.communes["departement_code"]
        among = self.communes[homes == departement] if departement else self.metropole
        return model.kappa(among["rural"], among[way])

    def confusion(self) -> pd.DataFrame:
        """Count the communes of the metropole: the grid by row, the estimate by column."""
        return pd.crosstab(self.metropole["rural"], self.metropole["estimate"])

    def by_class(self) -> pd.DataFrame:
        """Count the communes of the metropole of each class, and those that are told wrong."""
        wrong = self.metropole["rural"] != self.metropole["estimate"]
        groups = wrong.groupby(self.metropole["density_class"])
        return pd.DataFrame({"communes_n": groups.size(), "wrong_n": groups.sum()})


def judge(grid: Path = GRID) -> Judged:
    """Compare every way of telling with the grid."""
    communes = model.read_communes()
    told = read_density(grid).reindex(communes.index)
    communes = communes.assign(**told)[communes.index.isin(told.index[told["rural"].notna()])]
    rural, homes = communes["rural"].astype(bool), communes["departement_code"]
    table = model.features(model.read_communes()).loc[communes.index]
    two = table[["ln_population", "ln_density"]]
    return Judged(
        pd.DataFrame(communes[["departement_code", "density_class"]]).assign(
            rural=rural,
            village=communes["population_n"] < VILLAGE,
            two_figures=model.cross_validated(two, rural, homes) >= model.THRESHOLD,
            estimate=model.cross_validated(table, rural, homes) >= model.THRESHOLD,
        )
    )


def figures(judged: Judged) -> str:
    """Write the figures as Markdown tables, in French."""
    crossed = judged.confusion()
    counts = [
        (said, *(number(crossed.loc[truth, told]) for told in (True, False)))
        for said, truth in (("**rurale**", True), ("**urbaine**", False))
    ]
    ways = [("Population de moins de 2 000 habitants", "village"),
            ("Population et densité seules (même régression)", "two_figures"),
            ("Estimation de geo-ent", "estimate")]  # fmt: skip
    agreed = (judged.metropole["rural"] == judged.metropole["estimate"]).mean()
    return "\n".join([
        f"Métropole, {number(len(judged.metropole))} communes :\n",
        _table(("D'après l'Insee", "estimée rurale", "estimée urbaine"), counts),
        f"Accord : {number(100 * agreed, decimals=1)} % des communes.\n",
        _table(("Façon de dire", "κ de Cohen"),
               [(said, number(judged.kappa(way), decimals=3)) for said, way in ways]),
        _table(("Territoire", "communes", "bien dites", "κ"),
               [_territory(judged, code) for code in OVERSEAS]),
        _table(("Niveau de la grille", "communes", "mal dites", "part"),
               [_level(row) for row in judged.by_class().itertuples()]),
    ])  # fmt: skip


def _territory(judged: Judged, code: str) -> tuple[str, ...]:
    among = judged.communes[judged.communes["departement_code"] == code]
    right = int((among["rural"] == among["estimate"]).sum())
    kappa = number(judged.kappa("estimate", code), decimals=2)
    return OVERSEAS[code], str(len(among)), str(right), kappa


def _level(row: tuple[float, ...]) -> tuple[str, ...]:
    level, n, wrong = int(row[0]), row[1], row[2]
    side = "rural" if level in RURAL_CLASSES else "urbain"
    share = f"{number(100 * wrong / n, decimals=1)} %"
    return f"{level} {DENSITY_LABELS[level]} ({side})", number(n), number(wrong), share


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [titles, tuple("---" for _ in titles), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Print the figures; with ``--write``, put them in their place on the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--grid", type=Path, default=GRID)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    told = figures(judge(asked.grid))
    print(told)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
