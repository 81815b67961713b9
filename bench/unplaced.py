"""Each of the 101 départements with one school of each kind that directories can't place.

    python bench/unplaced.py [--full 75,971,35] [--only 2A,974]

The directory is made up: ten schools that are where they say, and one of each of `KINDS`. A build
fails when it stops, or when its figures aren't those that the kinds add up to. Quick builds, and
complete ones (pictures, workbook, GeoPackage, equity) for the départements of `--full`.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import geopandas as gpd
import pandas as pd
from made_directory import school_row

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import departement_names
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project

SEED = 20_260_101
PLAIN = 10  # schools that are where they say
CITIES = {"75100": "75", "69380": "69", "13200": "13"}
ONE_COMMUNE = "75"
AT_SEA = (45.0, -20.0)
FULL = "01,2A,35,69,75,971,973,974,976"
Fate = Literal["placed", "unplaced", "elsewhere"]


class Kind(NamedTuple):
    """A kind of row: what stands in it, and what must become of the school.

    Attributes
    ----------
    code
        The commune's code; "own" for one of the département, "other" for one of another.
    place
        Its point: of its own commune ("own"), of another département ("other"), or degrees.
    fate
        In a commune, in its département alone, or out of the territory.
    departement
        Whether the column says it.
    """

    code: str
    place: str | tuple[float | str, float | str]
    fate: Fate
    departement: bool = True


NOWHERE = ("", "")
KINDS = {
    "blank": Kind("", NOWHERE, "unplaced"),
    "blank, point": Kind("", "own", "placed"),
    "blank, at sea": Kind("", AT_SEA, "unplaced"),
    "blank, at 0, 0": Kind("", (0.0, 0.0), "unplaced"),
    "blank, point of elsewhere": Kind("", "other", "unplaced"),
    "blank, no département": Kind("", NOWHERE, "unplaced", departement=False),
    "99999": Kind("99999", NOWHERE, "unplaced"),
    "99999, point": Kind("99999", "own", "placed"),
    "a country's": Kind("99100", NOWHERE, "unplaced"),
    "not a code": Kind("Mairie", NOWHERE, "unplaced"),
    **{code: Kind(code, NOWHERE, "elsewhere") for code in CITIES},
    **{
        code: Kind(code, NOWHERE, "unplaced")
        for code in ("97123", "97127", "97701", "97801", "97501", "98501", "98818")
    },
    "of another": Kind("other", "own", "elsewhere"),
    "no point": Kind("own", NOWHERE, "placed"),
    "no département": Kind("own", "own", "placed", departement=False),
    "axes swapped": Kind("own", (2.0, 48.0), "placed"),
    "metres": Kind("own", (6_789_012.0, 351_234.0), "placed"),
}
"""Name → what stands in the row. `fate_of` says what Paris and the cities change of it."""


def fate_of(name: str, departement: str) -> Fate:
    """Tell what must become of a school of a kind in a département."""
    kind = KINDS[name]
    if CITIES.get(name) == departement:
        return "placed"
    overseas = kind.code.startswith(("977", "978", "975", "988", "97123", "97127"))
    alone = departement == ONE_COMMUNE and kind.fate == "unplaced" and not overseas
    return "placed" if alone else kind.fate


def rows(departement: str, communes: gpd.GeoDataFrame) -> Iterator[dict[str, object]]:
    """Make the directory's rows: the plain schools, then one of each kind."""
    rng = random.Random(f"{SEED} {departement}")
    other = "22" if departement == "35" else "35"
    elsewhere = {"code": f"{other}050", "place": (48.5, -2.76) if other == "22" else (48.11, -1.68)}
    kinds = {f"plain {number}": Kind("own", "own", "placed") for number in range(PLAIN)} | KINDS
    for number, (name, kind) in enumerate(kinds.items()):
        home = rng.choice(list(communes.index))
        point = communes.geometry[home].representative_point()
        places = {"own": (point.y, point.x), "other": elsewhere["place"]}
        latitude, longitude = places[kind.place] if isinstance(kind.place, str) else kind.place
        inspection = "A" if number % 2 else "B"
        # The last circonscription has no school that anything places.
        inspection = "C" if name == "blank" else inspection
        row = school_row(
            departement,
            9000 + number,
            nom_etablissement=f"École {name}",
            code_commune={"own": home, "other": elsewhere["code"]}.get(kind.code, kind.code),
            nom_circonscription=f"Circonscription {inspection}",
            latitude=latitude,
            longitude=longitude,
        )
        yield row if kind.departement else row | {"code_departement": ""}


