"""A région of thirteen départements, in a real Chromium: how heavy, how soon, how much memory.

    python bench/region.py [--region Occitanie] [--schools 4300] [--keep FOLDER]

Needs the shared inputs beside the repository and Chromium. The elementary and primary schools are
those of the file of IPS, with their names and communes; nursery schools are made up to the number
asked for, all are put at random in their commune, and the register is made up (seeded: the same at
each run). Memory is that of the page after its map is drawn, and again after each level was shown:
the script's heap, collected, and what the renderer's process alone has (its private pages).
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from made_directory import school_row
from national import circonscriptions, places
from page import FIRST_MAP, SWITCH, chromium
from playwright.sync_api import Browser, Page, sync_playwright
from run import ROOT, gzipped_kb, line

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import find_region, region_departements
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project

IPS = ROOT.parent / "shared" / "data" / "ips-ecoles-2021-2022.csv"
SEED = 20_261_129
SOLUTIONS = ("ONE", "Beneylu School", "e-primo", "Toutatice")
RENTREES = range(2018, 2025)
NURSERIES = ("les Lucioles", "Jacques Prévert", "la Fontaine", "Pauline Kergomard", "les Tilleuls",
             "le Petit Prince", "du Centre", "Marie Curie")  # fmt: skip
ROUNDS = 5


def listed(codes: tuple[str, ...], n: int) -> pd.DataFrame:
    """List the schools: those of the file of IPS, and nursery schools up to `n`."""
    rows = pd.read_csv(IPS, sep=";", dtype=str)
    rows.columns = pd.Index(["year", "academie", "departement", "departement_name", "uai", "name",
                             "commune_code", "commune_name", "sector", "ips"])  # fmt: skip
    rows["departement"] = rows["departement"].str.removeprefix("0").str.zfill(2)
    rows = rows[rows["departement"].isin(codes)].drop_duplicates("uai")
    rng = np.random.default_rng(SEED)
    # nursery schools stand where there are several schools already: towns
    several = rows[rows.groupby("commune_code")["uai"].transform("size") > 1]
    more = several.sample(max(0, n - len(rows)), replace=True, random_state=SEED)
    named = rng.choice(NURSERIES, len(more))
    more = more.assign(uai="", sector="public", name=[f"Ecole maternelle {word}" for word in named])
    return pd.concat([rows, more], ignore_index=True)


def directory_rows(codes: tuple[str, ...], n: int) -> Iterator[dict[str, object]]:
    """Make the rows of the directory."""
    schools, communes = listed(codes, n), read_communes(codes)
    schools = schools[schools["commune_code"].isin(communes.index)].reset_index(drop=True)
    rng = np.random.default_rng(SEED)
    points = places(
        communes.geometry.to_numpy(), communes.index.get_indexer(schools["commune_code"]), rng
    )
    placed = gpd.GeoDataFrame(
        schools.assign(departement_code=schools["departement"]), geometry=points, crs=4326
    )
    names = circonscriptions(placed)
    for number, (school, name) in enumerate(zip(placed.itertuples(), names, strict=True)):
        made = school_row(str(school.departement), 5000 + number)
        yield made | {
            "identifiant_de_l_etablissement": school.uai or made["identifiant_de_l_etablissement"],
            "nom_etablissement": school.name,
            "statut_public_prive": "Public" if school.sector == "public" else "Privé",
            "code_commune": school.commune_code,
            "nom_commune": communes.loc[school.commune_code, "name"],
            "ecole_elementaire": int(not school.name.startswith("Ecole maternelle")),
            "nom_circonscription": f"Circonscription d'inspection du 1er degré de {name}",
            "latitude": school.geometry.y,
            "longitude": school.geometry.x,
        }


def register_rows(schools: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Make the register: each département has its own share, from a tenth to nine tenths."""
    rng = np.random.default_rng(SEED)
    shares = {code: rng.uniform(0.1, 0.9) for code in schools["code_departement"].unique()}
    for school in schools.itertuples():
        has = rng.random() < shares[school.code_departement]
        yield {
            "UAI": school.identifiant_de_l_etablissement,
            "ENT": "oui" if has else rng.choice(["non", "non", "prévu", ""]),
            "Solution": rng.choice(SOLUTIONS) if has else "",
            "Depuis": f"{rng.choice(RENTREES)}-09-01" if has else "",
        }


