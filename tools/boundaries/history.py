"""Build the tables of the communes' history: what became of every commune code, and of names.

Run ``python -m tools.boundaries.history`` (network: npm), or give a folder that holds the archives
with ``--archives``. See README.md beside this file. Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import FOLDER
from .packages import TARBALL, Package, check_sha256, download_tarball, read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

CURRENT = "commune-actuelle"
SINCE = "2014-01-01"  # a year before the oldest school file that is promised to be understood

# The same package as it was at other COG (there is none of 2020); 0.7.0 alone tells every event
# from 1943 to 2019.
PAST = {
    year: Package(TARBALL.name, version, sha256)
    for year, version, sha256 in (
        (2019, "0.7.0", "4643f584e1502d38a9baefe6e5b478aa8d5077bcd7e8972461dbbaceb66559f0"),
        (2021, "1.1.1", "db6e7c433ee675de314aa19bfc4faf796451342960ed2c1b42fda0f458a97e23"),
        (2022, "2.3.1", "d7f2a6915af27a719eeb6eb6581d9a645849b5b23e5c97fa5aa2931eb3552d1f"),
        (2023, "3.1.1", "225079c8cd185379fd494993e99fe712523e2f16e4a1170d8391a76a304e7073"),
        (2024, "4.1.0", "318f0cfc0c1f9d8113b272bf3cefb8f207f23f73026ee5932215f5d80d7a0f2a"),
        (2025, "5.3.0", "149cd9096f70915c02e5d39ef6045f0900d94c782ee9f1c1941703092fe72636"),
    )
}

# Suppressed between 1949 and 1968 and shared out between neighbours: Hocmont, Creusy,
# Moronvilliers, Verdey, Sarron, Pierrelez. The packages name the first heir only; these are the
# others, as INSEE's list of events has them.
SHARED_OUT = {
    "08227": ("08454",),
    "45117": ("45313",),
    "51385": ("51487", "51503"),
    "51606": ("51313", "51369"),
    "60606": ("60587",),
    "77362": ("77444",),
}


@dataclass(frozen=True)
class Cog:
    """A Code officiel géographique: the communes of a year, and which one holds each other code."""

    alive: frozenset[str]
    parts: dict[str, str]
    """Communes déléguées and associées, municipal arrondissements → their commune."""
    former: dict[str, str]
    """Codes that the package calls former → the commune that it gives them to."""
    arrondissements: frozenset[str]

    def holder(self, code: str) -> str:
        """Give the commune that holds a code that is no commune's, "" for none.

        What is a commune déléguée says so itself; the list of former codes is not always brought
        up to date when a commune is split (60455 and 55273).
        """
        return self.parts.get(code) or self.former.get(code, "")


def read_cog(rows: list[dict[str, Any]]) -> Cog:
    """Read ``communes.json`` of a vintage, the 101 départements only."""
    communes = [row for row in rows if row["type"] == CURRENT and row.get("zone") != "com"]
    alive = frozenset(row["code"] for row in communes)
    others = [row for row in rows if row["type"] != CURRENT and row["code"] not in alive]
    return Cog(
        alive,
        {row["code"]: row.get("chefLieu") or row["commune"] for row in others},
        {code: row["code"] for row in communes for code in row.get("anciensCodes", ())},
        frozenset(row["code"] for row in others if row["type"] == "arrondissement-municipal"),
    )


def renumbered_codes(events: list[dict[str, Any]], past: list[Cog], now: Cog) -> set[str]:
    """Find the dead codes whose whole commune goes on under another code, never merged since.

    By the events until 2019: a change of département or of seat. After: a commune's code is gone,
    and that of the commune which holds it was none's (a new commune has the code of one that was).
    """
    renumbered = {
        code
        for cog in past
        for code in cog.alive - now.alive
        if now.holder(code) in now.alive - cog.alive
    }
    steps = {
        event["code"]: event["successeur"].partition("-")[2].partition("@")[0]
        for event in events
        if event["type"] == "COM"
        and event.get("raisonFin") in {"changement de département", "changement de chef lieu"}
    }
    return renumbered | {
        code for code in steps if code not in now.alive and _ends(code, steps, now)
    }


def _ends(code: str, steps: dict[str, str], now: Cog) -> bool:
    """Say whether new codes alone lead from a dead code to one of today."""
    seen: set[str] = set()
    while code in steps and code not in now.alive and code not in seen:
        seen.add(code)
        code = steps[code]
    return code in now.alive


def restored_rows(
    events: list[dict[str, Any]], past: dict[int, Cog], now: Cog
) -> list[tuple[str, str, str]]:
    """List the codes of today that were no commune's for a while since ``SINCE``.

    Returns
    -------
    list
        The code; the commune that it left, or "" where that one's code is gone: then nothing was
        split, the commune has taken one of its codes instead of another; the year of the first
        COG looked at that has it again.
    """
    restored = _gaps(events)
    years = [*past, max(past) + 1]
    for year, following in pairwise(years):
        lacking = now.alive - past[year].alive
        restored |= {code: (past[year].holder(code), str(following)) for code in lacking}
    return [
        (code, seat if seat in now.alive else "", since)
        for code, (seat, since) in sorted(restored.items())
        if code in now.alive
    ]


def _gaps(events: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Find the codes that became a commune's again: the commune that they left, the year."""
    lives: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        if event["type"] == "COM":
            lives.setdefault(event["code"], []).append(event)
    poles = {
        (event["code"], event.get("dateFin")): event["pole"].partition("-")[2].partition("@")[0]
        for event in events
        if event["type"] != "COM" and "pole" in event
    }
    return {
        code: (poles[code, later["dateDebut"]], later["dateDebut"][:4])
        for code, each in lives.items()
        for earlier, later in pairwise(sorted(each, key=lambda life: life.get("dateDebut", "")))
        if earlier["dateFin"] < later["dateDebut"] and later["dateDebut"] >= SINCE
    }


