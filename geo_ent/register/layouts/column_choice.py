"""Which column of a table holds what: its titles and its cells are weighed together.

A title says what its keeper meant, cells what is there. Neither is enough: "Statut" holds
"Public", "Connectée ?" holds "oui" and no list has it, "Demande ENT" holds "oui" where there is
none. So each column is scored for each meaning, and the status against what the table tells
besides: where an ENT is, a product or a date stands beside it.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.cells.title_stance import stance_of
from geo_ent.register.layouts.cell_kinds import CellKinds, Profile, profile_of
from geo_ent.register.layouts.class_counts import Counts, find_counts, find_shares, find_whole
from geo_ent.register.layouts.exports.operations import Operations, day_fit, operations_of
from geo_ent.register.layouts.imposed_titles import BETWEEN, IGNORED
from geo_ent.register.layouts.title_meaning import (
    Title,
    answer_of,
    bare,
    called,
    column_scores,
    ent_likelihood,
    is_of_other_schools,
    opening_likelihood,
    says,
    year_of,
)
from geo_ent.register.layouts.wide_columns import OTHERS, Wide, counted_years, wide_columns
from geo_ent.register.vocabulary import TICKS, solution_of
from geo_ent.schools.portal_titles import of_place, of_school
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text, is_empty
from geo_ent.text.compare import plain

# What a column is worth in choosing among readings of a sheet: those without which there is no
# register weigh most.
_WEIGHTS = {"uai": 4, "status": 3, "wide": 3, "name": 3, "commune": 2, "epci": 1, "solution": 2,
            "start": 1.5, "end": 1}  # fmt: skip
_OTHER_WEIGHT = 0.3
_TITLED = 0.4  # a title that may be the column's, and any that is more surely so
_EXACT = 0.9
_MOSTLY = 0.6
_HALF = 0.5
_SOME = 0.2
_CLEAR = 0.85  # share of statuses that makes a column without a telling title one of statuses
_ENOUGH_ROWS = 8
_BY_CHANCE = 0.005  # several columns are tried, and the words are picked: hence so little
_FEW = 5  # cells that prove nothing of what a column holds
_MOST_COLUMNS = 120  # columns whose cells are looked at
_OF_ANY_DATE = {"date", "dt", "le", "de", "du", "des", "d", "la", "l", "at", "on", "ent", "s"}
_BEGINS = {"debut", "start", "from", "begin", "ouverture", "effet"}  # what an end is the end of
_OF_PLACES = {"uai", "name", "commune", "epci", "nature", "sector", "rpi", "circonscription"}
_OF_TITLES = ("rpi", "circonscription", "note", "programme", "phase", "network", "scope")

Row = Sequence[object]


@dataclass
class Choice:
    """What the columns of a table hold.

    Attributes
    ----------
    columns
        Column of the contract -> index.
    wide
        Its series of columns.
    operations
        What its rows are, where they are operations and not schools.
    score
        How much of a register it is, for comparing the readings of one sheet.
    status_strength
        How surely `columns["status"]` is the status: from the title, 0 to 1, and from what stands
        beside it.
    titles, profiles
        Of every column.
    kinds
        What tells cells.
    counts
        Its columns that count the classes, or the schools, that have an ENT.
    classes
        Its column of all the classes, where those of products count the ones that have it.
    of_school
        Its columns that are the annuaire's, or that the user sets aside: they say of a school
        something else than its ENT.
    of_place
        Its columns that are the annuaire's, and tell a school, its place or its kind.
    turned
        Its one box of "no ENT" whose "non" says that there is one.
    contrary
        Its column whose "oui" is read as none, or as one to come, without anything beside it that
        confirms so.
    """

    columns: dict[str, int] = field(default_factory=dict)
    wide: Wide = field(default_factory=Wide)
    operations: Operations | None = None
    score: float = 0.0
    status_strength: float = 0.0
    titles: Mapping[int, Title] = field(default_factory=dict)
    profiles: Mapping[int, Profile] = field(default_factory=dict)
    kinds: CellKinds = field(default_factory=CellKinds, repr=False)
    counts: Counts | None = None
    classes: int | None = None
    of_school: frozenset[int] = frozenset()
    of_place: frozenset[int] = frozenset()
    turned: int | None = None
    contrary: int | None = None

    @property
    def has_codes(self) -> bool:
        """Whether nearly all rows that name a school have its UAI."""
        index = self.columns.get("uai")
        return index is not None and self.profiles[index].share("uai") > _CLEAR

    @property
    def names_schools(self) -> bool:
        """Whether a row can be tied to a school or a territory."""
        return not self.columns.keys().isdisjoint(("uai", "name", "commune", "epci", "rpi"))

    @property
    def is_board(self) -> bool:
        """Whether rows are cards or tasks, whose own days are those of the work."""
        return any(says(title.own, "board") for title in self.titles.values())

    @property
    def says_status(self) -> bool:
        """Whether a row can say that there is an ENT."""
        return self.wide.says_status or not self.columns.keys().isdisjoint(("status", "solution"))


def choose_columns(
    titles: Mapping[int, Title], rows: Sequence[Row], kinds: CellKinds, chosen: Mapping[str, str]
) -> Choice:
    """Weigh every column of a table for every meaning, and give the best of each.

    Parameters
    ----------
    titles
        By column; those without one are known by their cells alone.
    rows
        The rows below the header.
    kinds
        Tells what cells look like.
    chosen
        Column of the contract -> title, reduced: what the user says, which wins over all; "" for
        a column that isn't to be read.
    """
    used = {index for row in rows for index, cell in enumerate(row[:2000]) if not is_empty(cell)}
    indexes = sorted(
        sorted({*titles, *used}, key=lambda index: _hope(titles, index, chosen))[:_MOST_COLUMNS]
    )
    profiles = {
        index: profile_of([row[index] if index < len(row) else None for row in rows], kinds)
        for index in indexes
    }
    everything = {index: titles.get(index, Title("")) for index in indexes}
    of_annuaire = of_school({title.own for title in everything.values()})
    of_places = of_place({title.own for title in everything.values()})
    choice = Choice(
        titles=everything,
        profiles=profiles,
        kinds=kinds,
        of_school=frozenset(i for i, title in everything.items() if title.own in of_annuaire),
        of_place=frozenset(i for i, title in everything.items() if title.own in of_places),
    )
    _impose(choice, chosen)
    _take(choice, "uai", _uai_fit, chosen)
    _choose_operations(choice, rows, chosen)
    _choose_wide(choice, rows, chosen)
    _choose_counts(choice, rows, chosen)
    for column, fit in (("commune", _commune_fit), ("epci", _epci_fit), ("name", _name_fit),
                        ("nature", _sort_fit("nature")), ("sector", _sort_fit("sector")),
                        ("solution", _solution_fit)):  # fmt: skip
        _take(choice, column, fit, chosen)
    _choose_status(choice, rows, chosen)
    _turn_round(choice, rows, chosen)
    _choose_solution_beside(choice, rows, chosen)
    _choose_dates(choice, rows, chosen)
    _take(choice, "extent", _extent_fit, chosen)
    _take(choice, "solution_other", _other_fit, chosen)
    for column in _OF_TITLES:
        _take(choice, column, _title_fit(column), chosen)
    _move_solution(choice, chosen)
    choice.score = _score(choice)
    return choice


def _hope(titles: Mapping[int, Title], index: int, chosen: Mapping[str, str]) -> float:
    """Rank columns by how likely they are to be read: those that are imposed, or known, first."""
    if index not in titles:
        return 0.0
    if titles[index].names.intersection(chosen.values()):
        return -math.inf
    return -max(column_scores(titles[index]).values(), default=0.0)


def _impose(choice: Choice, chosen: Mapping[str, str]) -> None:
    boxes: dict[int, str] = {}
    for wanted in chosen.get(IGNORED, "").split(BETWEEN):
        # What says nothing of the ENT is read as what says something else.
        choice.of_school |= set(_places(choice, wanted))
    for column, wanted in chosen.items():
        for index in _places(choice, wanted) if column != IGNORED else ():
            if column in TICKS:
                boxes.setdefault(index, column.removeprefix("status_"))
            else:
                choice.columns.setdefault(column, index)
    if choice.columns.get("status") in boxes:
        # What is said to be both the status and "no ENT" is the status turned round.
        choice.turned = choice.columns.pop("status")
    choice.wide = Wide(boxes=boxes)


def _places(choice: Choice, wanted: str) -> list[int]:
    """Give the columns that a title means: those that bear it, else the one called so."""
    places = [index for index, title in choice.titles.items() if wanted in title.names]
    if places or not wanted:
        return places
    return [index for index, name in called(choice.titles).items() if plain(name) == wanted]


def _free(choice: Choice, column: str = "status") -> list[int]:
    """List the columns that nothing has taken; for what tells an ENT, none of the annuaire's."""
    taken = {*choice.columns.values(), *choice.wide.columns, *choice.of_school}
    # « rpi_disperse » holds « oui » too; only a place, a name or a kind is told by such a title.
    taken |= set() if column in _OF_PLACES else choice.of_place
    return [index for index in choice.titles if index not in taken]


