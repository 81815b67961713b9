"""How one keeper of a register writes: words of one half of the lists, dates, schools, decoys.

The words stand in `keepers_a.toml` (the reader of registers is developed on them) and
`keepers_b.toml` (it never is). What a careful person reads in a cell is decided here, with it.
"""

import datetime as dt
import random
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from messy_words import KINDS, MONTHS, SHORT, key_words, no_accents

from geo_ent.text.compare import plain

if TYPE_CHECKING:
    import pandas as pd

DATE = dt.date(2023, 6, 30)
"""The day that the truth is of."""

SHORT_MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
                "nov.", "déc."]  # fmt: skip
ENT = ("school", "class")
"""The statuses of a school that has an ENT, in all its classes or in some."""

Cell = Any
Row = list[Cell]


@dataclass(frozen=True)
class Truth:
    """What a careful person reads of a school; `a|b` where both can be read, `*` for anything."""

    status: str
    solution: str = ""
    start: str = ""
    doubt: str = "no"  # "may" or "must" be said, where the sheet contradicts itself


@dataclass(frozen=True)
class Fact:
    """What is so of a school: the keeper tells some of it."""

    uai: str
    name: str
    commune: str
    circo: str
    sector: str
    nature: str
    status: str
    product: str = ""  # as a key of [products]: the names that it goes by
    start: dt.date | None = None


