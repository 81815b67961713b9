"""The figures of the main job, against the naive script, in one run.

    make bench        (needs the shared inputs beside the repository)

Each command runs `ROUNDS` times, the two rivals in turn; the middle time counts. Python keeps what
it compiled, as it does for a program that is installed. Processor time is told beside wall time:
on a machine that does other things too it is the steadier of the two.
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
ANNUAIRE = SHARED / "annuaire-035-2023-06.csv"
REGISTER = SHARED / "registre-ent-035-simule.xlsx"
ROUNDS = 5


class Run(NamedTuple):
    """What a command took: wall and processor time (s), peak memory (MB)."""

    wall: float
    cpu: float
    memory: float


def timed(command: Sequence[str], *, compiled: Path) -> Run:
    """Run a command; its compiled modules are kept in a folder."""
    start = time.perf_counter()
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled), "PYTHONDONTWRITEBYTECODE": ""}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=kept)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(command)} failed"
        raise RuntimeError(msg)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def race(commands: dict[str, list[str]], *, compiled: Path, rounds: int = ROUNDS) -> dict[str, Run]:
    """Run the commands in turn; give each one's middle times and highest memory."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(timed(command, compiled=compiled))
    return {
        name: Run(
            statistics.median(run.wall for run in told),
            statistics.median(run.cpu for run in told),
            max(run.memory for run in told),
        )
        for name, told in runs.items()
    }


def national_geojson(folder: Path) -> Path:
    """Write the communes of France as contours-administratifs publishes them (50 m, 5 decimals).

    In a process of its own: a child's peak memory starts at its parent's.
    """
    path = folder / "communes-50m.geojson"
    subprocess.run([sys.executable, __file__, str(path)], check=True)
    return path


def write_geojson(path: str) -> None:
    """Turn the bundled boundaries into a GeoJSON of the whole country."""
    import geopandas as gpd

    communes = gpd.read_parquet(ROOT / "data" / "boundaries" / "communes.parquet")
    columns = {"commune_code": "code", "name": "nom", "departement_code": "departement",
               "region_code": "region", "epci_code": "epci"}  # fmt: skip
    communes = communes[[*columns, "geometry"]].rename(columns=columns)
    communes.to_file(path, driver="GeoJSON", COORDINATE_PRECISION=5)


def gzipped_kb(page: Path) -> float:
    """Weigh a page as a server sends it."""
    return len(gzip.compress(page.read_bytes(), 9)) / 1000


def asked(page: Path) -> tuple[int, int]:
    """Count the files that a page asks of other hosts, and the hosts."""
    text = page.read_text(encoding="utf-8")
    addresses = re.findall(r'<(?:script[^>]* src|link[^>]* href)="(https?://[^"]+)"', text)
    tiles = re.findall(r'L\.tileLayer\(\s*"(https?://[^"]+)"', text)
    files = [*addresses, *tiles]
    return len(files), len({address.split("/")[2] for address in files})


def line(name: str, value: str, aim: str = "") -> None:
    """Print a row of the report."""
    print(f"{name:<58} {value:>12}   {aim}")


def main() -> None:
    """Measure and print."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        naive, ours = Path(folder) / "naive.html", Path(folder) / "35"
        boundaries = national_geojson(Path(folder))
        build = [python, "-m", "geo_ent", "build", "--departement", "35",
                 "--schools", str(ANNUAIRE), "--register", str(REGISTER),
                 "--date", "2023-06-30", "--out", str(ours)]  # fmt: skip
        rival = [python, "-W", "ignore", str(ROOT / "bench" / "naive.py"), str(ANNUAIRE),
                 str(REGISTER), str(boundaries), str(naive)]  # fmt: skip
        # the naive script makes a page and its figures: so does --quick; all the rest comes on top
        compiled = Path(folder) / "compiled"
        told = race({"naive": rival, "geo-ent": [*build, "--quick"]}, compiled=compiled)
        whole = race({"whole": build}, compiled=compiled, rounds=3)["whole"]
        start = race(
            {"pass": [python, "-c", "pass"], "help": [python, "-m", "geo_ent", "--help"]},
            compiled=compiled,
        )
        page = ours / "index.html"
        naive_run, quick = told["naive"], told["geo-ent"]
        ratios = f"{quick.cpu / naive_run.cpu:.2f}", f"{quick.wall / naive_run.wall:.2f}"
        line("naive script, wall time", f"{naive_run.wall:.2f} s")
        line("geo-ent build --quick (page and tables), wall time", f"{quick.wall:.2f} s")
        line("geo-ent build --quick / naive, wall time", ratios[1], "aim: <= 0.60")
        line("geo-ent build --quick / naive, processor time", ratios[0], "aim: <= 0.60")
        line("geo-ent build, everything, wall time", f"{whole.wall:.2f} s")
        line("geo-ent build, everything, processor time", f"{whole.cpu:.2f} s")
        line("geo-ent build, everything, peak memory", f"{whole.memory:.0f} MB", "aim: < 600 MB")
        line("naive script, peak memory", f"{naive_run.memory:.0f} MB")
        line("geo-ent page, gzipped", f"{gzipped_kb(page):.0f} kB", "aim: <= 200 kB")
        line("naive page, gzipped (without what it asks for)", f"{gzipped_kb(naive):.0f} kB")
        line("geo-ent page: files asked of other hosts", "{} of {}".format(*asked(page)), "aim: 0")
        line("naive page: files asked of other hosts", "{} of {}".format(*asked(naive)))
        extra = start["help"].wall - start["pass"].wall
        line("geo-ent --help, beyond python -c pass", f"{extra:.2f} s", "aim: <= 0.30 s")


if __name__ == "__main__":
    if sys.argv[1:]:
        write_geojson(sys.argv[1])
    else:
        main()
