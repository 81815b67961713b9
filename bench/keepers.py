"""Registers as keepers write them whom the reader was never tuned to: made, read and marked.

    .venv/bin/python bench/keepers.py make FOLDER --half a --n 60 --seed 1
    .venv/bin/python bench/keepers.py [--n 120] [--seed 1] [-v]

Titles, words and layouts are drawn from two halves. The reader is developed on half A, of which
every register has a line; of half B there are sums only, and the exit code is 1 where they miss
the aims. Needs the shared inputs beside the repository.

A value is right, loud (wrong or lost, and a doubt names its row, its column or its sheet), lost in
silence, or wrong in silence.
"""

import argparse
import csv
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keepers_hand import DATE, ENT, Schools, Truth, words_of
from keepers_make import HALVES, Made, layouts_of, make, truth_of, write

if TYPE_CHECKING:
    import pandas as pd

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ANNUAIRE = SHARED / "annuaire-035-2023-06.csv"
VALUES = ("status", "solution", "start")
SILENT = "SILENT"
"""Marks the schools that no doubt names, among those that went wrong."""

AIMS = {"refused": 0.10, "status": 0.90, "silently wrong": 0.005}
"""What half B must reach: at most, at least, at most."""

ONE_NAME = {"beneyluschoolone": "beneyluone", "beneyluschool": "beneylu", "oneedifice": "one",
            "oneopendigitaleducation": "one", "toutaticeprimaire": "toutatice"}  # fmt: skip


@dataclass
class Read:
    """What was read of a register.

    Attributes
    ----------
    schools
        Status, solution and start of each school at the date.
    doubtful
        The schools that a doubt names.
    asks
        Whether a question is asked about the file: which column, which sheet.
    refusal
        Why it was refused; "" where it was read.
    """

    schools: dict[str, dict[str, str]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    asks: bool = False
    refusal: str = ""


@dataclass
class Marks:
    """Counts of values by what became of them, and the schools that went wrong."""

    counts: Counter[Any] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, part: Any, whole: Any) -> float:  # noqa: ANN401 keys of the counts
        """Give a count as a share of another."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else float("nan")


class Reader:
    """Reads registers of one directory as `geo-ent build` does."""

    def __init__(self, annuaire: Path = ANNUAIRE) -> None:
        """Read the directory."""
        from geo_ent.schools.directory import read_establishments, read_schools

        self.establishments = read_establishments(annuaire)
        self.table: pd.DataFrame = read_schools(annuaire, rows=self.establishments)

    def read(self, path: Path) -> Read:
        """Read a register; a refusal is told, any other fault is raised."""
        from geo_ent.errors import GeoEntError
        from geo_ent.register.read_register import read_registers
        from geo_ent.schools.directory import other_uais

        try:
            reading = read_registers(
                [path], self.table, others=lambda: other_uais(self.establishments)
            )
        except GeoEntError as refusal:
            return Read(refusal=str(refusal))
        kinds = [entry["kind"] for entry in reading.findings.entries]
        return Read(
            self._at_date(reading.register), doubtful(reading), "register-question" in kinds
        )

    def _at_date(self, register: "pd.DataFrame") -> dict[str, dict[str, str]]:
        import pandas as pd

        from geo_ent.register.status_at_date import status_at
        from geo_ent.tables.word_lists import with_joined_words

        now = with_joined_words(status_at(register, self.table.index, DATE, as_of=DATE))
        return {
            uai: {"status": row.status, "solution": row.solution,
                  "start": "" if pd.isna(row.start) else f"{row.start:%Y-%m-%d}"}
            for uai, row in zip(now.index, now.itertuples(), strict=True)
        }  # fmt: skip


def doubtful(reading: Any) -> set[str]:  # noqa: ANN401 typed in geo_ent
    """Name the schools whose rows have a doubt or a suggestion, or could be theirs."""
    from geo_ent.telling.language import language
    from geo_ent.telling.register.register_wording import report_rows

    schools: set[str] = set()
    for row in report_rows(reading, language("fr")).to_dict("records"):
        if row["outcome"] in {"ambiguous", "not_found"}:
            columns = ("uai", "uai_written", "reason", "suggestion")
            schools.update(uais_in(" ".join(str(row.get(column) or "") for column in columns)))
        elif row["doubt"] or row["suggestion"]:
            schools.update(uais_in(row["uai"]))
    return schools


def uais_in(text: str) -> list[str]:
    """List the UAI of a text."""
    return re.findall(r"\d{7}[A-Z]", text)


def product_key(text: str) -> str:
    """Bring the names of one product together."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    word = re.sub(r"[^a-z0-9]+", "", bare.lower())
    return ONE_NAME.get(word, word)


