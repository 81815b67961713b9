"""How well registers are read: 200 messy ones marked line by line, and 20,000 rows timed.

    .venv/bin/python bench/registers.py        (needs the shared inputs beside the repository)

The registers are made by `messy.py` from real schools: half of Ille-et-Vilaine, half of other
départements. `--show 20` lists lines that were read wrong, to see what kind they are. `keepers.py`
makes registers of other layouts, titles and words, half of which the reader was never tuned to.
"""

import argparse
import csv
import datetime as dt
import io
import random
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from messy import Line, Messy, expected_schools, make_register
from messy_words import LEVELS

from geo_ent.text.compare import plain

if TYPE_CHECKING:
    import pandas as pd

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ANNUAIRE = SHARED / "annuaire-035-2023-06.csv"
FRANCE = SHARED / "ips-ecoles-2021-2022.csv"
HOME = "035"
ELSEWHERE = ("02A", "02B", "974", "075", "976", "069", "054", "057", "088", "049", "013", "023")
REGISTERS = 200
ACCEPTED = {"used", "merged", "corrected", "spread"}
CSV_KINDS = [(encoding, separator) for encoding in ("utf-8", "utf-8-sig", "cp1252")
             for separator in ";,\t"]  # fmt: skip
AIMS = {"uai": 0.99, "name": 0.95}


@dataclass
class Marks:
    """Counts of what was right, by what was asked, and the lines that went wrong."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)  # what was asked, the line

    def note(self, what: str, told: str, *, right: bool) -> None:
        """Count an answer."""
        self.asked[what] += 1
        self.right[what] += right
        if not right:
            self.wrong.append((what, told))

    def add(self, other: "Marks") -> None:
        """Take in another register's marks."""
        self.right.update(other.right)
        self.asked.update(other.asked)
        self.wrong += other.wrong

    def share(self, what: str) -> float:
        """Give the share of right answers; NaN where nothing was asked."""
        return self.right[what] / self.asked[what] if self.asked[what] else float("nan")


@cache
def france() -> "pd.DataFrame":
    """Read the schools of all France as a directory: capitals, no accents."""
    import pandas as pd

    table = pd.read_csv(FRANCE, sep=";", dtype=str, keep_default_na=False).set_index("UAI")
    table.index.name = "uai"
    words = {"name": table["Nom de l'établissment"], "nature": "primaire",
             "sector": (table["Secteur"] == "public").map({True: "public", False: "prive"}),
             "commune_code": table["Code INSEE de la commune"],
             "commune_name": table["Nom de la commune"],
             "departement_code": table["Code du département"].str.lstrip("0").str.zfill(2),
             "portal_code": table["Code du département"], "academie": table["Académie"],
             "state": "OUVERT"}  # fmt: skip
    empty = dict.fromkeys(("circonscription_code", "circonscription_name", "priority", "rpi_code"),
                          "")  # fmt: skip
    return pd.DataFrame({**words, **empty}, index=table.index)


@cache
def schools_of(departement: str) -> "pd.DataFrame":
    """Read the schools of a département."""
    from geo_ent.schools.directory import read_schools

    if departement == HOME:
        return read_schools(ANNUAIRE)
    return france()[france()["portal_code"] == departement]


def write(messy: Messy, folder: Path, rng: random.Random, *, as_csv: bool) -> Path:
    """Write a register as a workbook, or its one sheet as CSV."""
    if as_csv:
        return _write_csv(messy, folder / "registre.csv", *rng.choice(CSV_KINDS))
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in messy.sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for (name, column, top), bottom in messy.merges.items():
        book[name].merge_cells(None, top, column + 1, bottom, column + 1)
    path = folder / "registre.xlsx"
    book.save(path)
    return path


def _write_csv(messy: Messy, path: Path, encoding: str, separator: str) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    for rows in messy.sheets.values():
        writer.writerows([[_as_text(cell) for cell in row] for row in rows])
    content = text.getvalue()
    try:
        path.write_bytes(content.encode(encoding))
    except UnicodeEncodeError:  # Excel then says "CSV UTF-8"
        path.write_bytes(content.encode("utf-8-sig"))
    return path


def _as_text(cell: object) -> object:
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else cell


def _iso(value: object) -> str:
    import pandas as pd

    return "" if pd.isna(value) or value == "" else str(value)[:10]


def _same_word(told: str, meant: str) -> bool:
    return plain(told).replace(" ", "") == plain(meant).replace(" ", "")


