"""Tables that spread what they say over columns: one a school year, a product, a box to tick."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.cells.title_stance import stance_of
from geo_ent.register.layouts.cell_kinds import Profile, is_grade
from geo_ent.register.layouts.title_meaning import (
    Title,
    answer_of,
    bare,
    column_scores,
    says,
    without_endings,
    year_of,
)
from geo_ent.register.tick_columns import tick_of
from geo_ent.register.vocabulary import solution_of, status_of
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    import datetime as dt

_TWO = 2  # fewer columns are no series
_MOSTLY = 0.7  # share of the cells that must be of the kind
_NEARLY_ALL = 0.9
_EXACT = 0.9
_HALF = 0.5
_NEAR = 3  # columns from the last product within which a box may go with them
_FEW = 5  # rows that prove nothing of how boxes are ticked
OTHERS = {"autre", "autres", "autre ent", "autre solution", "autres ent", "other",
           "autre precisez", "autre preciser", "si autre", "divers"}  # fmt: skip
_NO_PRODUCT = {"vide", "aucun", "aucune", "sans", "pas d ent", "sans ent", "non", "none", "neant",
               "aucun ent", "sans objet", "blank", "rien", "non equipe", "non equipee"}  # fmt: skip
_TOTAL = ("total", "somme", "ensemble")


@dataclass(frozen=True)
class Wide:
    """The columns among which a table spreads what it says.

    Attributes
    ----------
    years
        School year (the one it begins in) -> the columns of its statuses or products.
    products
        Column -> the product that it is titled for; "" for "autre", whose cells name it.
    no_product
        The columns to tick where there is none.
    boxes
        Column -> the status that ticking it says.
    grades
        The columns to tick for each class ("CP", "CE1") that has it.
    unknown_boxes
        Columns ticked like the boxes beside them, whose titles aren't understood.
    plans
        Those of a year to come, whose "oui" is a project: "prév. 2023-2024".
    """

    years: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    products: Mapping[int, str] = field(default_factory=dict)
    no_product: tuple[int, ...] = ()
    boxes: Mapping[int, str] = field(default_factory=dict)
    grades: tuple[int, ...] = ()
    unknown_boxes: tuple[int, ...] = ()
    plans: frozenset[int] = frozenset()

    @property
    def columns(self) -> set[int]:
        """All the columns of a series."""
        of_years = (column for columns in self.years.values() for column in columns)
        boxes = {*self.no_product, *self.boxes, *self.unknown_boxes, *self.grades}
        return {*of_years, *self.products, *boxes}

    @property
    def says_status(self) -> bool:
        """Whether the series tell which schools have an ENT."""
        return bool(self.years or self.products or self.boxes or self.grades)


def wide_columns(
    titles: Mapping[int, Title], profiles: Mapping[int, Profile], rows: Sequence[Sequence[object]]
) -> Wide:
    """Find the series of columns of a table.

    Parameters
    ----------
    titles, profiles
        Of the columns that hold no school's name or code.
    rows
        The rows below the header, a sample.
    """
    years = _years(titles, profiles)
    taken = {column for columns in years.values() for column in columns}
    rest = {column: title for column, title in titles.items() if column not in taken}
    products, without = _products(rest, profiles)
    rest = {column: title for column, title in rest.items()
            if column not in products and column not in without}  # fmt: skip
    grades = _grades(rest, profiles)
    rest = {column: title for column, title in rest.items() if column not in grades}
    boxes, unknown = ({}, ()) if years else _boxes(rest, profiles, rows, alone=not grades)
    if products and not boxes:
        boxes, unknown = _beside_products(rest, products, profiles, rows)
    plans = frozenset(column for columns in years.values() for column in columns
                      if _is_planned(titles[column]))  # fmt: skip
    return Wide(years, products, without, boxes, grades, unknown, plans)


def _beside_products(
    titles: Mapping[int, Title],
    products: Mapping[int, str],
    profiles: Mapping[int, Profile],
    rows: Sequence[Sequence[object]],
) -> tuple[dict[int, str], tuple[int, ...]]:
    """Find the boxes of a project in a row of products, and those ticked where no product is."""
    boxes: dict[int, str] = {}
    unknown: list[int] = []
    for column, title in titles.items():
        near = min(products) - 1 <= column <= max(products) + _NEAR
        if not near or profiles[column].share("mark") < _NEARLY_ALL or not title.own:
            continue
        ticked = [row for row in rows if column < len(row) and _is_yes(row[column])]
        apart = not any(_is_yes(row[product]) for row in ticked for product in products
                        if product < len(row))  # fmt: skip
        if box_status(title) == "planned":
            boxes[column] = "planned"
        elif apart and len(ticked) >= _FEW and _could_be_box(title):
            unknown.append(column)
    return boxes, tuple(unknown)


def _could_be_box(title: Title) -> bool:
    known = any(likely > _EXACT for likely in column_scores(title).values())
    said = read_cell(answer_of(title.own)[1])
    is_unknown = said.status == "unknown" and said.doubt is None  # "Sans réponse"
    return not known and not is_unknown and not says(title.own, "other")


def _is_planned(title: Title) -> bool:
    """Tell the year of a forecast: "prév. 23/24", "Projet 2024"."""
    year = year_of(title.own)
    return year is not None and stance_of(year.rest) == "planned"


def _grades(titles: Mapping[int, Title], profiles: Mapping[int, Profile]) -> tuple[int, ...]:
    """Find the boxes of classes, where what stands over them is the ENT."""
    columns = [
        column
        for column, title in titles.items()
        if is_grade(_without_ent(answer_of(title.own)[1]))
        and _is_ticked(profiles[column])
        and (says(title.whole, "ent") or says(answer_of(title.own)[0], "ent"))
    ]
    return tuple(columns) if len(columns) >= _TWO else ()


def _without_ent(text: str) -> str:
    """Leave of "ENT : CP" or "CP (ENT)" the class."""
    return " ".join(word for word in plain(text).split() if not says(word, "ent"))


def _years(
    titles: Mapping[int, Title], profiles: Mapping[int, Profile]
) -> dict[int, tuple[int, ...]]:
    """Find the columns of one school year each, of the ENT and not of the pupils."""
    # Those of statuses and those of products: "ENT 21/22 (archive)" and "ENT 22/23" go together,
    # "Effectif 2022" is of neither.
    counted = counted_years(titles, profiles)
    series: defaultdict[str, dict[int, list[tuple[dt.date | None, int]]]] = defaultdict(dict)
    for column, title in titles.items():
        year, profile = year_of(title.own) or year_of(title.whole), profiles[column]
        if (
            year is None
            or year.rest in counted
            or not (_is_of_ent(year.rest, title) or _is_planned(title))
        ):
            continue
        kind = "product" if profile.share("solution") > profile.share("mark") else "status"
        same = series[kind].setdefault(year.year, [])
        # Of one year only the states of several days go together: December's, then June's.
        is_next = year.day and all(day and day != year.day for day, _ in same)
        if (not same or is_next) and _could_be_yearly(profile):
            same.append((year.day, column))
    merged: defaultdict[int, list[int]] = defaultdict(list)
    for of_kind in series.values():
        if any(profiles[column].filled_n for same in of_kind.values() for _, column in same):
            for number, same in of_kind.items():
                merged[number] += [column for _, column in sorted(same)]
    years = {year: tuple(merged[year]) for year in sorted(merged) if merged[year]}
    # Two days of one year don't tell when it opened: the later is simply the status.
    return years if len(years) >= _TWO else {}


def counted_years(titles: Mapping[int, Title], profiles: Mapping[int, Profile]) -> set[str]:
    """Give the words of the years' titles under which classes are counted, were it in one year."""
    years = {column: year_of(title.own) for column, title in titles.items()}
    return {year.rest for column, year in years.items()
            if year and profiles[column].share("number") > _HALF
            and not _could_be_yearly(profiles[column])}  # fmt: skip