@dataclass
class Sheet:
    """A sheet as it is written; `merges` from 0: top row, left column, bottom, right."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Register:
    """Sheets, and what they tell of each school."""

    sheets: list[Sheet]
    truth: dict[str, Truth]
    framed: bool = True  # lines may be written above and below


@cache
def words_of(half: str) -> dict[str, Any]:
    """Read the words of a half."""
    path = Path(__file__).with_name(f"keepers_{half}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def fill_date(form: str, day: dt.date) -> str:
    """Write a date as a form of `[dates]` says."""
    return form.format(
        y=day.year, y1=day.year + 1, yy=f"{day.year % 100:02}", yy1=f"{(day.year + 1) % 100:02}",
        d=day.day, dd=f"{day.day:02}", m=day.month, mm=f"{day.month:02}",
        month=MONTHS[day.month - 1], mon=SHORT_MONTHS[day.month - 1],
        Month=MONTHS[day.month - 1].capitalize(),
    )  # fmt: skip


def read_date(kind: str, form: str, day: dt.date) -> str:
    """Say what a person reads in a date of a kind; `form` is the list of a vague one."""
    match kind:
        case "day":
            return day.isoformat()
        case "month":
            return day.replace(day=1).isoformat()
        case "rentree":
            return f"{day.year}-09-01"
        case "year":
            return f"{day.year}-09-01|{day.year}-01-01"
    return fill_date(form, day)


class Schools:
    """The schools of a directory, those whose name alone says which one told apart."""

    def __init__(self, table: "pd.DataFrame") -> None:
        """Take a directory as `read_schools` gives it."""
        self.table = table
        near: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for name, commune in zip(table["name"], table["commune_name"], strict=True):
            near[commune].append(key_words(name))
        # a name that another one of the commune holds says nothing sure
        self.clear = [
            uai
            for uai, name, commune in zip(
                table.index, table["name"], table["commune_name"], strict=True
            )
            if sum(key_words(name) <= other or other <= key_words(name) for other in near[commune])
            == 1
        ]

    def fact(self, uai: str, status: str, product: str = "", start: dt.date | None = None) -> Fact:
        """Put a status on a school."""
        row = self.table.loc[uai]
        texts = (
            str(row[c])
            for c in ("name", "commune_name", "circonscription_name", "sector", "nature")
        )
        return Fact(uai, *texts, status, product, start)


class Hand:
    """One keeper: a half of the lists, and habits drawn from it."""

    def __init__(self, half: str, rng: random.Random, schools: Schools) -> None:
        """Choose the habits."""
        self.half, self.rng, self.schools = half, rng, schools
        self.words = words_of(half)
        self.products = rng.sample(sorted(self.words["products"]), rng.choice([2, 3, 3, 4]))
        # a keeper has one or two ways to write a status, not twenty
        self.habits = {
            status: rng.sample(list(words), min(len(words), rng.choice([1, 1, 2, 3])))
            for status, words in self.words["status"].items()
        }
        self.date_kinds = self._date_habits()

    def _date_habits(self) -> list[tuple[str, Any]]:
        dates = self.words["dates"]
        kinds = self.rng.choice([["day"], ["day"], ["rentree"], ["rentree", "month"], ["month"],
                                 ["rentree", "year"], ["day", "rentree", "month"]])  # fmt: skip
        chosen = [(kind, self.rng.choice(dates[kind])) for kind in kinds]
        if kinds == ["day"] and self.rng.random() < 0.5:
            return [("typed", "")]
        return chosen + [("vague", self.rng.choice(dates["vague"]))] * (self.rng.random() < 0.2)

    def one_of(self, *path: str) -> Any:  # noqa: ANN401 what the lists hold
        """Draw from a list of the half."""
        words: Any = self.words
        for part in path:
            words = words[part]
        return self.rng.choice(words)

    def title(self, column: str) -> str:
        """Draw a column's title, and how it is written over."""
        title = str(self.one_of("titles", column))
        form = self.one_of("dress", "titles") if not title.endswith("?") else "{}"
        return str(form.format(title, CAPITALS=title.upper(), LINES="\n".join(title.split(" ", 1))))

    def chance(self, share: float) -> bool:
        """Draw yes at a rate."""
        return self.rng.random() < share

    # ---- what is told of a school

    def facts(self, n: int, statuses: Sequence[str] = (), *, clear: bool = False,
              among: Iterable[str] = ()) -> list[Fact]:  # fmt: skip
        """Draw schools and what is so of them."""
        pool = list(among) or (self.schools.clear if clear else list(self.schools.table.index))
        public = self.schools.table["sector"]
        if self.chance(0.6) and not among:  # most keepers have public schools only
            pool = [uai for uai in pool if public[uai] == "public"]
        chosen = self.rng.sample(pool, min(n, len(pool)))
        return [self.fact(uai, statuses) for uai in chosen]

    def fact(self, uai: str, statuses: Sequence[str] = ()) -> Fact:
        """Draw what is so of a school."""
        usual = ["school"] * 11 + ["none"] * 6 + ["planned"] * 3 + ["class"] * 2 + ["unknown"]
        status = self.rng.choice(list(statuses) or usual)
        product = self.rng.choice(self.products) if status != "none" else ""
        return self.schools.fact(uai, status, product if status != "unknown" else "", self.day())

    def day(self) -> dt.date:
        """Draw a day on which an ENT opened: most are a 1 September."""
        year = self.rng.randint(2016, 2022)
        if self.chance(0.7):
            return dt.date(year, 9, 1)
        if self.chance(0.5):
            return dt.date(year, self.rng.choice([1, 3, 10, 11]), 1)
        return dt.date(year, self.rng.randint(1, 12), self.rng.randint(2, 28))

    def tell(self, status: str) -> Cell:
        """Write a status in the keeper's words."""
        return self.rng.choice(self.habits[status])

    def reads(self, status: str, cell: Cell = "") -> str:
        """Say what a status is read as, where the keeper's word can be read in two ways."""
        other = self.words.get("also", {}).get(str(cell), "")
        return f"{status}|{other}" if other else "none|unknown" if status == "ended" else status

    def product(self, names: str) -> str:
        """Write a product; "" for none."""
        return str(self.rng.choice(self.words["products"][names])) if names else ""

    def solution(self, names: str) -> str:
        """Give every name that a product may be read as."""
        return (
            "|".join(dict.fromkeys([*names.split("|"), *self.words["products"][names]]))
            if names
            else ""
        )

    def dated(self, day: dt.date) -> tuple[Cell, str]:
        """Write a date, and say what is read of it."""
        september = (day.month, day.day) == (9, 1)
        kinds = [
            k for k in self.date_kinds if september or k[0] not in {"rentree", "year", "vague"}
        ]
        kind, form = self.rng.choice(kinds or [("day", self.words["dates"]["day"][0])])
        if kind == "typed":
            return day, day.isoformat()
        if kind == "vague":
            return fill_date(form[0], day), read_date(kind, form[1], day)
        return fill_date(form, day), read_date(kind, form, day)

    def future(self) -> Cell:
        """Write the next September, as what is planned is dated."""
        day = dt.date(2023, 9, 1)
        kind, form = self.date_kinds[0]
        if kind == "typed":
            return day
        # nothing that is planned has lasted "depuis" a day
        sure = kind != "vague" and "{" in form[:1]
        return fill_date(form if sure else self.words["dates"]["rentree"][0], day)

    def free_cell(self, fact: Fact) -> tuple[str, Truth]:
        """Write all that is known of a school in one cell."""
        if fact.status == "unknown":
            return "", Truth("unknown")
        form = self.one_of("free", fact.status)
        day = fact.start or DATE
        rentree, start = f"{day.year}", ""
        if "{rentree}" in form:
            rentree = fill_date(self.one_of("dates", "rentree"), day.replace(month=9, day=1))
            start = f"{day.year}-09-01"
        product = fact.product or self.rng.choice(self.products)
        cell = form.format(product=self.product(product), rentree=rentree)
        if fact.status in ENT:
            named = self.solution(product) if "{product}" in form else ""
            return cell, Truth(fact.status, named, start)
        return cell, Truth(self.reads(fact.status, form))

    # ---- columns

    def identity(self, *, uai: bool | None = None) -> tuple[list[str], Callable[[Fact], Row]]:
        """Choose the columns that say which school: their titles, and what they hold of one."""
        with_uai = self.chance(0.8) if uai is None else uai
        columns: list[tuple[str, Callable[[Fact], Cell]]] = []
        if with_uai:
            columns.append((self.title("uai"), lambda fact: fact.uai))
        if not with_uai or self.chance(0.85):
            columns.append((self.title("name"), self._name_writer()))
            if not with_uai or self.chance(0.9):
                columns.append((self.title("commune"), self._commune_writer()))
        if self.chance(0.25):
            columns.append((self.title("circo"), lambda fact: fact.circo))
        if self.chance(0.3):
            self.rng.shuffle(columns)
        return [title for title, _ in columns], lambda fact: [write(fact) for _, write in columns]

    def _name_writer(self) -> Callable[[Fact], Cell]:
        """Write names as the directory does, in capitals, or with their usual words cut short."""
        style = self.rng.choice(["whole", "whole", "capitals", "short"])
        short = {plain(word): cut[0] for word, cut in SHORT.items() if word in KINDS}
        if style == "capitals":
            return lambda fact: no_accents(fact.name).upper()
        if style == "short":
            return lambda fact: " ".join(short.get(plain(w), w) for w in fact.name.split())
        return lambda fact: fact.name

    def _commune_writer(self) -> Callable[[Fact], Cell]:
        return (
            (lambda fact: fact.commune.upper()) if self.chance(0.4) else lambda fact: fact.commune
        )

    def decoys(self, most: int) -> list[tuple[str, Callable[[Fact], Cell]]]:
        """Choose columns that say nothing of an ENT: their titles, and what they hold."""
        chosen = self.rng.sample(self.words["decoy"], self.rng.randint(0, most))
        return [(self.rng.choice(decoy["titles"]), self._decoy_writer(decoy)) for decoy in chosen]

    def _decoy_writer(self, decoy: dict[str, Any]) -> Callable[[Fact], Cell]:
        rng = self.rng
        day = dt.date(2022, 9, 1)
        makers: dict[str, Callable[[Fact], Cell]] = {
            "sector": lambda fact: "Public" if fact.sector == "public" else "Privé",
            "nature": lambda fact: fact.nature,
            "number": lambda _: rng.randint(18, 320),
            "phone": lambda _: f"02 99 {rng.randint(10, 99)} {rng.randint(10, 99)} 00",
            "mail": lambda fact: f"ecole.{fact.uai.lower()}@exemple.fr",
            "date": lambda _: day + dt.timedelta(days=rng.randint(0, 280)),
            "classes": lambda _: rng.choice(["CP CE1", "CP CE1 CE2", "PS MS GS", "CM1 CM2"]),
        }
        return makers.get(decoy.get("kind", ""), lambda _: rng.choice(decoy["cells"]))
