"""The national files: how long they take to read, and what a cached source costs a build.

    .venv/bin/python bench/sources.py

The annuaire (67,000 rows, 71 columns) and the effectifs (48,000 rows) are made up, in the portal's
schema of 2026 (SIMULATED: seeded, the same at each run). Each way of reading them runs in a process
of its own, the rivals in turn; the middle time counts, start of Python and imports included. The
processor's time is beside the wall's: it says the same on a machine that does other things too.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "bench")]

import portal_files as files  # noqa: E402 found by the line above
import portal_tables as tables  # noqa: E402
from portal import Portal, csv_bytes, write_catalogue  # noqa: E402
from run import line  # noqa: E402

from geo_ent.sources.datasets import read_catalogue  # noqa: E402

ROWS_N, SCHOOLS_N, PUPILS_N = 67_000, 48_345, 48_000
DEPARTEMENT = "35"
ROUNDS = 5
READERS = {
    "schools": "from geo_ent.schools.directory import read_schools as read",
    "pupils": "from geo_ent.schools.pupils import read_pupils as read",
    "naive": "import pandas as pd; read = lambda path: pd.read_csv(path, sep=';', dtype=str)",
}


@dataclass(frozen=True)
class Run:
    """What a command cost: wall and processor time (s), peak memory (MB).

    `least_s` is the least processor time of several runs: the one that others disturbed least.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    least_s: float


def timed(command: list[str]) -> Run:
    """Run a command and say what it cost."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(command)} failed"
        raise RuntimeError(msg)
    cpu_s = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu_s, usage.ru_maxrss / 1024, cpu_s)


def race(jobs: dict[str, list[str]]) -> dict[str, Run]:
    """Run the commands in turn; give each one's middle times and highest memory."""
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, command in jobs.items():
            runs[name].append(timed(command))
    return {
        name: Run(
            statistics.median(run.wall_s for run in told),
            statistics.median(run.cpu_s for run in told),
            max(run.peak_mb for run in told),
            min(run.least_s for run in told),
        )
        for name, told in runs.items()
    }


def show(words: str, run: Run, aims: tuple[str, str] = ("", "")) -> None:
    """Print what a command cost."""
    line(f"{words}, wall (processor)", f"{run.wall_s:.2f} ({run.cpu_s:.2f}) s", aims[0])
    line(f"{words}, peak memory", f"{run.peak_mb:.0f} MB", aims[1])


def write_national(folder: Path) -> tuple[Path, Path]:
    """Write the two national files, in a process of its own for its memory isn't a reader's."""
    subprocess.run([sys.executable, __file__, "--write", str(folder)], check=True)
    return folder / "annuaire.csv", folder / "effectifs.csv"


def make_national(folder: Path) -> None:
    """Make the two national files."""
    inspections = 1_270  # about one for 40 schools, in each département
    others = ROWS_N - SCHOOLS_N - inspections
    directory = tables.annuaire(schools_n=SCHOOLS_N, others_n=others)
    pupils = tables.effectifs(directory, years=(2024, 2025))
    pupils.rows = pupils.rows[-PUPILS_N:]
    for name, table in (("annuaire", directory), ("effectifs", pupils)):
        columns = [each.name for each in table.fields]
        body, _ = csv_bytes(table, table.rows, columns, {})
        (folder / f"{name}.csv").write_bytes(body)


def reading(way: str, path: Path) -> list[str]:
    """Make the command that reads a file in a way."""
    return [sys.executable, "-c", f"{READERS[way]}; read({str(path)!r})"]