def _take(
    choice: Choice, column: str, fit: Callable[[Choice, int], float], chosen: Mapping[str, str]
) -> None:
    """Give a meaning to the free column that fits it best, if any does."""
    if column in choice.columns or column in chosen:
        return
    fits = [(fit(choice, index), -index) for index in _free(choice, column)]
    best, index = max(fits, default=(0.0, 0))
    if best > 0:
        choice.columns[column] = -index


def _titled(choice: Choice, index: int, column: str) -> float:
    return column_scores(choice.titles[index]).get(column, 0.0)


def _titled_else(choice: Choice, index: int, column: str) -> float:
    """Give how surely a title is that of another column."""
    scores = column_scores(choice.titles[index])
    return max((likely for name, likely in scores.items() if name != column), default=0.0)


def _uai_fit(choice: Choice, index: int) -> float:
    profile, title = choice.profiles[index], _titled(choice, index, "uai")
    if not profile.filled_n:
        return 0.1 * title
    known = profile.share("uai")
    if known > 0.2:  # noqa: PLR2004 more than slips
        # A text that only holds the UAI (a mail, a path) gives way to the code itself.
        return 2 * known + title + 0.5 * profile.share("uai-like")
    # Right letters make sure of it where the directory has none of these schools, those of another
    # département: a row that lost its UAI would be looked for by a name that others bear. A column
    # of collèges says the same of many schools.
    right = profile.share("uai-right")
    if right > _MOSTLY and profile.variety > 0.8 and not _of_college(choice, index):  # noqa: PLR2004
        return right + title
    return title if title > _EXACT and profile.share("uai-like") > 0.2 else 0.0  # noqa: PLR2004