def _is_of_ent(rest: str, title: Title) -> bool:
    """Tell what stands beside a year for words of the ENT, or for none: not "Effectif"."""
    if says(rest, "other") or says(rest, "before"):
        return False
    columns = column_scores(Title(rest))
    of_ent = says(title.whole, "ent") or says(rest, "in_force") or says(rest, "past")
    return not rest or of_ent or bool({"status", "solution"} & columns.keys())


def _could_be_yearly(profile: Profile) -> bool:
    if not profile.filled_n:
        return True
    counts = profile.share("number") - profile.share("mark")
    if profile.share("number") > _HALF and counts > 0:
        return False  # 0 to 7: classes are counted
    fit = sum(map(profile.share, ("status", "asked", "solution", "dash")))
    return counts <= 1 - _MOSTLY and fit >= _MOSTLY


def _products(
    titles: Mapping[int, Title], profiles: Mapping[int, Profile]
) -> tuple[dict[int, str], tuple[int, ...]]:
    """Find the columns titled for a product, and those for "none", each ticked or dated."""
    named = {
        column: names[0]
        for column, title in titles.items()
        for names in [_product(title)]
        if names and _is_ticked(profiles[column], most_texts=1 - _MOSTLY)
    }
    if len(named) < _TWO and not any(
        _product(titles[column]) and profiles[column].share("mark") >= _NEARLY_ALL
        for column in named
    ):
        return {}, ()
    first, last = _run_of_products(named, titles, profiles)
    products: dict[int, str] = dict(named)
    without: list[int] = []
    for column, title in titles.items():
        own = plain(answer_of(title.own)[1])
        if column in named or own.startswith(_TOTAL) or not first - 1 <= column <= last + 3:
            continue
        if _says_none(own) and _is_ticked(profiles[column]):
            without.append(column)
        elif own in OTHERS or (
            first <= column <= last and _is_unknown_product(title, profiles[column])
        ):
            products[column] = "" if own in OTHERS else answer_of(title.own)[1]
    return dict(sorted(products.items())), tuple(without)