def read_both(annuaire: Path, effectifs: Path) -> None:
    """Measure reading, against reading all columns as text with pandas."""
    jobs = {
        "schools": reading("schools", annuaire),
        "naive annuaire": reading("naive", annuaire),
        "pupils": reading("pupils", effectifs),
        "naive effectifs": reading("naive", effectifs),
        "imports": [sys.executable, "-c", "import pandas, geopandas"],
    }
    told = race(jobs)

    aims = {"schools": ("aim: <= 2 s", "aim: <= 400 MB"), "pupils": ("aim: <= 1.5 s", "")}
    words = {
        "schools": "annuaire to the schools table",
        "naive annuaire": "annuaire, pandas.read_csv alone",
        "pupils": "effectifs to the pupils table",
        "naive effectifs": "effectifs, pandas.read_csv alone",
        "imports": "imports of pandas and geopandas alone",
    }
    for name, run in told.items():
        show(words[name], run, aims.get(name, ("", "")))


def build_both(folder: Path) -> None:
    """Measure a build with everything cached against one with the same files given."""
    with served(folder) as portal:
        environment = {"GEO_ENT_CATALOGUE": str(folder / "catalogue.toml"),
                       "GEO_ENT_CACHE": str(folder / "cache")}  # fmt: skip
        os.environ.update(environment)
        register = str(write_register(folder, portal))
        build = [sys.executable, "-m", "geo_ent", "build", "--departement", DEPARTEMENT,
                 "--register", register, "--date", "2026-11-22", "--quick"]  # fmt: skip
        cold = timed([*build, "--out", str(folder / "first")])
        cold_calls = len(portal.calls)
        given = [*build, *given_options(folder / "cache"), "--out", str(folder / "given")]
        told = race({"given": given, "cached": [*build, "--out", str(folder / "cached")]})
        warm_calls = len(portal.calls) - cold_calls
    show(f"build --quick, nothing cached ({cold_calls} calls)", cold)
    show("build --quick, files given", told["given"])
    show("build --quick, everything cached", told["cached"])
    extra_s = told["cached"].least_s - told["given"].least_s
    line("a warm cache costs, least processor times", f"{extra_s:+.2f} s", "aim: <= 0.20 s")
    line("calls of the warm builds", f"{warm_calls}", "aim: 0")


def served(folder: Path) -> Portal:
    """Make a portal of all that a map of the département can use, and its catalogue."""
    directory = tables.annuaire(DEPARTEMENT, schools_n=700, others_n=300)
    portal = Portal(
        {
            "fr-en-annuaire-education": directory,
            "fr-en-ecoles-effectifs-nb_classes": tables.effectifs(directory),
            "fr-en-ips-ecoles-ap2022": tables.ips(directory),
            "fr-en-carte-scolaire-colleges-publics": tables.college_sectors(DEPARTEMENT),
        }
    )
    insee, dgcl = "https://www.insee.fr/", "https://www.collectivites-locales.gouv.fr/files/"
    changes = ((insee, f"{portal.url}/insee/"), (dgcl, f"{portal.url}/dgcl/"))
    catalogue = read_catalogue(
        write_catalogue(folder / "catalogue.toml", *changes, url=portal.url)
    ).datasets
    for name, content in (("densite", files.density_grid()), ("frr", files.frr())):
        address = next(iter(catalogue[name].url.values()))
        portal.files[address.removeprefix(portal.url)] = content
    return portal


def write_register(folder: Path, portal: Portal) -> Path:
    """Write a register of every other school."""
    schools = tables.schools_of(portal.tables["fr-en-annuaire-education"])
    uais = [row["identifiant_de_l_etablissement"] for row in schools]
    lines = ["UAI;ENT;Situation", *(f"{uai};ONE;déployé" for uai in uais[::2])]
    path = folder / "register.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def given_options(cache: Path) -> list[str]:
    """Name the cached files as options."""
    options: list[str] = []
    catalogue = read_catalogue().datasets
    for path in sorted((cache / "index").glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        name = catalogue[entry["dataset"]].option
        options += [f"--{name.replace('_', '-')}", str(cache / entry["file"])] if name else []
    return options


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        read_both(*write_national(Path(folder)))
        build_both(Path(folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        make_national(Path(sys.argv[2]))
    else:
        main()
