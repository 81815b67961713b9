"""The five programmes: every figure that was published, beside the one that its case computes.

    python bench/programmes.py [PROGRAMME ...]

What a scenario states itself (its goal, its budget, the totals that its schools are drawn to) is an
echo: it must come back, and counts for nothing. Only what the build computes is counted. Months are
held to months, days to days.

Each case is built twice, in a process of its own, with another hash seed: the faster run counts,
from the start of Python to the last file; both must give the same bytes. The exit code is 1 if a
figure disagrees, a build is slower or a page heavier than they may be, or bytes differ.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from run import gzipped_kb

from geo_ent.errors import GeoEntError
from geo_ent.programmes.printed_numbers import agrees, as_printed
from geo_ent.programmes.published_figures import read_programmes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from simulator import find_scenario
from simulator.echoes import is_echo
from simulator.measures import measure

CASES = ("nancy-metz", "montpellier", "nantes", "cantal", "somme")
SECONDS, KILOBYTES = 10.0, 450.0
_BUILD = """
import sys, tempfile
from pathlib import Path
from geo_ent.project.bundled_demos import demo_project
from geo_ent.pipeline.build import build
with tempfile.TemporaryDirectory() as folder:
    build(demo_project(sys.argv[1], Path(folder), Path(sys.argv[2])))
"""


def built(case: str, out: Path, *, seed: int) -> tuple[float, float, float]:
    """Build a case in a fresh process; give its wall and CPU time (s) and its peak memory (MB)."""
    command = [sys.executable, "-c", _BUILD, case, str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONHASHSEED": str(seed)}
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"the case {case} could not be built"
        raise RuntimeError(msg)
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def digests(folder: Path) -> dict[str, str]:
    """Name every file of a folder by what it holds."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def compared(
    case: str, figures: list[dict[Any, Any]], folder: Path
) -> Iterator[tuple[str, str, bool]]:
    """Give each figure that a build gives: a line of the table, its kind, whether it agrees."""
    for figure in figures:
        name, kind = str(figure["measure"]), "computed"
        try:
            computed = measure(name, folder)
        except (GeoEntError, LookupError, OSError, ValueError) as fault:
            told, right = f"? ({' '.join(str(fault).split())[:60]})", False
        else:
            told, right = as_printed(figure, computed), agrees(figure, computed)
            kind = "echo" if is_echo(name, computed, find_scenario(case).path) else kind
        printed = str(figure["printed"])
        line = f"{name:<60} {printed:>27} {told:>14}   {kind:<9} {'yes' if right else 'NO'}"
        yield line, kind, right


def differing(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """List the files that two runs don't have alike."""
    return sorted(name for name in first | second if first.get(name) != second.get(name))


def case_lines(case: str, folder: Path) -> Iterator[tuple[str, bool]]:
    """Build a case twice and give the lines that tell of it, and whether each is as it must be."""
    every = read_programmes()
    mine = every[every["programme"] == case]
    figures = mine[mine["measure"] != ""].to_dict("records")
    first, second = folder / "first", folder / "second"
    wall, cpu, peak = min(built(case, first, seed=0), built(case, second, seed=1))
    yield f"{'measure':<60} {'published':>27} {'a build':>14}   {'kind':<9} agrees", True
    kinds: Counter[tuple[str, bool]] = Counter()
    for line, kind, right in compared(case, figures, first):
        kinds[kind, right] += 1
        yield line, right
    computed_n = kinds["computed", True] + kinds["computed", False]
    agreed = f"{kinds['computed', True]} of {computed_n}"
    yield f"{'computed figures that agree':<46} {agreed:>27}", True
    echoed = f"{kinds['echo', True] + kinds['echo', False]}"
    yield f"{'figures that the scenario states itself':<46} {echoed:>27}", True
    context = len(mine) - len(figures)
    yield f"{'figures told as context, that no build gives':<46} {context:>27}", True
    yield f"{'build, wall time':<46} {wall:>25.1f} s   aim: <= {SECONDS:g} s", wall <= SECONDS
    yield f"{'build, processor time':<46} {cpu:>25.1f} s", True
    yield f"{'build, peak memory':<46} {peak:>24.0f} MB", True
    kb = gzipped_kb(first / "index.html")
    yield f"{'page, gzipped':<46} {kb:>24.0f} kB   aim: <= {KILOBYTES:g} kB", kb <= KILOBYTES
    unlike = differing(digests(first), digests(second))
    said = ", ".join(unlike[:5]) or "same bytes"
    yield f"{'second run':<46} {said:>27}", not unlike


def main() -> int:
    """Build, compare and print."""
    wrong = 0
    for case in sys.argv[1:] or CASES:
        print(f"\n{case}")
        with tempfile.TemporaryDirectory() as folder:
            for told, right in case_lines(case, Path(folder)):
                wrong += not right
                print(told, flush=True)
    print(f"\n{wrong} not as it must be" if wrong else "\neverything agrees")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
