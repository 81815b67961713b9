"""The figures of the main job, against the naive script, in one run.

    make bench        (needs the shared inputs beside the repository)

Each command runs `ROUNDS` times, the two rivals in turn; the middle time counts.
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

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
ANNUAIRE = SHARED / "annuaire-035-2023-06.csv"
REGISTER = SHARED / "registre-ent-035-simule.xlsx"
ROUNDS = 5


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; give its wall time (s) and its peak memory (MB)."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(command)} failed"
        raise RuntimeError(msg)
    return wall, usage.ru_maxrss / 1024


def race(commands: dict[str, list[str]], rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """Run the commands in turn; give each one's middle time and highest memory."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(timed(command))
    return {
        name: (statistics.median(wall for wall, _ in told), max(memory for _, memory in told))
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
        told = race({"naive": rival, "geo-ent": [*build, "--quick"]})
        whole = race({"whole": build}, rounds=3)["whole"]
        start = race({"pass": [python, "-c", "pass"], "help": [python, "-m", "geo_ent", "--help"]})
        page = ours / "index.html"
        ratio = told["geo-ent"][0] / told["naive"][0]
        line("naive script, wall time", f"{told['naive'][0]:.2f} s")
        line("geo-ent build --quick (page and tables), wall time", f"{told['geo-ent'][0]:.2f} s")
        line("geo-ent build --quick / naive", f"{ratio:.2f}", "aim: <= 0.60")
        line("geo-ent build, everything, wall time", f"{whole[0]:.2f} s")
        line("geo-ent build, everything, peak memory", f"{whole[1]:.0f} MB", "aim: < 600 MB")
        line("naive script, peak memory", f"{told['naive'][1]:.0f} MB")
        line("geo-ent page, gzipped", f"{gzipped_kb(page):.0f} kB", "aim: <= 200 kB")
        line("naive page, gzipped (without what it asks for)", f"{gzipped_kb(naive):.0f} kB")
        line("geo-ent page: files asked of other hosts", "{} of {}".format(*asked(page)), "aim: 0")
        line("naive page: files asked of other hosts", "{} of {}".format(*asked(naive)))
        extra = start["help"][0] - start["pass"][0]
        line("geo-ent --help, beyond python -c pass", f"{extra:.2f} s", "aim: <= 0.30 s")


if __name__ == "__main__":
    if sys.argv[1:]:
        write_geojson(sys.argv[1])
    else:
        main()
