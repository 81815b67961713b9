"""What a cell looks like, whatever its column's title says: a UAI, a commune, a status, a date."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.layouts.exports.wrapped_cells import day_of_seconds, unwrapped
from geo_ent.register.layouts.legends import Legend
from geo_ent.register.territory_words import level_of, partings
from geo_ent.register.vocabulary import product_at, reads_as_date, solution_of, status_of
from geo_ent.schools.school_names import loose_commune_key, parse_name
from geo_ent.tables.cells import cell_text, is_empty
from geo_ent.tables.uai import clean_uai, is_uai, looks_like_uai, uais_inside
from geo_ent.text.compare import plain

_SCHOOL = re.compile(
    r"^(?:(?:les? )?ecoles?|ec|e[mep]|e[mep]p[ur]?|gs|groupe scolaire|maternelle|elementaire|mat|"
    r"primaire|rpi|e [mep] p[ur])\b"
)
_PRIORITY = re.compile(r"^(?:(?:hors|non) )?(?:rep\b|ep\b|rrs\b|eclair\b|education prioritaire)")
_POSTCODE = re.compile(r"^\s*(?:F-)?\d{5}\s+")
_ADDRESS = re.compile(
    r"^(?:\d+ )?(?:bis |ter )?(?:rue|avenue|av|place|pl|boulevard|bd|chemin|allee|impasse|route|"
    r"cours|quai|square)\b"
)
_GRADE = re.compile(
    r"^(?:classe de |classe )?(?:tps|ps|ms|gs|cp|ce ?[12]|cm ?[12]|ulis|upe2a|cycle ?[123])"
    r"(?:[ a-d]|\b)(?: ?(?:et |a )?(?:tps|ps|ms|gs|cp|ce ?[12]|cm ?[12]|[a-d]))*$"
)
_SCOPE = re.compile(
    r"^(?:toutes?|tous|ensemble|totalite|(?:les )?\d+ ecoles?|(?:les |l )?(?:ecoles?|elementaires?|"
    r"maternelles?|primaires?) ?(?:publiques?|privees?|elementaires?|maternelles?|primaires?|"
    r"uniquement|seulement)*(?: de la commune| du territoire)?$)"
)
# How much of a school: all of it, or these classes.
_EXTENT = re.compile(
    r"^(?:toute l ecole|(?:ecole|etablissement|structure)(?: entiere?| complete?)?|complete?|"
    r"totale?|entiere?|integrale?|"
    r"partielle?|en partie|une partie.*|tout(?:es)?(?: les)? (?:classes?|niveaux)|"
    r"(?:\d+ )?(?:sur |of )?(?:\d+|une|deux|trois|quatre|cinq|quelques|certaines|plusieurs|des) "
    r"(?:classes?|niveaux?)\b.*|cycles? ?[123].*|"
    r"(?:uniquement |seulement )?(?:les )?(?:classes? )?(?:de )?(?:cm|ce|cp|gs|ms|ps)\b.*|"
    r"all|whole(?: school)?|full|partial|some|(?:some|selected) classes|school|class(?:es)?)$"
)
_PARTS = re.compile(r"\s+[-–—|:]\s+|\s*[,;/()\n]\s*")
_RPI = re.compile(r"^\s*(?:RPID?|RPC)\b[\s:]*", re.IGNORECASE)
_FIGURES = re.compile(r"\d{3}")
_NULLS = {"null", "NULL", "Null", "(null)", "NaN", "\\N", "undefined"}
_DITTO = {"idem", "ditto", "dito", "id", "cf ci dessus", "voir ci dessus", "comme ci dessus",
          "meme chose", "pareil", "ibid", "cf au dessus", "voir au dessus"}  # fmt: skip
_DITTO_MARKS = {'"', "''", "″", "〃", "//", "«", "»", "« »", "“", "”", '" "', "/ /", '""', "- // -"}
_OF_STATUS = {
    "school": ("yes",),
    "class": ("yes", "class"),
    "planned": ("planned",),
    "none": ("no",),
}
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b")
_SCHOOL_YEAR = re.compile(r"(?:19|20)\d\d ?(?:[-/ ]|a) ?(?:(?:19|20)?\d\d)\b|(?:19|20)\d\d")
_MARKS = {"x", "xx", "1", "oui", "o", "v", "vrai", "true", "yes", "y", "ok"}
_NO_MARKS = {"0", "non", "n", "faux", "false", "no"}
_YEARS = range(1990, 2101)
_SHORT_CORE = 4  # letters
_MOST_DISTINCT = 500  # different cells of a column that are looked at
_MOST_WORDS = 7  # that a commune's name has
_LONGEST_STATUS = 80  # characters: beyond, a cell is prose about the school, not its status


@dataclass(frozen=True)
class Known:
    """What tells the content of a cell: the directory's UAI, communes and names of schools.

    Attributes
    ----------
    uais, communes, names
        As `clean_uai`, `loose_commune_key` and `plain` give them.
    cores
        The own words of the schools' names: "Jacques Prévert" alone names one too.
    """

    uais: AbstractSet[str] = frozenset()
    communes: AbstractSet[str] = frozenset()
    names: AbstractSet[str] = frozenset()
    cores: AbstractSet[tuple[str, ...]] = frozenset()


@dataclass
class CellKinds:
    """Tells the kinds of cells; each distinct cell of the files is looked at once.

    Attributes
    ----------
    known
        What a directory's UAI and communes look like here.
    legend
        What the codes of these files stand for.
    """

    known: Known = field(default_factory=Known)
    legend: Legend = field(default_factory=Legend)
    _kinds: dict[tuple[type, object], frozenset[str]] = field(default_factory=dict)

    def of(self, cell: object) -> frozenset[str]:
        """Give every kind that a cell could be.

        Of "uai", "uai-like", "uai-right" (its letter is), "commune", "epci", "school", "named" (by
        a name of the directory), "nature", "sector", "scope", "yes", "planned", "no", "asked",
        "coded" (by a legend), "half-read" (a status, and words that aren't understood), "mark",
        "dash", "extent", "solution", "name alone" (a product and nothing else), "date", "year",
        "timestamp", "number", "grade", "priority", "address", "seconds" and "prose"; none for a
        cell that holds
        nothing.
        """
        key = (type(cell), cell)
        kinds = self._kinds.get(key)
        if kinds is None:
            kinds = self._kinds[key] = frozenset(self._kinds_of(cell))
        return kinds

    def names_uai(self, text: str) -> bool:
        """Tell a text that holds a UAI of the directory, without looking what else it is."""
        if not _FIGURES.search(text):
            return False
        return clean_uai(text) in self.known.uais or not self.known.uais.isdisjoint(
            uais_inside(text)
        )

    def _kinds_of(self, cell: object) -> Iterable[str]:
        cell = unwrapped(cell)
        text = cell_text(cell)
        if not text:
            return
        if text in self.known.uais:
            yield from (
                "uai",
                "uai-like",
                "uai-right",
            )  # and nothing else: nearly all of a register's codes
            return
        bare = plain(text)
        is_figure = is_number(cell)
        if is_figure:
            yield "number"
            if day_of_seconds(cell):
                yield "seconds"
        yield from self._of_places(cell, text, bare, is_figure=is_figure)
        meant = self.legend.status(cell)
        yield from ["coded"] * bool(meant)
        yield from _of_status(meant or cell, text, bare)
        yield from _of_time(cell, text)
        yield from _of_form(text, bare)
        names, known = solution_of(self.legend.solution(cell) or text)
        if (names and known) or product_at(text):
            yield "solution"
            if read_cell(self.legend.solution(cell) or text).only_named:
                yield "name alone"

    def _of_places(self, cell: object, text: str, bare: str, *, is_figure: bool) -> Iterable[str]:
        """Tell what names a school or its commune."""
        known = self.known
        if clean_uai(cell) in known.uais or not known.uais.isdisjoint(uais_inside(text)):
            yield "uai"
        if looks_like_uai(cell):
            # A number alone is given its letter, and proves nothing.
            is_right = text[-1:].isalpha() and is_uai(clean_uai(cell))
            yield from ("uai-like", "uai-right")[: 1 + is_right]
        if is_figure or "@" in text:
            return
        communes_n = _communes_n(text, known.communes)
        if communes_n:
            yield "commune" if communes_n == 1 else "places"
        if level_of(bare)[0] == "epci":
            yield "epci"
        if _SCOPE.match(bare):
            yield "scope"
        is_named = bare in known.names or self._has_own_words(text, communes_n)
        is_named = is_named or self._names_with_place(cell, communes_n)
        yield from ["named"] * is_named
        if is_named or _SCHOOL.match(bare):
            yield "school"
        yield from _of_sort(text)

    def _names_with_place(self, cell: object, communes_n: int) -> bool:
        """Tell a commune and one of the schools' names in one cell: "Betton - Les Mézières"."""
        text = str(cell)
        if communes_n or len(text) > _LONGEST_STATUS:
            return False
        parts = [part for part in _PARTS.split(text) if plain(part)]
        of_place = [loose_commune_key(_POSTCODE.sub("", part)) in self.known.communes
                    for part in parts]  # fmt: skip
        rest = " ".join(part for part, placed in zip(parts, of_place, strict=True) if not placed)
        if any(of_place) and rest:
            return bool(_SCHOOL.match(plain(rest))) or parse_name(rest).core in self.known.cores
        return self._begins_or_ends_with_place(plain(text).split())

    def _begins_or_ends_with_place(self, words: Sequence[str]) -> bool:
        """Tell them without a sign between: "Goven élémentaire La Marelle"."""
        for length in range(1, min(len(words), _MOST_WORDS)):
            parted = (words[:length], words[length:]), (words[-length:], words[:-length])
            for place, rest in parted:
                is_place = loose_commune_key(" ".join(place)) in self.known.communes
                if is_place and parse_name(" ".join(rest)).core in self.known.cores:
                    return True
        return False

    def _has_own_words(self, text: str, communes_n: int) -> bool:
        """Tell a school's name without its sort; short words are of other things too."""
        core = parse_name(text).core if len(text) < _LONGEST_STATUS else ()
        return not communes_n and len("".join(core)) > _SHORT_CORE and core in self.known.cores


def _communes_n(text: str, communes: AbstractSet[str]) -> int:
    """Count the communes that a text names and says nothing else: "RPI Broualan / Sains" has 2."""
    if loose_commune_key(_POSTCODE.sub("", text)) in communes:
        return 1
    for parts in partings(_RPI.sub("", text)):
        if len(parts) > 1 and all(loose_commune_key(part) in communes for part in parts):
            return len(parts)
    return 0


def _of_sort(text: str) -> Iterable[str]:
    """Tell what says of a school only what sort it is: "EMPU", "Maternelle", "Privé"."""
    name = parse_name(text)
    if not name.core:
        yield from ["nature"] * bool(name.nature) + ["sector"] * bool(name.sector)


def _of_status(cell: object, text: str, bare: str) -> Iterable[str]:
    """Tell what says a status, ticks a box, or says that there is nothing to say."""
    status = status_of(cell if isinstance(cell, bool) else cell_text(cell)[:200])
    yield from _OF_STATUS.get(status or "", ())
    if status == "unknown" and (bare or "?" in text):
        yield "asked"
    if status is None and isinstance(cell, str) and read_cell(cell).status is not None:
        yield "half-read"
    if isinstance(cell, bool) or bare in _MARKS | _NO_MARKS or (not bare and status):
        yield "mark"
    if not bare and status == "unknown":
        yield "dash"


def _of_time(cell: object, text: str) -> Iterable[str]:
    """Tell days, years and moments."""
    if any(char.isdigit() for char in text) and reads_as_date(cell):
        yield "date"
    if _is_year(cell, text):
        yield "year"
    if _has_time(cell, text):
        yield "timestamp"


def _of_form(text: str, bare: str) -> Iterable[str]:
    """Tell what is known by its form: a class, a label, an address, a long text."""
    if _GRADE.match(bare):
        yield "grade"
    if _PRIORITY.match(bare):
        yield "priority"
    if "@" in text or "http" in bare or "www" in bare or _ADDRESS.match(bare):
        yield "address"
    if len(text) > _LONGEST_STATUS:
        yield "prose"
    if _EXTENT.match(bare) or _GRADE.match(bare):
        yield "extent"


def says_nothing(cell: object) -> bool:
    """Tell what tools and hands write for an empty cell, or for the one above.

    Examples
    --------
    >>> says_nothing("null"), says_nothing("idem"), says_nothing("non")
    (True, True, False)
    """
    return isinstance(cell, str) and (cell.strip() in _NULLS or is_ditto(cell))


def is_ditto(cell: str) -> bool:
    """Tell a mark that repeats the cell above: "idem", two strokes."""
    return cell.strip() in _DITTO_MARKS or plain(cell) in _DITTO


def is_number(cell: object) -> bool:
    """Tell a cell of figures alone."""
    return plain(cell_text(cell)).replace(" ", "").isdigit()


def is_grade(text: str) -> bool:
    """Tell the name of a class or of a cycle: "CP", "CM1-CM2", "cycle 3"."""
    return bool(_GRADE.match(plain(text)))


def _has_time(cell: object, text: str) -> bool:
    """Tell a moment to the minute, as tools note of an answer or a login; midnight is none."""
    if isinstance(cell, dt.datetime):
        return (cell.hour, cell.minute, cell.second) != (0, 0, 0)
    times = _TIME.findall(text)
    return any(time not in {"00:00", "0:00"} for time in times)


def _is_year(cell: object, text: str) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell in _YEARS
    return bool(_SCHOOL_YEAR.fullmatch(plain(text).removeprefix("rentree ").strip()))


STATUS_KINDS = frozenset({"yes", "planned", "no"})
"""The kinds of a cell that says a status."""


@dataclass(frozen=True)
class Profile:
    """What the cells of a column look like.

    Attributes
    ----------
    kinds
        How many filled cells are of each kind; of "status" those of any status.
    filled_n, rows_n, distinct_n
        The filled cells, the rows that could have one, and the different ones.
    """

    kinds: Counter[str]
    filled_n: int
    rows_n: int
    distinct_n: int

    def share(self, kind: str) -> float:
        """Give the share of the filled cells that are of a kind, 0 to 1."""
        return self.kinds[kind] / self.filled_n if self.filled_n else 0.0

    @cached_property
    def variety(self) -> float:
        """Give how many of the filled cells differ from each other, 0 to 1."""
        return self.distinct_n / self.filled_n if self.filled_n else 0.0


def profile_of(cells: Sequence[object], kinds: CellKinds) -> Profile:
    """Look at the cells of a column, empty ones included."""
    # Counted first: what says nothing is then looked for among the different ones.
    every = Counter(zip(map(type, cells), cells, strict=True))
    counts = Counter(
        {key: n for key, n in every.items() if not (is_empty(key[1]) or says_nothing(key[1]))}
    )
    kind_counts: Counter[str] = Counter()
    # Columns of names differ from row to row: what a few hundred of them are, the others are too,
    # and to read each of them through would cost a long register seconds.
    step = max(1, len(counts) // _MOST_DISTINCT)
    sample = list(counts.items())[::step]
    for (_, cell), n in sample:
        of_cell = kinds.of(cell)
        for kind in of_cell:
            kind_counts[kind] += n
        if of_cell & STATUS_KINDS:
            kind_counts["status"] += n
            # "École non équipée" is a status, though it begins as a name does.
            kind_counts["school-status"] += n * ("school" in of_cell)
    if step > 1:
        scale = counts.total() / sum(n for _, n in sample)
        kind_counts = Counter({kind: round(n * scale) for kind, n in kind_counts.items()})
    return Profile(kind_counts, counts.total(), len(cells), len(counts))