def built(folder: Path, region: str, n: int) -> Path:
    """Build the map, and print what it took; give its page."""
    codes = tuple(region_departements(find_region(region)))
    directory = pd.DataFrame(directory_rows(codes, n))
    register = pd.DataFrame(register_rows(directory))
    directory.to_csv(folder / "annuaire.csv", sep=";", index=False)
    register.to_csv(folder / "registre.csv", index=False)
    start = time.perf_counter()
    made = build(
        Project(
            regions=(region,),
            schools=folder / "annuaire.csv",
            register=folder / "registre.csv",
            out=folder / "map",
        )
    )
    line("départements, schools", f"{len(codes)} / {len(directory):,}")
    line("build, everything written", f"{time.perf_counter() - start:.1f} s")
    return made.page


def opened(browser: Browser, path: Path) -> tuple[Page, float]:
    """Open the page once its map is drawn; give it with when that was (ms)."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.add_init_script(FIRST_MAP)
    page.goto(path.as_uri(), timeout=120_000)
    page.wait_for_function("window.firstMap")
    return page, float(page.evaluate("window.firstMap"))


def renderer_mb(browser: Browser) -> float:
    """Give the private memory of the largest renderer, in MB; a page has one."""
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    renderers = [one["id"] for one in told if one["type"] == "renderer"]
    return max(private_mb(pid) for pid in renderers)


def private_mb(pid: int) -> float:
    """Give what a process alone holds, as Linux counts it."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1000


def heap_mb(page: Page) -> float:
    """Give what the script holds once garbage is collected, in MB."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    told: dict[str, Any] = session.send("Runtime.getHeapUsage")
    session.detach()
    return float(told["usedSize"]) / 1e6


def memory(browser: Browser, page: Page, when: str) -> None:
    """Print the page's memory."""
    line(f"memory {when}: script's heap", f"{heap_mb(page):.0f} MB")
    line(f"memory {when}: renderer alone", f"{renderer_mb(browser):.0f} MB", "aim: <= 200 MB")


def told_levels(page: Page) -> None:
    """Print how long each level takes, the first time and the second."""
    page.wait_for_selector("html.ready", state="attached")
    values = page.locator("#geo-ent-level option").evaluate_all("all => all.map((o) => o.value)")
    for value in [*values[1:], values[0]]:
        times = []
        for one in (value, values[0] if value != values[0] else values[1], value):
            times.append(float(page.evaluate(SWITCH, ["geo-ent-level", one])))
            page.wait_for_timeout(900)  # the table follows when there is time
        line(f"switch to {value}: first, again", f"{times[0]:.0f} / {times[-1]:.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", default="Occitanie")
    parser.add_argument("--schools", type=int, default=4300)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs and the map")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        path = built(folder, asked.region, asked.schools)
        line("page, gzipped", f"{gzipped_kb(path):.0f} kB", "aim: <= 900 kB")
        times = []
        for _ in range(ROUNDS):
            browser = playwright.chromium.launch(**chromium())
            page, first = opened(browser, path)
            times.append(first)
            if len(times) < ROUNDS:
                browser.close()
        line("first drawn map, middle", f"{sorted(times)[ROUNDS // 2]:.0f} ms", "aim: <= 1500 ms")
        page.wait_for_selector("html.ready", state="attached")
        memory(browser, page, "as it opens")
        told_levels(page)
        memory(browser, page, "after every level")
        browser.close()


if __name__ == "__main__":
    main()