def values_of(truth: Truth) -> list[str]:
    """Name what a school's truth asks: a solution and a start where it has an ENT."""
    speaks = truth.status != "unknown" or truth.solution or truth.start
    has = bool(set(ENT) & set(truth.status.split("|")))
    optional = {"solution": truth.solution, "start": truth.start}
    return [
        v for v in VALUES if (speaks if v == "status" else has and optional[v] not in {"", "*"})
    ]


def is_right(value: str, truth: Truth, row: dict[str, str]) -> bool:
    """Hold a value against the truth; a solution or a start is right under a right status only."""
    if "*" not in truth.status and row["status"] not in truth.status.split("|"):
        return False
    if value == "solution":
        return product_key(row["solution"]) in map(product_key, truth.solution.split("|"))
    return value == "status" or row["start"] in truth.start.split("|")


def mark(truths: dict[str, Truth], read: Read) -> Marks:
    """Count what became of each value of a register."""
    marks = Marks()
    marks.counts["registers"] = 1
    marks.counts["refused"] = bool(read.refusal)
    marks.counts["questions"] = read.asks
    for uai, truth in truths.items():
        values = values_of(truth)
        if read.refusal:
            marks.counts.update([(value, "asked") for value in values])
            continue
        _mark_school(marks, uai, truth, read)
    return marks


def _mark_school(marks: Marks, uai: str, truth: Truth, read: Read) -> None:
    row = read.schools[uai]
    values = values_of(truth)
    status_right = is_right("status", truth, row)
    if not values and row["status"] != "unknown" and not status_right:
        values = ["status"]  # the register says nothing of it, and it was given a status
    missed = [value for value in values if not is_right(value, truth, row)]
    loud = read.asks or uai in read.doubtful
    for value in values:
        marks.counts[value, "asked"] += 1
        marks.counts["values"] += 1
        marks.counts[value, "right"] += value not in missed
    # a wrong status is one error, not three
    for value in missed if status_right else missed[:1]:
        lost = row[value] in {"", "unknown"}
        marks.counts["loud" if loud else "silently lost" if lost else "silently wrong"] += 1
    marks.counts["schools"] += bool(values)
    plain = "|" not in truth.status and truth.doubt == "no"
    marks.counts["doubted"] += bool(values) and not missed and plain and uai in read.doubtful
    marks.counts["contradictions"] += truth.doubt == "must"
    marks.counts["contradictions loud"] += truth.doubt == "must" and loud
    if missed or (truth.doubt == "must" and not loud):
        marks.wrong.append(
            f"{uai} {'loud' if loud else SILENT} {','.join(missed) or 'no doubt'}: "
            f"want {truth.status} / {truth.solution} / {truth.start}, "
            f"got {row['status']} / {row['solution']} / {row['start']}"
        )