def _of_college(choice: Choice, index: int) -> bool:
    words = plain(choice.titles[index].whole)
    return "college" in words or "rattachement" in words


def _commune_fit(choice: Choice, index: int) -> float:
    profile, title = choice.profiles[index], _titled(choice, index, "commune")
    # Of an intercommunality those that it counts stand in one cell.
    is_of_some = "commune" in plain(choice.titles[index].own)
    listed = profile.share("places") if is_of_some else 0.0
    named = profile.share("commune") + listed
    if not profile.filled_n:
        return 0.1 * title
    # Codes and postcodes are refuted; names that the directory hasn't may be hamlets.
    if profile.share("number") > _HALF or profile.share("uai") > _HALF:
        return 0.0
    if named >= _HALF and _titled_else(choice, index, "commune") < _EXACT:
        return named + 0.5 * title
    if named >= _HALF and title >= _TITLED:
        return named + 0.5 * title
    likely = title > _EXACT or (title >= _TITLED and named >= _SOME)
    return 0.3 * title + named if likely and profile.share("status") < _HALF else 0.0


def _epci_fit(choice: Choice, index: int) -> float:
    profile, title = choice.profiles[index], _titled(choice, index, "epci")
    named = profile.share("epci")
    if profile.share("number") > _HALF or title < _EXACT <= _titled_else(choice, index, "epci"):
        return 0.0
    return named + title if named >= _HALF or title >= _TITLED else 0.0


def _name_fit(choice: Choice, index: int) -> float:
    profile, title = choice.profiles[index], _titled(choice, index, "name")
    if not profile.filled_n:
        return 0.1 * title
    share = profile.share
    refuted = (share("number") > _HALF or share("address") > 0.3  # noqa: PLR2004
               or (title < _EXACT and _status_alone(profile) > _MOSTLY) or share("uai-like") > _HALF
               or share("date") > _HALF or share("grade") > _HALF
               or share("name alone") > _HALF)  # fmt: skip
    of_another = title < _EXACT <= _titled_else(choice, index, "name")
    if of_another and not _titled(choice, index, "scope"):
        return 0.0
    if refuted or (title < _TITLED and (share("commune") > _MOSTLY or share("school") < _TITLED)):
        # In a list of communes, what says which of their schools stands for the name.
        is_scope = share("scope") >= _HALF and {"commune", "epci"} & choice.columns.keys()
        return share("scope") if is_scope and "uai" not in choice.columns else 0.0
    other = title < _TITLED and says(choice.titles[index].own, "other")
    if other and share("school") < _CLEAR:
        return 0.0
    # Of two columns of texts the one that differs most from row to row names the schools; one that
    # only says of what sort they are ("EMPU") does where there is no other.
    named = max(0.0, share("school") - max(share("nature"), share("sector")))
    return 0.01 + title + 2 * named + 0.5 * profile.variety


def _sort_fit(column: str) -> Callable[[Choice, int], float]:
    def fit(choice: Choice, index: int) -> float:
        of_sort = choice.profiles[index].share(column)
        return of_sort if of_sort >= _CLEAR and "name" in choice.columns else 0.0

    return fit


def _status_alone(profile: Profile) -> float:
    """Give the share of statuses that aren't schools too: "toutes les écoles" reads as both."""
    return profile.share("status") - profile.share("scope") - profile.share("school")