def _says_none(answer: str) -> bool:
    """Tell the title to tick where there is no product: "Aucun", "Aucun produit", "N'en a pas"."""
    return answer in _NO_PRODUCT or status_of(answer) == "none"


def _run_of_products(
    named: Iterable[int], titles: Mapping[int, Title], profiles: Mapping[int, Profile]
) -> tuple[int, int]:
    """Stretch the columns of known products over those beside them that are ticked as they are."""
    first, last = min(named), max(named)
    while first - 1 in titles and _is_unknown_product(titles[first - 1], profiles[first - 1]):
        first -= 1
    while last + 1 in titles and _is_unknown_product(titles[last + 1], profiles[last + 1]):
        last += 1
    return first, last


def _product(title: Title) -> tuple[str, ...]:
    """Name the product of a title, alone or as the answer to a question on the ENT."""
    if box_status(title):
        return ()  # "ENT école" is a box, though a product may bear that name
    for text in (title.own, answer_of(title.own)[1], answer_of(title.own)[1].strip("() ")):
        names, known = solution_of(text)
        if names and known and len(names) == 1:
            return names
    return ()


def _is_ticked(profile: Profile, *, most_texts: float = 1 - _NEARLY_ALL) -> bool:
    """Tell whether cells tick a box: marks, statuses, dates, counts; not texts of their own."""
    ticks = sum(profile.kinds[kind] for kind in ("status", "asked", "dash"))
    dates = max(profile.kinds["date"], profile.kinds["year"])
    fit = max(ticks + dates, profile.kinds["number"], profile.kinds["mark"])
    return not profile.filled_n or fit >= (1 - most_texts) * profile.filled_n


def _is_unknown_product(title: Title, profile: Profile) -> bool:
    """Tell a column between those of products that is ticked as they are."""
    known = any(likely > _EXACT for likely in column_scores(title).values())
    other = known or says(title.own, "other") or says(title.own, "before") or box_status(title)
    # "Hésite" and "Sans réponse" are understood, and name nothing.
    says_more = read_cell(answer_of(title.own)[1])
    is_word = says_more.status == "unknown" and not says_more.unread
    named = bool(title.own) and not other and not is_word
    return named and profile.share("mark") >= _NEARLY_ALL


def _boxes(
    titles: Mapping[int, Title],
    profiles: Mapping[int, Profile],
    rows: Sequence[Sequence[object]],
    *,
    alone: bool = True,
) -> tuple[dict[int, str], tuple[int, ...]]:
    """Find the boxes of a status each, and those ticked beside them that say another thing."""
    ticked = {column: title for column, title in titles.items()
              if _is_box(profiles[column], title)}  # fmt: skip
    # Titles that are a status word for word go together, whatever stands above them.
    plainly = {column: status for column, title in ticked.items()
               if (status := tick_of(bare(title.own)) or tick_of(bare(title.whole)))}  # fmt: skip
    # "ENT école" alone is simply the column of the status.
    best = plainly if set(plainly.values()) - {"school"} else {}
    if not alone:
        # Beside boxes of classes one for "aucune" is enough.
        best = {column: status for column, title in ticked.items()
                if (status := box_status(title))}  # fmt: skip
    unknown: tuple[int, ...] = ()
    for question, columns in _by_question(ticked).items():
        if question and says(question, "other") and not says(question, "ent"):
            continue
        statuses = {column: status for column in columns if (status := box_status(titles[column]))}
        enough = len(set(statuses.values())) >= _TWO
        if enough and len(statuses) > len(best) and _exclusive(statuses, rows):
            best = statuses
            unknown = tuple(_unknown_boxes(columns, statuses, titles, profiles)) if question else ()
    return best, unknown or (_strange_box(best, titles, profiles, rows) if alone else ())


