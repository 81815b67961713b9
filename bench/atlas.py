"""An atlas of the country against the naive script's loop, in one run.

    python bench/atlas.py [--departements 35,22,29] [--inputs FOLDER] [--keep FOLDER]
                          [--steps quick,naive,one,quarter,again,changed,index,dask,all,sheets]

The inputs are those of `atlas_inputs.py`, made where they aren't there. The rival is `naive.py`,
once a département, each time with a directory and a register of that one alone, in the layout that
it knows: the reading of the country's files is not counted against it. It runs on every eighth
département by number of schools (`--naive 1`: on all); a line through what they take, so much a
département and so much a school, tells what all would. Wall time is of a machine that does other
things too; processor time counts a command with all its workers.
"""

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from run import ROOT, Run, line, national_geojson

sys.path.insert(0, str(ROOT / "tests" / "helpers"))

STEPS = "quick,naive,one,quarter,again,changed,index,dask,all,sheets"
STEP = 0.2  # seconds between two looks at the memory of what runs
QUARTER = 4  # one département in so many, of those whose processor time a school is compared
NAIVE_COLUMNS = ["N° UAI\n(RNE)", "ENT (O/N)", "Solution"]


@dataclass
class Memory:
    """The highest memory (MB) of a command and of the largest of the processes under it."""

    command: float = 0.0
    worker: float = 0.0


@dataclass
class Bench:
    """What the steps share.

    Attributes
    ----------
    inputs
        The folder of the national files.
    folder
        Where atlases are made.
    codes
        The départements asked for; none for all.
    jobs
        How many workers.
    runs
        By step, what its command took.
    """

    inputs: Path
    folder: Path
    codes: Sequence[str]
    jobs: int
    runs: dict[str, Run] = field(default_factory=dict)

    def command(self, name: str, *more: str, inputs: Path | None = None) -> list[str]:
        """Give the command of an atlas."""
        files = inputs or self.inputs
        asked = [word for code in self.codes for word in ("--departement", code)]
        return [
            *(sys.executable, "-m", "geo_ent", "atlas", "--out", str(self.folder / name)),
            *("--schools", str(files / "annuaire.csv")),
            *("--register", str(files / "registre.xlsx")),
            *("--simulated", "Données simulées autour des écoles réelles", *asked, *more),
        ]

    def schools(self) -> pd.DataFrame:
        """Read the directory, of the départements asked for."""
        table = pd.read_csv(self.inputs / "annuaire.csv", sep=";", dtype=str)
        table["code"] = table["Code_departement"].str.removeprefix("0")
        return table[table["code"].isin(self.codes)] if self.codes else table


def timed(command: Sequence[str], **environment: str) -> tuple[Run, Memory]:
    """Run a command; give what it took with all its workers, and their memory."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | environment)
    memory = Memory()
    watch = threading.Thread(target=watched, args=(process.pid, memory), daemon=True)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.join()
    if process.returncode:
        msg = f"{' '.join(command)} failed"
        raise RuntimeError(msg)
    return Run(wall, usage.ru_utime + usage.ru_stime, memory.command), memory


def watched(pid: int, memory: Memory) -> None:
    """Look at the memory of a process and of those under it until it ends."""
    while (own := peak(pid)) is not None:
        memory.command = max(memory.command, own)
        for worker in children(pid):
            memory.worker = max(memory.worker, peak(worker) or 0.0)
        time.sleep(STEP)


def peak(pid: int) -> float | None:
    """Give the highest memory that a process has had, in MB; None where it has ended."""
    try:
        rows = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM:")), None)


def children(pid: int) -> Iterator[int]:
    """Give the processes under one."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = [int(word) for word in tasks.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in below:
            yield child
            yield from children(child)


def told(name: str, run: Run, memory: Memory | None = None) -> None:
    """Print what a command took."""
    line(f"{name}, wall time", f"{run.wall:.1f} s")
    line(f"{name}, processor time", f"{run.cpu:.1f} s")
    if memory and memory.worker:
        line(f"{name}, peak memory of a worker", f"{memory.worker:.0f} MB", "aim: <= 600 MB")
    line(f"{name}, peak memory of the command", f"{run.memory:.0f} MB")