def mark(messy: Messy, reading: Any) -> Marks:  # noqa: ANN401 typed in geo_ent
    """Hold what was read against what each line should come to."""
    marks = Marks()
    one = len(messy.sheets) == 1  # a CSV's sheet may be named at will
    only = next(iter(messy.sheets))
    last_word = expected_schools(messy.lines.values())
    for told in reading.rows.itertuples():
        line = messy.lines.get((only if one else told.sheet, told.row), Line({}))
        needed = frozenset(uai for uai in line.uais if last_word[uai] is line)
        _mark_row(marks, told, line, needed if line.tie == "territory" else line.uais)
    _mark_schools(marks, messy, reading.register)
    marks.note("rows once", f"{len(reading.rows)} rows", right=_once(messy, reading.rows))
    return marks


def _once(messy: Messy, rows: "pd.DataFrame") -> bool:
    held = sum(any(cell not in ("", None) for cell in row)
               for grid in messy.sheets.values() for row in grid)  # fmt: skip
    return len(rows) == held and not rows.duplicated(["file", "sheet", "row"]).any()


def _mark_row(marks: Marks, told: Any, line: Line, needed: frozenset[str]) -> None:  # noqa: ANN401 a row
    found = frozenset(told.uai.split()) if told.outcome in ACCEPTED else frozenset()
    seen = (f"{told.outcome}: {told.uai[:40]} for {' '.join(sorted(line.uais))[:40]} | "
            f"{ {k: v for k, v in line.cells.items() if k not in ('phone', 'notes', 'pupils')} } | "
            f"{told.reason}")  # fmt: skip
    marks.note("no wrong", seen, right=not found - line.uais)
    if not line.clear:
        return
    if line.tie in {"stranger", "nothing"}:
        marks.note(line.tie, seen, right=not found)
        return
    marks.note(f"{line.tie} found", seen, right=needed <= found)
    if found:
        marks.note(f"{line.tie} right", seen, right=found <= line.uais)
        marks.note("status", seen, right=told.status == line.status)
        marks.note("solution", seen, right=_same_word(told.solution, line.solution))
        marks.note("start", f"{told.start} {seen}", right=_iso(told.start) == line.start)
        marks.note("end", f"{told.end} {seen}", right=_iso(told.end) == line.end)


def _mark_schools(marks: Marks, messy: Messy, register: "pd.DataFrame") -> None:
    """Mark the register itself: the last word on each school."""
    doubtful = {uai for line in messy.lines.values() if not line.clear for uai in line.uais}
    latest = (
        register.sort_values("start", na_position="first", kind="stable").groupby("uai").tail(1)
    )
    told = latest.set_index("uai").to_dict("index")
    for uai, line in expected_schools(messy.lines.values()).items():
        if uai in doubtful or (uai not in told and line.status == "unknown"):
            continue
        row = told.get(uai, {"status": "", "solution": "", "start": ""})
        right = (row["status"] == line.status and _same_word(row["solution"], line.solution)
                 and _iso(row["start"]) == line.start)  # fmt: skip
        marks.note("schools", f"{uai} {line} | {row}", right=right)


def silent_schools(seed: int, level: str, rows: int = 150) -> list[str]:
    """List the schools of a made register whose value is wrong though no doubt names their rows.

    Every row of a school counts: one that is doubted, or isn't tied, speaks for it.
    """
    from geo_ent.register.read_register import read_registers
    from geo_ent.telling.language import language
    from geo_ent.telling.register.register_wording import report_rows

    rng = random.Random(seed)
    messy = make_register(schools_of(HOME), seed, level, rows=rows, csv=False)
    with tempfile.TemporaryDirectory() as folder:
        path = write(messy, Path(folder), rng, as_csv=False)
        reading = read_registers([path], messy.directory)
    marks = Marks()
    _mark_schools(marks, messy, reading.register)
    doubted: set[str] = set()
    for row in report_rows(reading, language("fr")).to_dict("records"):
        line = messy.lines.get((row["sheet"], row["row"]), Line({}))
        if row["doubt"] or row["suggestion"] or row["outcome"] not in ACCEPTED:
            doubted |= line.uais
    # a mark of a school begins with its UAI
    return [line for what, line in marks.wrong if what == "schools" and line[:8] not in doubted]


def one_register(seed: int, level: str, *, home: bool = True, rows: int = 0) -> Marks:
    """Make, write, read and mark one register."""
    from geo_ent.register.read_register import read_registers

    rng = random.Random(seed)
    departement = HOME if home else rng.choice(ELSEWHERE)
    as_csv = rng.random() < 0.35
    rows = rows or rng.randint(40, 400)
    messy = make_register(schools_of(departement), seed, level, rows=rows, csv=as_csv)
    with tempfile.TemporaryDirectory() as folder:
        path = write(messy, Path(folder), rng, as_csv=as_csv)
        try:
            marks = mark(messy, read_registers([path], messy.directory))
        except Exception as fault:  # noqa: BLE001 a register that isn't read at all is a mark too
            marks = Marks()
            for line in messy.lines.values():
                marks.note(f"{line.tie} found", f"not read: {fault!r}", right=False)
    place = f"{seed} {departement} {'csv' if as_csv else 'xlsx'} merged={messy.style.merged}"
    marks.wrong = [(what, f"{place} {told} | {messy.style.titles}") for what, told in marks.wrong]
    marks.note("registers", str(seed), right=marks.asked["rows once"] > 0)
    return marks