def _strange_box(
    boxes: Mapping[int, str],
    titles: Mapping[int, Title],
    profiles: Mapping[int, Profile],
    rows: Sequence[Sequence[object]],
) -> tuple[int, ...]:
    """Find the box at the end of a row of boxes that is ticked only where they aren't."""
    column = max(boxes, default=-1) + 1
    if len(boxes) < _TWO or column not in titles or not profiles[column].filled_n:
        return ()
    ticked = [row for row in rows if column < len(row) and _is_yes(row[column])]
    beside = any(_is_yes(row[box]) for row in ticked for box in boxes)
    strange = _is_unknown_product(titles[column], profiles[column])
    return (column,) if strange and len(ticked) >= _FEW and not beside else ()


def _by_question(ticked: Mapping[int, Title]) -> dict[str, list[int]]:
    """Group boxes by what they share: the group's title, or the words before the answer."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for column, title in ticked.items():
        groups[answer_of(title.own)[0] or title.group].append(column)
    return groups


def box_status(title: Title) -> str:
    """Name the status that a box stands for by its title; "" for any other title.

    Examples
    --------
    >>> box_status(Title("En projet")), box_status(Title("A-t-on un ENT ? [Non]")), \
box_status(Title("École"))
    ('planned', 'none', '')
    """
    answer = bare(answer_of(title.own)[1])
    # "École" under "ENT" is a box, alone it is a name.
    status = tick_of(answer) or tick_of(bare(title.whole))
    if status:
        return status
    if max(column_scores(title).values(), default=0.0) > _EXACT or says(answer, "before"):
        return ""
    if says(title.own, "other") and not says(title.own, "ent"):
        return ""
    read = status_of(without_endings(answer_of(title.own)[1]).strip("() "))
    return read if read and read != "unknown" else ""


def _is_box(profile: Profile, title: Title) -> bool:
    """Tell whether a column's cells are ticks, nearly all, or its own title written again."""
    if not profile.filled_n:
        return bool(box_status(title))
    marks = profile.kinds["mark"] + profile.kinds["asked"]
    own = profile.filled_n if profile.distinct_n == 1 and profile.kinds["status"] else 0
    several_words = " " in plain(answer_of(title.own)[1])
    if several_words and box_status(title):
        # "Beneylu" under "ENT dans certaines classes" ticks it, and names the product.
        marks = max(marks, profile.kinds["status"] + profile.kinds["asked"])
        marks += profile.kinds["solution"]
        return marks >= _HALF * profile.filled_n
    enough = _MOSTLY if several_words else _NEARLY_ALL
    return max(marks, own) >= enough * profile.filled_n


def _exclusive(statuses: Iterable[int], rows: Sequence[Sequence[object]]) -> bool:
    """Tell whether rows tick one box each, nearly all: boxes that go together say other things."""
    counts = Counter(
        sum(_is_yes(row[column]) for column in statuses if column < len(row)) for row in rows
    )
    ticked = sum(n for marks, n in counts.items() if marks)
    several = sum(n for marks, n in counts.items() if marks > 1)
    return several <= (1 - _MOSTLY) * ticked or ticked < _FEW


def _is_yes(cell: object) -> bool:
    return status_of(cell if isinstance(cell, bool) else str(cell or "")) not in {
        None,
        "none",
        "unknown",
    }


def _unknown_boxes(
    columns: Sequence[int],
    statuses: Mapping[int, str],
    titles: Mapping[int, Title],
    profiles: Mapping[int, Profile],
) -> Iterable[int]:
    for column in columns:
        own = plain(answer_of(titles[column].own)[1])
        if column not in statuses and own not in OTHERS and profiles[column].filled_n:
            yield column