def digests(folder: Path) -> dict[str, str]:
    """Give the sha256 of each file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def told_same(name: str, one: Path, other: Path) -> None:
    """Print whether two atlases have the same bytes, and the first file that differs."""
    ours, theirs = digests(one), digests(other)
    differing = [path for path in sorted(ours | theirs) if ours.get(path) != theirs.get(path)]
    line(f"same bytes: {name}", "no: " + differing[0] if differing else "yes", "aim: yes")


def quick(bench: Bench) -> None:
    """Make the pages and tables, as most do first."""
    run, memory = timed(bench.command("quick", "--quick", "--jobs", str(bench.jobs)))
    bench.runs["quick"] = run
    told(f"page and tables, {bench.jobs} workers", run, memory)
    line("  aim of the wall time, 101 départements, two cores", "", "aim: <= 75 s")


def naive(bench: Bench, every: int) -> None:
    """Run the rival's loop on a sample, in turn with nothing: it is the same machine and hour."""
    schools = bench.schools()
    truth = pd.read_csv(bench.inputs / "verite.csv", dtype=str).set_index("uai")
    sizes = schools["code"].value_counts().sort_values(kind="stable")
    sample = list(sizes.index[every // 2 :: every]) or list(sizes.index)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        boundaries = national_geojson(place)
        for code in sample:
            own = schools[schools["code"] == code]
            own.drop(columns="code").to_csv(place / "annuaire.csv", sep=";", index=False)
            naive_register(place / "registre.xlsx", own, truth)
            files = [str(place / name) for name in ("annuaire.csv", "registre.xlsx")]
            run, _ = timed(
                [*(sys.executable, "-W", "ignore", str(ROOT / "bench" / "naive.py")),
                 *files, str(boundaries), str(place / "out.html"), code]
            )  # fmt: skip
            runs.append(run)
    cpu, wall = (
        scaled(sizes[sample], [getattr(run, kind) for run in runs], sizes)
        for kind in ("cpu", "wall")
    )
    line("naive script's loop, départements run / all", f"{len(sample)} / {len(sizes)}")
    line("  their schools / all", f"{sizes[sample].sum():,} / {sizes.sum():,}")
    line("  processor time, for all", f"{cpu:.0f} s")
    line("  wall time one after the other, for all", f"{wall:.0f} s")
    if "quick" in bench.runs:
        ratio = bench.runs["quick"].cpu / cpu
        line("page and tables / naive loop, processor time", f"{ratio:.2f}", "aim: <= 0.45")


def scaled(sizes: "pd.Series[int]", taken: Sequence[float], every: "pd.Series[int]") -> float:
    """Give what all take by what a sample took: so much a département, and so much a school."""
    if len(sizes) == len(every):
        return sum(taken)
    each_school, each = np.polyfit(sizes, taken, 1)
    return float(each * len(every) + each_school * every.sum())


def naive_register(path: Path, schools: pd.DataFrame, truth: pd.DataFrame) -> None:
    """Write what the register says of a département as the naive script reads it."""
    said = truth.reindex(schools["Identifiant_de_l_etablissement"])
    table = pd.DataFrame(
        {
            NAIVE_COLUMNS[0]: said.index,
            NAIVE_COLUMNS[1]: (said["status"] == "school").map({True: "oui", False: "non"}),
            NAIVE_COLUMNS[2]: said["solution"].to_numpy(),
        }
    )
    table.to_excel(path, index=False, startrow=3, engine="xlsxwriter")


def one(bench: Bench) -> None:
    """Make it with one worker, which is this command's own process."""
    run, _ = timed(bench.command("one", "--quick", "--jobs", "1"))
    bench.runs["one"] = run
    told("page and tables, one worker", run)
    if (bench.folder / "quick").exists():
        told_same("one worker, several", bench.folder / "one", bench.folder / "quick")


def quarter(bench: Bench) -> None:
    """Compare the processor time a school with that of files of a quarter of the départements."""
    codes = sorted(bench.schools()["code"].unique())[::QUARTER]
    part = Bench(bench.folder / "quarter-inputs", bench.folder, codes, 1)
    made_inputs(part.inputs, codes)
    run, _ = timed(part.command("quarter", "--quick", "--jobs", "1"))
    share = run.cpu / len(part.schools())
    line(f"processor time a school, {len(codes)} départements", f"{1000 * share:.2f} ms")
    if "one" in bench.runs:
        whole = bench.runs["one"].cpu / len(bench.schools())
        line("processor time a school, all of them", f"{1000 * whole:.2f} ms")
        line("  all / a quarter", f"{whole / share:.2f}", "aim: <= 1.1")


def again(bench: Bench) -> None:
    """Run it again where nothing changed."""
    before = digests(bench.folder / "quick")
    run, _ = timed(bench.command("quick", "--quick", "--jobs", str(bench.jobs)))
    line("nothing changed, wall time", f"{run.wall:.1f} s", "aim: <= 5 s")
    line("nothing changed, processor time", f"{run.cpu:.1f} s")
    line("  files that changed", str(changes(before, digests(bench.folder / "quick"))), "aim: []")


def changed(bench: Bench) -> None:
    """Take one school out of the directory, and see what is new."""
    moved = bench.folder / "changed-inputs"
    shutil.copytree(bench.inputs, moved, dirs_exist_ok=True)
    lines = (moved / "annuaire.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    schools = bench.schools()
    gone = schools[schools["Statut_public_prive"] == "Public"].iloc[0]
    uai, code = gone["Identifiant_de_l_etablissement"], gone["code"]
    left = [line for line in lines if not line.startswith(uai)]
    (moved / "annuaire.csv").write_text("".join(left), encoding="utf-8")
    before = digests(bench.folder / "quick")
    files = [*("--quick", "--jobs"), str(bench.jobs)]
    run, _ = timed(bench.command("quick", *files, inputs=moved))
    line(f"one school less in {code}, wall time", f"{run.wall:.1f} s")
    line(f"one school less in {code}, processor time", f"{run.cpu:.1f} s")
    new = changes(before, digests(bench.folder / "quick"))
    places = {name if name.startswith("academies/") else name.split("/")[0] for name in new}
    places |= {"/".join(name.split("/")[:2]) for name in new if name.startswith("departements/")}
    line("  what is new", "", ", ".join(sorted(places - {"departements"})))
    timed(bench.command("quick", *files))  # as it was, for what follows


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Name the files that aren't the same."""
    return [name for name in sorted(before | after) if before.get(name) != after.get(name)]


def index(bench: Bench) -> None:
    """Weigh the index and the shards; open it in Chromium."""
    from page import chromium
    from playwright.sync_api import sync_playwright

    atlas = bench.folder / "quick"
    page_kb = len(gzip.compress((atlas / "index.html").read_bytes(), 9)) / 1000
    line("index, gzipped", f"{page_kb:.0f} kB", "aim: <= 400 kB")
    shards = [path.stat().st_size for path in (atlas / "search").rglob("*.json")]
    line("files of the search, the largest", f"{max(shards) / 1000:.1f} kB", "aim: <= 30 kB")
    line("files of the search, how many, in all", f"{len(shards)}, {sum(shards) / 1e6:.1f} MB")
    with serving(atlas) as address, sync_playwright() as playwright:
        times, foreign = [], []
        for _ in range(5):
            browser = playwright.chromium.launch(**chromium())
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.on("request", lambda request: foreign.append(request.url))
            page.goto(f"{address}/index.html")
            page.wait_for_selector("svg path", state="visible")
            paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
            page.wait_for_timeout(300)
            times.append(float(page.evaluate(paint)))
            browser.close()
    line("index, first map drawn, middle", f"{sorted(times)[2]:.0f} ms", "aim: <= 1000 ms")
    away = {url for url in foreign if not url.startswith((address, "data:", "blob:"))}
    line("index, files asked of other hosts", str(len(away)), "aim: 0")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder as any web server does."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        """Logs nothing."""

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def dask(bench: Bench) -> None:
    """Make it on three workers of a cluster on this machine."""
    from dask_land import dask_land

    with tempfile.TemporaryDirectory() as scratch, dask_land(Path(scratch)) as land:
        for _ in range(3):
            land.worker()
        run, _ = timed(bench.command("dask", "--quick", "--cluster", land.address))
    line("page and tables, Dask with three workers here, wall time", f"{run.wall:.1f} s")
    told_same("several workers, Dask with three", bench.folder / "quick", bench.folder / "dask")


def everything(bench: Bench) -> None:
    """Make all that an atlas has: pictures, workbooks, layers, equity, sheets."""
    run, memory = timed(bench.command("all", "--sheets", "--jobs", str(bench.jobs)))
    told(f"everything, {bench.jobs} workers", run, memory)
    line("  aim of the wall time, 101 départements, two cores", "", "aim: <= 240 s")


def sheets(bench: Bench) -> None:
    """Make the sheets of a département's circonscriptions, as a build that has just ended does."""
    from geo_ent.pipeline.sheets import make_sheets

    codes = bench.schools()["code"].value_counts().index
    code = "35" if "35" in codes else codes[0]
    source, out = bench.folder / "all", bench.folder / "fiches"
    if not source.exists():
        timed(bench.command("all", "--jobs", str(bench.jobs)))
    make_sheets(source / "departements" / code, "circonscription", out)  # a build has it imported
    start, cpu = time.perf_counter(), time.process_time()
    n = len(make_sheets(source / "departements" / code, "circonscription", out))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    line(f"{n} sheets of {code}, wall time", f"{wall:.2f} s")
    line("20 sheets, processor time", f"{20 * cpu / n:.2f} s", "aim: <= 1 s")


def made_inputs(folder: Path, codes: Sequence[str] = ()) -> None:
    """Make the files of some départements, or of all, where they aren't there."""
    if not (folder / "verite.csv").exists():
        subprocess.run(
            [sys.executable, str(ROOT / "bench" / "atlas_inputs.py"), str(folder),
             "--departements", ",".join(codes)], check=True,
        )  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--departements", default="", help="codes, a comma between; all without")
    parser.add_argument("--inputs", type=Path, help="the folder of the national files")
    parser.add_argument("--keep", type=Path, help="a folder for the atlases")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--naive", type=int, default=8, help="one département in so many")
    parser.add_argument("--steps", default=STEPS)
    asked = parser.parse_args()
    steps: dict[str, Callable[[Bench], None]] = {
        "quick": quick,
        "naive": lambda bench: naive(bench, asked.naive),
        "one": one,
        "quarter": quarter,
        "again": again,
        "changed": changed,
        "index": index,
        "dask": dask,
        "all": everything,
        "sheets": sheets,
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        inputs = asked.inputs or folder / "inputs"
        made_inputs(inputs)
        bench = Bench(
            inputs, folder, tuple(filter(None, asked.departements.split(","))), asked.jobs
        )
        schools = bench.schools()
        line("départements, schools", f"{schools['code'].nunique()} / {len(schools):,}")
        for name in asked.steps.split(","):
            steps[name](bench)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