def history_rows(now: Cog, renumbered: set[str]) -> list[tuple[str, str, str]]:
    """List ``former_code, commune_code, how`` of every dead code, the likeliest commune first."""
    rows = []
    for code in sorted(now.parts.keys() | now.former.keys()):
        holders = (now.holder(code), *SHARED_OUT.get(code, ()))
        rows += [(code, holder, _how(code, now, renumbered)) for holder in holders]
    return rows


def former_names(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """List the names of communes déléguées and associées, each with the commune of today.

    Parameters
    ----------
    rows
        ``communes.json`` of today.
    """
    names = {row["code"]: row.get("nom") for row in rows if row["type"] == CURRENT}
    parts = {
        (row["nom"], row["chefLieu"])
        for row in rows
        if row["type"] in {"commune-deleguee", "commune-associee"}
    }
    # The seat often bears the name of the whole, which says nothing more.
    return sorted((name, seat) for name, seat in parts if names.get(seat) not in {None, name})


def _how(code: str, now: Cog, renumbered: set[str]) -> str:
    if code in SHARED_OUT:
        return "split"
    if code in now.arrondissements:
        return "arrondissement"
    if code in renumbered:
        return "renumbered"
    return "delegated" if code in now.parts else "merged"


def build(archives: dict[Package, Path], out: Path) -> None:
    """Write commune-history.csv, commune-restored.csv and former-communes.csv into a folder."""
    for package, path in archives.items():
        check_sha256(path, package)
    now = read_cog(read_json(archives[TARBALL], "communes"))
    past = {
        year: read_cog(read_json(archives[package], "communes")) for year, package in PAST.items()
    }
    events = read_json(archives[PAST[2019]], "historique-communes")
    rows = history_rows(now, renumbered_codes(events, list(past.values()), now))
    _write(out / "commune-history.csv", ("former_code", "commune_code", "how"), rows)
    restored = restored_rows(events, past, now)
    _write(out / "commune-restored.csv", ("commune_code", "left", "since"), restored)
    names = former_names(read_json(archives[TARBALL], "communes"))
    _write(out / "former-communes.csv", ("name", "commune_code"), names)
    print(f"{len({row[0] for row in rows})} former codes, {len(restored)} restored ones")


def _write(path: Path, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([titles, *rows])


def find_archives(folder: Path) -> dict[Package, Path]:
    """Name the archives in a folder as ``npm pack`` does."""
    stem = TARBALL.name.removeprefix("@").replace("/", "-")
    return {
        package: folder / f"{stem}-{package.version}.tgz" for package in (TARBALL, *PAST.values())
    }


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archives", type=Path, help="folder of the seven .tgz of npm pack")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write into")
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = args.archives
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for package in (TARBALL, *PAST.values()):
                download_tarball(folder, package)
        build(find_archives(folder), args.out)


if __name__ == "__main__":
    main()