def command_make(folder: Path, half: str, n: int, seed: int) -> None:
    """Write registers, their truth and `meta.json` into a folder."""
    schools = Schools(Reader().table)
    for part in ("in", "truth"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for old in (folder / part).iterdir():  # another seed's registers
            old.unlink()
    about = {}
    for made in make(half, n, seed, schools):
        write(made, half, folder / "in")
        with (folder / f"truth/{made.name}.csv").open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(["uai", *VALUES])
            for uai, truth in truth_of(made, schools).items():
                table.writerow([uai, truth.status, truth.solution, truth.start])
        about[made.name] = {"dep": "35", "date": DATE.isoformat(), "note": made.layout, "args": "",
                            "rows": len(made.register.truth)}  # fmt: skip
    (folder / "meta.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def marked(half: str, n: int, seed: int, reader: Reader) -> Iterator[tuple[Made, Read, Marks]]:
    """Make, write, read and mark registers of a half."""
    schools = Schools(reader.table)
    with tempfile.TemporaryDirectory() as folder:
        for made in make(half, n, seed, schools):
            read = reader.read(write(made, half, Path(folder)))
            yield made, read, mark(truth_of(made, schools), read)


def line_of(made: Made, read: Read, marks: Marks) -> str:
    """Tell what became of one register."""
    if read.refusal:
        return f"{made.name:32} refused: {read.refusal[:110]}"
    counts = marks.counts
    shares = "  ".join(f"{v} {counts[v, 'right']}/{counts[v, 'asked']}" for v in VALUES)
    others = ("loud", "silently lost", "silently wrong", "doubted", "questions")
    more = "".join(f"  {what} {counts[what]}" for what in others if counts[what])
    return f"{made.name:32} {shares}{more}"


def race(n: int, seed: int, *, verbose: bool) -> dict[str, Marks]:
    """Read registers of both halves; a line each for the first half only."""
    reader = Reader()
    by_half = {}
    for half in HALVES:
        total = by_half[half] = Marks()
        for made, read, marks in marked(half, n, seed, reader):
            total.counts.update(marks.counts)
            if half == HALVES[0]:  # nothing of the other one, or the reader could be tuned to it
                print(line_of(made, read, marks))
                if verbose:
                    print(*(f"    {line}" for line in marks.wrong[:12]), sep="\n")
    return by_half


def table(by_half: dict[str, Marks]) -> Iterator[str]:
    """Lay the sums of both halves side by side."""
    yield f"{'':28}" + "".join(f"{'half ' + half.upper():>12}" for half in by_half) + "   aim"
    rows: list[tuple[str, Any, Any, str]] = [
        ("registers refused", "refused", "registers", f"<= {AIMS['refused']:.0%}"),
        *((f"{v} right", (v, "right"), (v, "asked"), f">= {AIMS[v]:.0%}" if v in AIMS else "")
          for v in VALUES),
        ("silently wrong", "silently wrong", "values", f"<= {AIMS['silently wrong']:.1%}"),
        ("silently lost", "silently lost", "values", ""), ("loud", "loud", "values", ""),
        ("registers with a question", "questions", "registers", ""),
        ("doubted though right", "doubted", "schools", ""),
        ("contradictions said", "contradictions loud", "contradictions", ""),
    ]  # fmt: skip
    for title, part, whole, aim in rows:
        cells = "".join(f"{marks.share(part, whole):>12.2%}" for marks in by_half.values())
        yield f"{title:28}{cells}   {aim}"
    for what in ("registers", "schools", "values"):
        yield f"{what:28}" + "".join(f"{marks.counts[what]:>12,}" for marks in by_half.values())
    sizes = {half: lists_of(half) for half in by_half}
    for what in ("layouts", "titles", "cell wordings"):
        yield f"{what:28}" + "".join(f"{lists[what]:>12,}" for lists in sizes.values())


def lists_of(half: str) -> dict[str, int]:
    """Count the layouts, the titles and the wordings of cells that a half draws from."""
    words = words_of(half)
    titles = [*words["titles"].values(), *words["boxes"].values(),
              *(decoy["titles"] for decoy in words["decoy"])]  # fmt: skip
    keys = ("status", "free", "remarks", "sections", "legend", "products", "dates")
    cells = [part for key in keys for part in words[key].values()]
    return {"layouts": len(layouts_of(half)), "titles": sum(map(len, titles)),
            "cell wordings": sum(map(len, cells)) + len(words["odd"])}  # fmt: skip


def reached(marks: Marks) -> bool:
    """Tell whether the aims are reached."""
    return (
        marks.share("refused", "registers") <= AIMS["refused"]
        and marks.share(("status", "right"), ("status", "asked")) >= AIMS["status"]
        and marks.share("silently wrong", "values") <= AIMS["silently wrong"]
    )


def main() -> int:
    """Make registers, or read both halves and print the sums."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", nargs="?", choices=["make"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--half", choices=HALVES, default="a")
    parser.add_argument("--n", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    if options.command:
        if options.folder is None:
            parser.error("make FOLDER")
        command_make(options.folder, options.half, options.n, options.seed)
        return 0
    begun = time.perf_counter()
    by_half = race(options.n, options.seed, verbose=options.verbose)
    print(*table(by_half), f"{time.perf_counter() - begun:.0f} s", sep="\n")
    return int(not reached(by_half["b"]))


if __name__ == "__main__":
    sys.exit(main())