def _job(seed: int) -> tuple[str, str, Marks]:
    level, home = list(LEVELS)[seed % 3], seed % 2 == 0
    return level, "35" if home else "elsewhere", one_register(seed, level, home=home)


def race(rows: int = 20_000) -> Iterator[tuple[str, str, str]]:
    """Time a large register, against pandas.read_excel and a merge on the UAI."""
    import pandas as pd

    from geo_ent.register.read_register import read_registers

    some = schools_of("023")  # the rival gets a UAI column, its title and a header on top
    styles = ((seed, make_register(some, seed, "middle").style) for seed in range(999))
    seed = next(seed for seed, style in styles if style.has_uai and not style.above)
    messy = make_register(france(), seed, "middle", rows=rows)
    with tempfile.TemporaryDirectory() as folder:
        path = write(messy, Path(folder), random.Random(1), as_csv=False)
        begun = time.perf_counter()
        frames = pd.read_excel(path, sheet_name=None)
        title = messy.style.titles["uai"]
        told = pd.concat([frame for frame in frames.values() if title in frame])
        known = told.merge(messy.directory, left_on=title, right_index=True)
        naive = time.perf_counter() - begun
        begun = time.perf_counter()
        reading = read_registers([path], messy.directory)
        ours = time.perf_counter() - begun
        marks = mark(messy, reading)
    held = sum(line.tie in {"uai", "name"} for line in messy.lines.values())
    found = reading.rows["outcome"].isin(ACCEPTED).sum()
    yield f"{len(reading.rows):,} rows, every one told", f"{ours:.2f} s", "aim: <= 6 s"
    yield "  rows tied to a school", f"{found / held:.3f}", ""
    yield "  of which right, by name", f"{marks.share('name right'):.4f}", ""
    yield "naive: read_excel + merge on UAI", f"{naive:.2f} s", ""
    yield "  rows tied to a school", f"{len(known) / held:.3f}", ""


def table(by_level: dict[str, Marks]) -> Iterator[str]:
    """Lay the marks out, a column a noise level."""
    yield f"{'':<44}" + "".join(f"{level:>11}" for level in by_level) + "   aim"
    rows = [("schools found, UAI given (recall)", "uai found", ">= 0.99"),
            ("  of those tied, right (precision)", "uai right", ">= 0.99"),
            ("schools found by name and commune (recall)", "name found", ">= 0.95"),
            ("  of those tied, right (precision)", "name right", ">= 0.95"),
            ("schools reached by territory rows", "territory found", ""),
            ("strangers left out", "stranger", ""),
            ("totals, titles, notes left out", "nothing", ""),
            ("status", "status", ">= 0.99"), ("solution", "solution", ">= 0.99"),
            ("start", "start", ">= 0.99"), ("end", "end", ">= 0.99"),
            ("last word on each school right", "schools", ""),
            ("registers read", "registers", "1"),
            ("registers whose every row is told once", "rows once", "1")]  # fmt: skip
    for title, what, aim in rows:
        cells = "".join(f"{marks.share(what):>11.4f}" for marks in by_level.values())
        yield f"{title:<44}{cells}   {aim}"
    cells = "".join(f"{1000 * (1 - m.share('no wrong')):>11.2f}" for m in by_level.values())
    yield f"{'wrong schools accepted, in 1,000 rows':<44}{cells}   <= 1"
    cells = "".join(f"{m.asked['no wrong']:>11,}" for m in by_level.values())
    yield f"{'rows':<44}{cells}"


def show(wrong: list[tuple[str, str]], most: int) -> None:
    """List lines read wrong, a few of each kind, drawn from all over."""
    random.Random(0).shuffle(wrong)
    for kind in sorted({kind for kind, _ in wrong}):
        for told in [told for what, told in wrong if what == kind][:most]:
            print(f"{kind}: {told}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--registers", type=int, default=REGISTERS)
    parser.add_argument("--show", type=int, default=0, help="lines read wrong to list, of a kind")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # openpyxl's, on the naive reader's side
    by_level = {level: Marks() for level in LEVELS}
    by_place = {"35": Marks(), "elsewhere": Marks()}
    with ProcessPoolExecutor(2) as pool:
        for level, place, marks in pool.map(_job, range(asked.registers), chunksize=4):
            by_level[level].add(marks)
            by_place[place].add(marks)
    for told in table(by_level | by_place):
        print(told)
    show([case for marks in by_level.values() for case in marks.wrong], asked.show)
    for name, value, aim in race():
        print(f"{name:<44}{value:>11}   {aim}")


if __name__ == "__main__":
    main()
