"""Messy registers of ENT made from real schools: as several people keep them over years.

Everything follows from a seed, a directory and a noise level. What each line should come to
(`Told`) is written down while the register is made, so a reader can be marked line by line.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from messy_words import (
    LEVELS,
    SOLUTIONS,
    STATUS,
    TITLES,
    Noise,
    dress_commune,
    dress_date,
    dress_name,
    dress_uai,
    key_words,
    pick,
)

from geo_ent.tables.uai import check_letter
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Line", "Messy", "Style", "expected_schools", "make_register"]


@dataclass(frozen=True)
class Line:
    """A row of a register, and what it should come to.

    `tie` says what ties it to its school: "uai", "name", "territory", "stranger" (a school that
    the directory hasn't) or "nothing" (no school). `clear` is false where a person couldn't tell.
    """

    cells: dict[str, Any]
    tie: str = "nothing"
    uais: frozenset[str] = frozenset()
    status: str = "unknown"
    solution: str = ""
    start: str = ""
    end: str = ""
    clear: bool = True
    group: str = ""  # the sheet that it goes to, where there are several
    late: bool = False  # the last word on its school: stands below the others


@dataclass(frozen=True)
class Style:
    """The habits of those who keep one register."""

    has_uai: bool
    columns: tuple[str, ...]
    titles: dict[str, str]
    above: int  # title rows
    deep_header: bool  # two rows: groups of columns, then columns
    sheets: str  # "one", "sector" or "circo"
    merged: bool  # the commune is written once, in a cell merged over its rows
    subtotals: bool
    blanks: bool
    repeated: bool  # the header comes back, as when printed


@dataclass
class Messy:
    """A register: sheets of rows, merged cells, and where each line stands."""

    style: Style
    directory: "pd.DataFrame"
    sheets: dict[str, list[list[Any]]] = field(default_factory=dict)
    merges: dict[tuple[str, int, int], int] = field(default_factory=dict)  # sheet, column, rows
    lines: dict[tuple[str, int], Line] = field(default_factory=dict)  # by (sheet, row from 1)


def expected_schools(lines: Iterable[Line]) -> dict[str, Line]:
    """Say which line has the last word on each school.

    Its own lines before its territory's; what is said before what is empty; the latest dated,
    else the last.
    """
    best: dict[str, tuple[tuple[bool, bool, str], Line]] = {}
    for line in lines:
        rank = (line.status != "unknown", line.tie != "territory", line.start)
        for uai in line.uais:
            if uai not in best or rank >= best[uai][0]:
                best[uai] = (rank, line)
    return {uai: line for uai, (_, line) in best.items()}


def make_style(rng: random.Random, noise: Noise, *, csv: bool) -> Style:
    """Choose the habits of a register."""
    has_uai = rng.random() < 0.7
    columns = ["name", "commune", "status", "solution", "start"]
    columns += ["uai"] if has_uai else []
    columns += [c for c in ("end", "programme", "circo", "phone", "pupils", "notes")
                if rng.random() < 0.35]  # fmt: skip
    deep = not csv and rng.random() < 0.15
    if deep or rng.random() < 0.6:  # the usual order
        columns.sort(key=list(TITLES).index)
    else:
        rng.shuffle(columns)
    titles = {column: pick(rng, TITLES[column], noise.odd_words) for column in columns}
    sheets = "one" if csv else rng.choice(["one", "one", "sector", "circo"])
    merged = not csv and rng.random() < 0.2
    return Style(has_uai, tuple(columns), titles, rng.choice([0, 0, 1, 2, 4]), deep, sheets, merged,
                 *(rng.random() < 0.3 for _ in range(3)))  # fmt: skip


class _Maker:
    """Makes the lines of one register."""

    def __init__(
        self, rng: random.Random, schools: "pd.DataFrame", noise: Noise, style: Style
    ) -> None:
        self.rng, self.schools, self.noise, self.style = rng, schools, noise, style
        self.near: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for uai, name, commune in zip(
            schools.index, schools["name"], schools["commune_name"], strict=True
        ):
            self.near[plain(commune)].append((uai, key_words(name)))
        self.solutions = rng.sample(list(SOLUTIONS), 4)

    def is_clear(self, uai: str, name: str, left: str, commune: str) -> bool:
        """Tell whether what is left of a name still says one school of the commune."""
        words, whole = key_words(left), left == name
        others = [theirs for other, theirs in self.near[plain(commune)] if other != uai]
        return not any(words == theirs or (not whole and words <= theirs) for theirs in others)

    def has_twin(self, name: str, commune: str) -> bool:
        """Tell whether a school of the commune is named so but for a slip of the pen."""
        mine = key_words(name)
        return any(
            min(map(len, mine ^ theirs), default=0) >= 4
            and SequenceMatcher(None, *(" ".join(sorted(w)) for w in (mine, theirs))).ratio() > 0.9
            for _, theirs in self.near[plain(commune)]
        )

    def content(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Draw what a line says of its school: as written, as meant."""
        rng, odd = self.rng, self.noise.odd_words
        status = rng.choices(list(STATUS), [45, 6, 6, 38, 5])[0]
        cells: dict[str, Any] = {"status": pick(rng, STATUS[status], odd)}
        meant = {"status": status, "solution": "", "start": "", "end": ""}
        if status in {"school", "class"}:
            meant["solution"] = rng.choice(self.solutions)
            cells["solution"] = pick(rng, SOLUTIONS[meant["solution"]], odd)
            if rng.random() < 0.7:
                cells["start"], meant["start"] = dress_date(rng)
            if "end" in self.style.columns and rng.random() < 0.1:
                end = dt.date(rng.randint(2024, 2026), 8, 31)
                cells["end"], meant["end"] = rng.choice([end, f"{end:%d/%m/%Y}"]), end.isoformat()
        return cells, meant

    def line(self, uai: str, school: "pd.Series[Any]", *, known: bool = True) -> Line:
        """Write one row of a school."""
        rng, noise = self.rng, self.noise
        stated = noise if known else replace(noise, dropped=0, typo=0)
        name, left = dress_name(rng, school["name"], stated)
        code, wrong = dress_uai(rng, uai, noise)
        with_uai = self.style.has_uai and rng.random() >= noise.no_uai
        clear = self.is_clear(uai, school["name"], left, school["commune_name"])
        if not known and (not clear or self.has_twin(school["name"], school["commune_name"])):
            # a closed school named like one that is open: only its UAI tells
            code, wrong, with_uai = uai, False, True
        cells, meant = self.content()
        cells |= {"uai": code if with_uai else "", "name": name, "notes": rng.choice(["", "ok ?"]),
                  "commune": dress_commune(rng, school["commune_name"], noise),
                  "phone": f"02 99 {rng.randint(10, 99)} 12 34", "pupils": rng.randint(1, 300),
                  "circo": school["circonscription_name"],
                  "programme": rng.choice(["", "ENIR", "Label EN 2020"])}  # fmt: skip
        tie = ("uai" if with_uai else "name") if known else "stranger"
        group = {"sector": school["sector"], "circo": school["circonscription_name"]}
        return Line(cells, tie, frozenset([uai] if known else ()), **meant,
                    clear=clear or (with_uai and not wrong),
                    group=group.get(self.style.sheets, ""))  # fmt: skip

    def twice(self, line: Line) -> list[Line]:
        """Write a school's line again: the same, or what was true before."""
        again = self.rng.random()
        if again < 0.5 or line.status != "school":
            return [line, line]
        before = {"status": self.rng.choice(["oui", "non"]), "solution": "", "start": ""}
        meant = "school" if before["status"] == "oui" else "none"
        older = {"start": 2010, "solution": "Iconito"} if meant == "school" and line.start else {}
        earlier = replace(line, cells=line.cells | before | older, status=meant, end="",
                          start="2010-09-01" if older else "",
                          solution="Iconito" if older else "")  # fmt: skip
        earlier.cells.pop("end", None)
        return [earlier, replace(line, late=True)]

    def territory(self, uais: list[str], name: str, commune: str) -> Line:
        """Write a row for all the public schools of a territory."""
        cells, meant = self.content()
        while meant["status"] not in {"school", "none"}:
            cells, meant = self.content()
        cells |= {"name": name, "commune": commune}
        return Line(cells, "territory", frozenset(uais), **meant)


def make_register(
    schools: "pd.DataFrame", seed: int, level: str, *, rows: int = 300, csv: bool = False
) -> Messy:
    """Make a register of some of these schools.

    Parameters
    ----------
    schools
        `name, commune_name, sector, circonscription_name`, indexed by UAI. A few are taken out of
        the directory given back: they are the closed schools that the register still has.
    level
        Of `LEVELS`.
    rows
        Schools to draw.
    csv
        One sheet without merged cells.
    """
    rng, noise = random.Random(seed), LEVELS[level]
    style = make_style(rng, noise, csv=csv)
    gone = rng.sample(sorted(schools.index), max(1, round(noise.strangers * min(rows, 300))))
    directory = schools.drop(index=gone)
    maker = _Maker(rng, directory, noise, style)
    drawn = rng.sample(sorted(directory.index), min(rows, len(directory)))
    spread = _territories(maker, drawn)
    spoken = {uai for line in spread for uai in line.uais if rng.random() < 0.7}
    records = schools[["name", "commune_name", "sector", "circonscription_name"]].to_dict("index")
    lines = list(spread)
    for uai in [uai for uai in drawn if uai not in spoken]:
        line = maker.line(uai, records[uai])
        lines += maker.twice(line) if rng.random() < noise.twice else [line]
    lines += [maker.line(uai, records[uai], known=False) for uai in gone]
    lines += [_elsewhere(maker) for _ in range(round(noise.strangers * len(drawn) / 3))]
    rng.shuffle(lines)
    return _laid_out(rng, Messy(style, directory), sorted(lines, key=lambda line: line.late))


def _territories(maker: _Maker, drawn: list[str]) -> list[Line]:
    """Write a few rows for whole communes, and one for a circonscription where it is known."""
    rng, schools = maker.rng, maker.schools
    public = schools[schools["sector"] == "public"]
    lines, taken = [], set()
    for uai in rng.sample(drawn, rng.choice([0, 1, 3])):
        commune, circo = schools.loc[uai, ["commune_name", "circonscription_name"]]
        same = public.index[public["commune_name"] == commune].tolist()
        words = rng.choice(["Toutes les écoles publiques", "toutes les ecoles publiques"]), commune
        if circo and rng.random() < 0.3:
            same = public.index[public["circonscription_name"] == circo].tolist()
            words = f"Toutes les écoles publiques de la circonscription de {circo}", ""
        if same and not taken & set(same):
            taken |= set(same)
            lines.append(maker.territory(same, *words))
    return lines


def _elsewhere(maker: _Maker) -> Line:
    """Write the row of a school of another département, or of a collège."""
    digits = f"{maker.rng.choice(['009', '098', '023'])}{maker.rng.randint(8000, 9999)}"
    name = maker.rng.choice(["Collège Jean Moulin", "Ecole primaire publique du Bourg", "SEGPA"])
    cells, meant = maker.content()
    uai = digits + check_letter(digits) if maker.style.has_uai else ""
    return Line(cells | {"uai": uai, "name": name, "commune": "Zuydcoote"}, "stranger", **meant)


def _laid_out(rng: random.Random, messy: Messy, lines: list[Line]) -> Messy:
    """Put the lines on sheets, under titles, with what people add between them."""
    style, groups = messy.style, defaultdict(list)
    for line in lines:
        groups[line.group or "Suivi ENT"].append(line)
    if style.sheets != "one":
        messy.sheets["Lisez-moi"] = [["Mode d'emploi"], ["Colonne ENT :", "oui / non / classe"]]
    for name, members in groups.items():
        sheet = "".join(c for c in name if c not in "[]:*?/\\")[:31]
        if style.merged or style.subtotals:
            members.sort(key=lambda line: plain(line.cells["commune"]))
        _fill(rng, messy, sheet, members)
    if style.sheets != "one":
        messy.sheets["Synthèse"] = [["Circo", "écoles", "ENT", "%"], ["Redon", 40, 12, 0.3]]
    return messy


def _fill(rng: random.Random, messy: Messy, sheet: str, lines: list[Line]) -> None:
    style = messy.style
    header = [style.titles[column] for column in style.columns]
    above = [["DSDEN - suivi des ENT"], ["Mise à jour : 12/06/2023"], [], [sheet, "", 2023]]
    grid = [*above[: style.above], *_deep(style, header)]
    start, commune_at = 0, style.columns.index("commune")
    for number, line in enumerate(lines):
        cells = [line.cells.get(column, "") for column in style.columns]
        previous = lines[number - 1].cells["commune"] if number else None
        same = style.merged and number and plain(previous) == plain(line.cells["commune"])
        if same:
            cells[commune_at] = ""
            messy.merges[sheet, commune_at, start] = len(grid) + 1
        elif number and rng.random() < 0.04:
            grid += _between(style, header, previous)
        grid.append(cells)
        start = start if same else len(grid)
        messy.lines[sheet, len(grid)] = line
    messy.sheets[sheet] = grid


def _deep(style: Style, header: list[str]) -> list[list[Any]]:
    """Give the header: one row, or groups of columns above it."""
    groups = {"uai": "Établissement", "status": "Espace numérique de travail", "notes": "Divers"}
    return [[groups.get(c, "") for c in style.columns], header] if style.deep_header else [header]


def _between(style: Style, header: list[str], commune: str) -> list[list[Any]]:
    """Give the rows that are no school: blank, subtotal, the header again."""
    total = ["" for _ in style.columns]
    total[style.columns.index("name")] = f"Total {commune}"
    total[style.columns.index("status")] = 3
    return [*([[]] if style.blanks else []), *([total] if style.subtotals else []),
            *([header] if style.repeated else [])]  # fmt: skip