def project_of(departement: str, folder: Path, *, quick: bool, sector: str = "public") -> Project:
    """Write the directory of a département and its register; say what to build of them."""
    schools, register = folder / f"schools-{departement}.csv", folder / f"ent-{departement}.csv"
    table = pd.DataFrame(rows(departement, read_communes([departement])))
    table.to_csv(schools, sep=";", index=False, quoting=csv.QUOTE_MINIMAL)
    answers = ["oui" if number % 3 else "non" for number in range(len(table))]
    uais = table["identifiant_de_l_etablissement"]
    pd.DataFrame({"UAI": uais, "ENT": answers}).to_csv(register, index=False)
    return Project(
        departements=(departement,),
        schools=schools,
        register=register,
        out=folder / departement,
        sector=sector,
        quick=quick,
    )


def faults(departement: str, folder: Path) -> Iterator[str]:
    """Say what of a folder isn't what the kinds add up to."""
    fates = [fate_of(name, departement) for name in KINDS]
    unplaced, here = fates.count("unplaced"), PLAIN + len(fates) - fates.count("elsewhere")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    out_of, findings = manifest["schools_out_of_level"], manifest["findings"]
    expected = {"figures": here, "commune": unplaced, "unjoined": unplaced, "elsewhere":
                fates.count("elsewhere")}  # fmt: skip
    found = {
        "figures": manifest["figures"]["schools_n"],
        "commune": out_of["commune"],
        "unjoined": findings.get("unjoined", 0),
        "elsewhere": manifest["schools_elsewhere"],
    }
    yield from (f"{name}: {found[name]}, not {n}" for name, n in expected.items()
                if found[name] != n)  # fmt: skip
    for level, outside in out_of.items():
        table = pd.read_csv(folder / f"coverage-{level}.csv", dtype=str)
        counted = table["schools_n"].astype(int).sum()
        if counted + outside != here:
            yield f"{level}: {counted} counted and {outside} outside, of {here}"
        if bool(outside) != ("note" in table):
            yield f"{level}: {outside} outside, and a note: {'note' in table}"
        if outside and level in {"circonscription", "departement", "academie", "region"}:
            yield f"{level}: {outside} outside"


def failed(departement: str, folder: Path, *, quick: bool) -> list[str]:
    """Build a département; give what went wrong."""
    try:
        build(project_of(departement, folder, quick=quick))
    except Exception:  # noqa: BLE001 any end of a build is what is looked for
        return [traceback.format_exc(limit=-3)]
    return list(faults(departement, folder / departement))


def main() -> None:
    """Build them all and count those that failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", default=FULL, help="départements to build completely")
    parser.add_argument("--only", default=",".join(departement_names()), help="those to build")
    asked = parser.parse_args()
    warnings.simplefilter("error")
    start, wrong = time.perf_counter(), 0
    jobs = [(code, True) for code in filter(None, asked.only.split(","))]
    jobs += [(code, False) for code in filter(None, asked.full.split(","))]
    for departement, quick in jobs:
        with tempfile.TemporaryDirectory() as folder:
            wrongs = failed(departement, Path(folder), quick=quick)
        wrong += bool(wrongs)
        for fault in wrongs:
            print(f"{departement} ({'quick' if quick else 'complete'}): {fault}", flush=True)
    quick_n = sum(quick for _, quick in jobs)
    print(
        f"{quick_n} quick builds, {len(jobs) - quick_n} complete ones, {len(KINDS)} kinds of rows: "
        f"{wrong} failed, in {time.perf_counter() - start:.0f} s"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