def _solution_fit(choice: Choice, index: int) -> float:
    profile, title = choice.profiles[index], choice.titles[index]
    titled = _titled(choice, index, "solution")
    if _is_of_others(choice, title) or _is_other(title) or says(title.own, "past"):
        return 0.0
    if not profile.filled_n:
        return 0.1 * titled
    share = profile.share
    named = share("solution")
    # "Nous avons ONE depuis 2021" is an answer on the ENT, not a product's name.
    titled_product = titled >= _TITLED or says(title.own, "goods") or share("coded") > _HALF
    answers = not titled_product and share("name alone") < _HALF * named and profile.variety > _HALF
    # The address of a school's portal holds its UAI, and names the product.
    others = ("date", "prose", "commune", *(("uai",) if named < _HALF else ()))
    refuted = (share("number") > _HALF > named) or any(share(kind) > _HALF for kind in others)
    if (answers and not share("address")) or refuted:
        return 0.0
    if named >= _TITLED or share("status") - named > _HALF:
        return 2 * named + titled if named >= _TITLED else 0.0
    # Products that nobody here knows are told by a title that means nothing else.
    if titled >= _TITLED and not says(title.own, "other"):
        return titled + named if titled > _EXACT or says(title.whole, "ent") else 0.3 + named
    return 0.0


def _status_share(profile: Profile) -> float:
    """Give the share of cells that say a status; counts of classes or accounts say none."""
    counts = profile.share("number") - profile.share("mark")
    # Words beside a status that aren't understood make a doubt of the row, not another column.
    says_one = profile.share("status") + profile.share("asked") + 0.7 * profile.share("half-read")
    return 0.0 if counts > profile.share("status") else min(1.0, says_one)


def status_score(choice: Choice, index: int, rows: Sequence[Row]) -> float:
    """Score a column as the one that says whether there is an ENT; 0 refutes it."""
    profile = choice.profiles[index]
    likely = _status_likelihood(choice, index)
    if not profile.filled_n:
        return 0.1 * max(0.0, likely)
    counts = choice.counts
    if index == choice.classes:
        return 0.0
    if counts and index in {counts.part, *counts.wholes}:
        return _TITLED + likely if counts.of_classes and index == counts.part else 0.0
    year = year_of(choice.titles[index].own)
    if year and year.rest in counted_years(choice.titles, choice.profiles):
        return 0.0  # 0 and 1 in its first year, where the others count classes: no yes and no
    # "Toutes les écoles" says which schools, not that they have it.
    names = profile.share("school") - profile.share("school-status")
    refuted = likely <= -1 or profile.share("scope") + names > _HALF
    return 0.0 if refuted else _status_fit(choice, index, rows, likely)


def _status_fit(choice: Choice, index: int, rows: Sequence[Row], likely: float) -> float:
    """Score a column that may be the status by its cells, and by what stands beside them."""
    profile = choice.profiles[index]
    cells, goes_with = _status_share(profile), agreement(choice, index, rows)
    score = likely + cells + 0.6 * goes_with
    if _titled(choice, index, "status") > _EXACT and cells > _CLEAR:
        score += _HALF  # both say it plainly: no other column can say it better
    # "ENT" over words that nobody knows, or over sentences: each is asked about, none passed over.
    of_ent = likely == 1 and says(choice.titles[index].whole, "ent")
    if (of_ent and profile.share("number") <= _HALF) or (likely >= 0.8 and cells > 0.2):  # noqa: PLR2004
        return score
    if likely > -_TITLED and _decides_products(choice, index, rows):
        return 0.3 + score
    if likely >= _TITLED and _is_states(choice, index):
        return 0.2 + score  # "Étape" over the words of a trade
    if cells < _enough(likely, goes_with) or profile.share("prose") > _HALF:
        return 0.0
    return max(0.01, score)


def _status_likelihood(choice: Choice, index: int) -> float:
    """Say how surely a column's title is the status's, less where it is exactly another's."""
    title = choice.titles[index]
    likely = ent_likelihood(title)
    if _is_of_others(choice, title):
        return -1.0
    if likely >= 0 and choice.profiles[index].share("coded") > _CLEAR:
        return max(likely, 0.7)  # a legend beside says what its codes mean
    if _titled_else(choice, index, "status") <= _EXACT or likely >= 0.8:  # noqa: PLR2004
        return likely
    # Products and phases may say a status; no other column does under its own exact title.
    may_say = {"solution", "phase", "network", "programme"} & column_scores(title).keys()
    return min(likely, _TITLED) if may_say else -1.0


def _is_of_others(choice: Choice, title: Title) -> bool:
    """Tell "O/N" under "Fibre", beside the columns that stand under "ENT", and "ENT du collège"."""
    if is_of_other_schools(title):
        return True
    if not says(title.group, "other") or says(title.whole, "ent"):
        return False
    return any(says(other.group, "ent") for other in choice.titles.values())


def _decides_products(choice: Choice, index: int, rows: Sequence[Row]) -> bool:
    """Tell a column whose words decide whether a product stands beside them.

    "Adopté" may have one and "vote en octobre" never has: whatever its title and its words, such
    a column says who has an ENT. Words that aren't understood are then asked about.
    """
    solution, profile = choice.columns.get("solution"), choice.profiles[index]
    if solution is None or profile.variety > _HALF or _status_share(profile) < 0.15:  # noqa: PLR2004
        return False
    named_n: Counter[str] = Counter()
    rows_n: Counter[str] = Counter()
    for row in rows:
        if index < len(row) and not is_empty(row[index]):
            word = plain(cell_text(row[index]))
            rows_n[word] += 1
            named_n[word] += solution < len(row) and _tells(row[solution])
    total, named = rows_n.total(), named_n.total()
    if total < _ENOUGH_ROWS or not named:
        return False
    # Rows whose words never stand beside a product: how likely is it that chance made them so?
    without = sum(n for word, n in rows_n.items() if not named_n[word] and n > 1)
    return (1 - named / total) ** without < _BY_CHANCE


def _is_states(choice: Choice, index: int) -> bool:
    """Tell a column of a few states of the ENT: words met again and again, some of them known."""
    profile = choice.profiles[index]
    others = (
        "number",
        "date",
        "solution",
        "commune",
        "school",
        "uai",
        "address",
        "nature",
        "sector",
    )
    if any(profile.share(kind) > 0.2 for kind in others):  # noqa: PLR2004
        return False
    known = _status_share(profile)
    return profile.variety < _HALF and known > 0.2 and profile.filled_n > _FEW  # noqa: PLR2004


def _enough(likely: float, goes_with: float) -> float:
    """Say what share of a column's cells must say a status: the less its title does, the more."""
    if likely >= 0.7 or (likely >= 0 and goes_with > _MOSTLY):  # noqa: PLR2004 it names the ENT
        return _HALF
    return _MOSTLY if likely >= _TITLED else _CLEAR


def agreement(choice: Choice, index: int, rows: Sequence[Row]) -> float:
    """Say how a column's yes and no go with the products and dates beside it, from -1 to 1.

    Where there is an ENT the others are filled, where there is none they are empty: the share of
    those filled beside a yes less that beside a no. 0 where a column says only one of the two.
    """
    beside = [
        choice.columns[name] for name in ("solution", "start", "end") if name in choice.columns
    ]
    taken = {index, *beside, *choice.wide.columns, *choice.of_school}
    beside += [
        other
        for other, title in choice.titles.items()
        if other not in taken
        and opening_likelihood(title) >= _TITLED
        and max(_dates_share(choice.profiles[other]), choice.profiles[other].share("seconds"))
        > _HALF
    ]
    best = 0.0
    for other in beside:
        filled_n = {True: 0, False: 0}
        rows_n = {True: 0, False: 0}
        for row in rows:
            says_yes = _says_yes(choice, row, index)
            if says_yes is not None:
                rows_n[says_yes] += 1
                filled_n[says_yes] += other < len(row) and _tells(row[other])
        if all(rows_n.values()):
            gap = filled_n[True] / rows_n[True] - filled_n[False] / rows_n[False]
            best = max(best, gap, key=abs)
    return best


def _says_yes(choice: Choice, row: Row, index: int) -> bool | None:
    cell = row[index] if index < len(row) else None
    of_cell = choice.kinds.of(cell)
    return True if "yes" in of_cell else False if "no" in of_cell else None


@lru_cache(maxsize=1 << 12, typed=True)  # dates and products, the same in thousands of rows
def _tells(cell: object) -> bool:
    """Tell a cell that names something from one that is empty or says "-" or "aucun"."""
    return (
        not is_empty(cell)
        and bool(plain(cell_text(cell)))
        and solution_of(cell_text(cell))[0] != ()
    )


def _choose_operations(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    """Know a table of operations, of which the status is what they do, not their own state."""
    if {"status", *TICKS} & chosen.keys() or "uai" not in choice.columns:
        return
    titles = {index: choice.titles[index] for index in _free(choice)}
    operations = operations_of(titles, rows, codes=choice.columns["uai"])
    if operations is None:
        return
    choice.operations = operations
    column = operations.states[0] if operations.act is None else operations.act
    choice.columns["status"] = column
    taken = {column, *operations.states}
    days = [
        (day_fit(title, opening_likelihood(title), has_states=bool(operations.states)), -index)
        for index, title in titles.items()
        if index not in taken and _dates_share(choice.profiles[index]) > _HALF
    ]
    if days and "start" not in chosen:
        choice.columns["start"] = -max(days)[1]


def _choose_wide(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    """Look for series of columns, unless the user says where the status is."""
    if chosen.get("status") or choice.wide.boxes or choice.operations:
        return
    free = {index: choice.titles[index] for index in _free(choice)}
    wide = wide_columns(free, choice.profiles, rows)
    unwanted = {tick.removeprefix("status_") for tick in TICKS if chosen.get(tick) == ""}
    boxes = {index: status for index, status in wide.boxes.items() if status not in unwanted}
    choice.wide = replace(wide, boxes=boxes)


def _choose_counts(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    """Take the number of classes that have an ENT for the status, where nothing else says it."""
    if choice.wide.products:
        titles = {index: choice.titles[index] for index in _free(choice)}
        choice.classes = find_whole(choice.wide.products, titles, rows)
    if {"status"} & {*chosen, *choice.columns} or choice.wide.says_status:
        return
    free = {index: choice.titles[index] for index in _free(choice)}
    # Codes that a legend explains are no counts.
    free = {index: title for index, title in free.items()
            if choice.profiles[index].share("coded") < _CLEAR}  # fmt: skip
    choice.counts = find_shares(free, rows) or find_counts(free, rows)
    if choice.counts and choice.counts.years and choice.counts.of_classes:
        years = {year: (part,) for year, (part, _) in choice.counts.years.items()}
        choice.wide = replace(choice.wide, years=years)


def _choose_status(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    if "status" in choice.columns:
        choice.status_strength = 2.0
        return
    if "status" in chosen:
        return
    scores = [(status_score(choice, index, rows), -index) for index in _free(choice)]
    best, index = max(scores, default=(0.0, 0))
    if best <= 0 or _is_dated_instead(choice, -index) or _is_needless(choice, -index, rows):
        return
    # Series say the status by themselves; only a column that surely says it too goes with them.
    if best <= 0 or (choice.wide.says_status and ent_likelihood(choice.titles[-index]) < 0.7):  # noqa: PLR2004
        return
    index = -_latest_state(choice, -index, rows)
    choice.columns["status"] = -index
    title = max(_status_likelihood(choice, -index), _TITLED * _is_life_cycle(choice, -index))
    choice.status_strength = max(title, agreement(choice, -index, rows))


def _latest_state(choice: Choice, index: int, rows: Sequence[Row]) -> int:
    """Give of "ENT au 01/09/2022" and "ENT au 01/06/2023" the later; the column itself if alone."""
    own = year_of(choice.titles[index].own)
    if own is None or own.day is None:
        return index
    states = {other: year_of(choice.titles[other].own) for other in _free(choice)}
    alike = [
        (state.day, -other)
        for other, state in states.items()
        if state and state.day and state.rest == own.rest and status_score(choice, other, rows) > 0
    ]
    return -max(alike, default=(own.day, -index))[1]


def _turn_round(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    """Read "oui" under "N'a pas d'ENT" as none, under "ENT à déployer" as one to come.

    Words say themselves what they mean, and what stands beside yes and no says whose is the ENT:
    only bare marks take their meaning from the title.
    """
    index, boxes = choice.columns.get("status"), choice.wide.boxes
    if index is not None and "status" not in chosen and not boxes:
        _hold_to_title(choice, index, rows, chosen)
    if "status" in choice.columns or len(choice.wide.boxes) != 1 or choice.turned is not None:
        return
    [(index, status)] = choice.wide.boxes.items()
    if status not in {"none", "planned"} or not choice.profiles[index].kinds["no"]:
        return
    if status == "none" and stance_of(choice.titles[index].own) == "denied":
        choice.turned = index
    if f"status_{status}" not in chosen and agreement(choice, index, rows) > -_HALF:
        choice.contrary = index


def _hold_to_title(
    choice: Choice, index: int, rows: Sequence[Row], chosen: Mapping[str, str]
) -> None:
    """Make of a status whose title says the contrary a box of that; doubt an unclear one."""
    stance = _contrary_stance(choice, index, rows)
    if stance in {"denied", "none", "planned"}:
        del choice.columns["status"]
        box = "planned" if stance == "planned" else "none"
        if chosen.get(f"status_{box}") == "":
            return  # the user has said that no column is that one
        choice.wide = replace(choice.wide, boxes={index: box})
        choice.contrary = index
    elif stance == "unclear" and not _names_its_place(choice, index):
        # "Zone blanche ENT": only what stands beside it can tell that its "oui" is an ENT.
        confirmed = max(0.0, agreement(choice, index, rows))
        choice.status_strength = min(choice.status_strength, confirmed)


def _names_its_place(choice: Choice, index: int) -> bool:
    """Tell "ENT Bruz" and a question on having one from a title whose words change what it says."""
    title = choice.titles[index]
    if ent_likelihood(title) >= 1 or says(title.own, "in_force"):
        return True
    strange = read_cell(title.own.removesuffix("?")).unread
    communes = choice.kinds.known.communes
    return bool(strange) and all(loose_commune_key(word) in communes for word in strange)


def _contrary_stance(choice: Choice, index: int, rows: Sequence[Row]) -> str:
    """Give what a column's title makes of "oui"; "straight" where its cells are no bare marks."""
    profile, title = choice.profiles[index], choice.titles[index]
    of_marks = profile.share("mark") - profile.share("coded")  # which a legend explains
    if of_marks < _HALF or choice.operations or choice.counts:
        return "straight"
    stance = stance_of(title.own)
    if stance == "straight" and title.group:
        stance = stance_of(title.whole)
    # Products and days beside "oui" say that it is one, whatever its title says.
    return "straight" if agreement(choice, index, rows) > _HALF else stance


def _is_dated_instead(choice: Choice, index: int) -> bool:
    """Tell a step before the ENT, beside a column that says on which day it opened."""
    title = choice.titles[index]
    if ent_likelihood(title) >= _TITLED or not says(title.own, "before"):
        return False
    return any(
        says(other.whole, "ent") and opening_likelihood(other) >= _TITLED
        for other in choice.titles.values()
    )


def _is_needless(choice: Choice, index: int, rows: Sequence[Row]) -> bool:
    """Tell a column of yes and no that isn't wanted: the products say it, and it is of another."""
    solution, title = choice.columns.get("solution"), choice.titles[index]
    if agreement(choice, index, rows) > _TITLED or ent_likelihood(title) >= _TITLED:
        return False
    # An order is of a product whether it was delivered or called off.
    if _is_life_cycle(choice, index) or _decides_products(choice, index, rows):
        return False
    return solution is not None and choice.profiles[solution].share("solution") > 0.2  # noqa: PLR2004


def _is_life_cycle(choice: Choice, index: int) -> bool:
    """Tell states in words ("livré", "annulé", "à signer") from a yes and no of something else."""
    profile = choice.profiles[index]
    several = sum(bool(profile.kinds[kind]) for kind in ("yes", "planned", "no"))
    in_words = profile.share("mark") < _SOME and profile.share("status") >= _CLEAR
    return in_words and several > 1 and ent_likelihood(choice.titles[index]) >= 0


def _choose_solution_beside(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    """Take for the solution few names that stand beside yes and never beside no."""
    status = choice.columns.get("status")
    if status is None or {"solution"} & {*choice.columns, *chosen}:
        return
    for index in _free(choice):
        profile, title = choice.profiles[index], choice.titles[index].own
        if profile.variety > _HALF or says(title, "other") or says(title, "before"):
            continue
        texts = ("number", "date", "year", "mark", "status", "address", "commune", "grade")
        if any(profile.share(kind) > 0.2 for kind in texts):  # noqa: PLR2004 not names
            continue
        if _goes_with_yes(choice, index, rows) > _CLEAR:
            choice.columns["solution"] = index
            return


def _choose_dates(choice: Choice, rows: Sequence[Row], chosen: Mapping[str, str]) -> None:
    """Choose the days when an ENT opens and ends among the columns of dates."""
    if choice.operations:
        return
    _take(choice, "end", _end_fit, chosen)
    if "start" in choice.columns or "start" in chosen:
        return
    fits = [(start_fit(choice, index, rows), -index) for index in _free(choice)]
    best, index = max(fits, default=(0.0, 0))
    if best > 0:
        choice.columns["start"] = -index


def _dates_share(profile: Profile) -> float:
    both = max(profile.kinds["date"], profile.kinds["year"])
    return both / profile.filled_n if profile.filled_n else 0.0


def _end_fit(choice: Choice, index: int) -> float:
    titled = _titled(choice, index, "end")
    profile = choice.profiles[index]
    if _is_of_others(choice, choice.titles[index]):
        return 0.0
    if says(choice.titles[index].own, "due") and choice.is_board:
        return 0.0  # by when a task is to be done
    if not profile.filled_n:
        return 0.1 * titled
    return titled + _dates_share(profile) if titled and _dates_share(profile) >= _HALF else 0.0


def start_fit(choice: Choice, index: int, rows: Sequence[Row]) -> float:
    """Weigh a column of days as that of the opening: 0 where it can't be."""
    profile, title = choice.profiles[index], choice.titles[index]
    likely = -1.0 if _is_of_others(choice, title) else opening_likelihood(title)
    if likely < 0 or _titled(choice, index, "end") > likely or choice.is_board:
        # A task's own days are those of the work, but that of its end.
        done = choice.is_board and says(title.own, "task_done")
        live = choice.is_board and likely >= _TITLED and not says(title.own, "task_made")
        likely = max(0.0, likely) if done or live else -1.0
    if likely < 0:
        return 0.0
    if not profile.filled_n:
        return 0.1 * likely if likely > _EXACT else 0.0
    dates = _dates_share(profile)
    if likely >= _TITLED or says(title.whole, "ent"):
        dates = max(dates, profile.share("seconds"))
    changed = any(says(other.own, "past") for other in choice.titles.values())
    if profile.share("timestamp") > _HALF and likely < _EXACT and not (changed and likely):
        return 0.0  # the minute of an answer or of a login, but of a change from what was before
    if dates < _HALF:
        # Under an exact title, what can't be read as a date is asked about row by row.
        return 0.3 + dates if likely > _EXACT else 0.0
    goes_with = _goes_with_yes(choice, index, rows)
    if likely < _TITLED and goes_with < _HALF and not says(title.whole, "ent"):
        return 0.0
    # A day that stands beside "non" as often as beside "oui" is of something else.
    return max(0.0, likely + dates + goes_with + _pairs_with_end(choice, title))


def _pairs_with_end(choice: Choice, title: Title) -> float:
    """Tell "Début période" beside "Fin période": of two first days, the one of that end."""
    end = choice.columns.get("end")
    if end is None:
        return 0.0
    words = set(bare(title.own).split())
    shared = words & set(bare(choice.titles[end].own).split()) - _OF_ANY_DATE
    return _HALF if shared or words & _BEGINS else 0.0


def _goes_with_yes(choice: Choice, index: int, rows: Sequence[Row]) -> float:
    """Say how a column is filled beside yes and not beside no, from -1 to 1.

    Where a status isn't understood, a product beside it says yes.
    """
    solution = choice.columns.get("solution")
    column = choice.columns.get("status", solution)
    if column is None:
        return 0.0
    filled_n, rows_n = {True: 0, False: 0}, {True: 0, False: 0}
    for row in rows:
        says_yes = _says_yes(choice, row, column)
        if says_yes is None and solution is not None:
            # Words that aren't understood: a product beside them says yes, none says no.
            says_yes = solution < len(row) and _tells(row[solution])
        if says_yes is not None:
            rows_n[says_yes] += 1
            filled_n[says_yes] += index < len(row) and not is_empty(row[index])
    if not all(rows_n.values()):
        return 0.0
    return filled_n[True] / rows_n[True] - filled_n[False] / rows_n[False]


def _is_other(title: Title) -> bool:
    """Tell "Autre", "[Autre]" and "ENT_NOM_AUTRE"."""
    words = bare(answer_of(title.own)[1])
    return words in OTHERS or words.rpartition(" ")[2] in {"autre", "autres", "other", "preciser"}


def _other_fit(choice: Choice, index: int) -> float:
    """Know the column beside the products where one that isn't listed is written: "Autre"."""
    solution = choice.columns.get("solution")
    if solution is None or not 0 < index - solution <= 3:  # noqa: PLR2004 near by
        return 0.0
    return 1.0 if _is_other(choice.titles[index]) else 0.0


def _extent_fit(choice: Choice, index: int) -> float:
    """Know the column that says how much of a school has its ENT, beside one that says whether."""
    if not {"status", "solution", "start"} & choice.columns.keys() or choice.wide.says_status:
        return 0.0
    profile, title = choice.profiles[index], choice.titles[index]
    extents = profile.share("extent")
    if profile.kinds["class"] and not profile.kinds["no"] + profile.kinds["planned"]:
        # "Généralisé" and "CM seulement" beside a product: how far, and never whether.
        extents = max(extents, profile.share("yes"))
    named = choice.columns.get("uai", choice.columns.get("name"))
    if named is not None and choice.profiles[named].variety < _CLEAR and profile.share("grade"):
        return 0.0  # a row a class: the class is no extent
    # A remark that says how much of a school is held against what the row says, as any remark.
    of_another = says(title.own, "other") or _titled(choice, index, "note") > _EXACT
    if extents < _MOSTLY or not profile.filled_n or of_another:
        return 0.0
    return extents + says(title.whole, "extent")


def _title_fit(column: str) -> Callable[[Choice, int], float]:
    def fit(choice: Choice, index: int) -> float:
        titled = _titled(choice, index, column)
        profile = choice.profiles[index]
        if column == "network" and profile.share("priority") > _HALF:
            return 0.0  # networks of priority education bear the same title
        if column != "note" and says(choice.titles[index].own, "before"):
            return 0.0  # "Avis IEN" is no circonscription
        return titled if titled >= _TITLED else 0.0

    return fit


def _move_solution(choice: Choice, chosen: Mapping[str, str]) -> None:
    """Take a column that is mostly names of products for the solution: the status is implied."""
    index = choice.columns.get("status")
    if index is None or "solution" in choice.columns or choice.status_strength > 1:
        return
    if chosen.get("solution") == "":
        return
    profile = choice.profiles[index]
    # "ONE" in "oui (ONE)" says both: only a column of bare names is moved.
    if profile.share("name alone") > _HALF:
        choice.columns["solution"] = choice.columns.pop("status")


def _score(choice: Choice) -> float:
    """Say how good a reading is: its columns by weight, surer where title and cells agree."""
    score = 0.0
    for column, index in choice.columns.items():
        profile = choice.profiles[index]
        kind = {"uai": "uai", "status": "status", "name": "school", "commune": "commune",
                "solution": "solution", "start": "date"}.get(column, "")  # fmt: skip
        sure = 0.4 + 0.3 * _titled(choice, index, column) + 0.3 * profile.share(kind)
        score += sure * _WEIGHTS.get(column, _OTHER_WEIGHT)
    if choice.wide.says_status:
        score += _WEIGHTS["wide"] + 0.3 * min(4, len(choice.wide.columns))
    return score
