"""Programmes as the national page tells them: places, each with what was known at each date.

A project is a group of rows of one programme, at one level, for the same codes and date. The
groups of one place, in time, are its states: what a later one doesn't say again (solution,
carrier, unit, rate) is carried on from the one before. A place of which no solution is told has
that of its programme's largest place.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from geo_ent.programmes.published_figures import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd

CONTEXT = "france"
"""The level of what tells the national frame: it is no programme and has no place on the map."""

NO_SOLUTION = ""
"""The solution of a state that no source tells it of."""

# From the largest: the first place of a programme is the one that the others take a solution from.
_SIZES = ("france", "region", "academie", "departement", "arrondissement", "epci",
          "circonscription", "secteur_college", "commune")  # fmt: skip
_SHARE = "coverage_share"
_COUNTED = ("classes", "pupils")  # what shares are of, by the beginning of their measure

Row = dict[str, str]
_T = TypeVar("_T")
_K = TypeVar("_K")


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure; `source` is its place in `Projects.sources`."""

    subject: str
    printed: str
    remark: str
    source: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A published share, as printed, and when it was true.

    `of` is what it is a share of: "schools", "classes" or "pupils".
    """

    printed: str
    of: str
    subject: str
    date: str


@dataclass(frozen=True, slots=True)
class State:
    """What was known of a place at a date.

    `solutions` names at least one, `NO_SOLUTION` where none is told; `units` are codes, as the
    table writes them.
    """

    date: str
    solutions: tuple[str, ...]
    carrier: str
    kind: str
    units: tuple[str, ...]
    rate: Rate | None
    figures: tuple[Figure, ...]

    @property
    def year(self) -> int:
        """The year of the date."""
        return int(self.date[:4])


@dataclass(frozen=True, slots=True)
class Place:
    """A territory of a programme, by its codes, and its states, the oldest first."""

    programme: str
    name: str
    level: str
    codes: tuple[str, ...]
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: its places, the largest first."""

    id: str
    name: str
    places: tuple[Place, ...]

    @property
    def context(self) -> bool:
        """Whether it only tells the national frame."""
        return all(place.level == CONTEXT for place in self.places)


@dataclass(frozen=True, slots=True)
class Projects:
    """All programmes, by the date they are first known; solutions as they first appear.

    `sources` are title, publisher and date; `rows` the table's, the oldest first.
    """

    programmes: tuple[Programme, ...]
    solutions: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of all programmes, in their order."""
        return tuple(place for programme in self.programmes for place in programme.places)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of which something is known; 0 and 0 of none."""
        years = [int(row["date"][:4]) for row in self.rows]
        return (min(years), max(years)) if years else (0, 0)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of carriers, "" where one is not known."""
        return once(state.kind for _, state in _ordered_states(self.programmes))


def projects_of(programmes: "pd.DataFrame") -> Projects:
    """Group the rows of programmes into places and their states.

    Parameters
    ----------
    programmes
        As `read_programmes` gives them: one row a published figure.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"programme": "a", "name": "A", "place": "Nord", "level": "departement"}
    >>> rows = [row | {"codes": "59", "date": "2014", "solution": "ONE"},
    ...         row | {"codes": "59", "date": "2016-09", "figure": "n"}]
    >>> place = projects_of(pd.DataFrame(rows)).programmes[0].places[0]
    >>> [state.solutions for state in place.states]
    [('ONE',), ('ONE',)]
    """
    rows = sorted(_rows(programmes), key=lambda row: row["date"])
    sources = once((row["title"], row["publisher"], row["source_date"]) for row in rows)
    own_rows = _grouped(rows, lambda row: row["programme"])
    known = tuple(_programme(own, sources) for own in own_rows.values())
    return Projects(known, _solutions_of(known), sources, tuple(rows))


def _rows(programmes: "pd.DataFrame") -> "list[Row]":
    """Give the rows as texts, "" for what is missing."""
    # `reindex` adds the columns that a table of one's own leaves out; `where` on objects, since no
    # text may be put in a column of numbers.
    filled = programmes.reindex(columns=list(COLUMNS))
    texts = filled.astype(object).where(filled.notna(), "")
    return [
        {str(name): str(cell).strip() for name, cell in row.items()}
        for row in texts.to_dict("records")
    ]


def once(words: "Iterable[_T]") -> "tuple[_T, ...]":
    """Keep the first of what is equal, in the order given."""
    return tuple(dict.fromkeys(words))


def named_in(cell: str) -> tuple[str, ...]:
    """List the solutions that a cell names: "ONE + Beneylu School" is two at once."""
    return tuple(filter(None, map(str.strip, cell.split("+"))))


def _grouped(rows: "Iterable[Row]", key: "Callable[[Row], _K]") -> "dict[_K, list[Row]]":
    """Share rows out by a key, both in the order that they come in."""
    groups: dict[_K, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _programme(rows: "Sequence[Row]", sources: "Sequence[tuple[str, str, str]]") -> Programme:
    # "54 55" and "55 54" are one territory, whoever typed them.
    of_places = _grouped(rows, lambda row: (row["level"], *sorted(row["codes"].split())))
    places = sorted(
        (_place(own, sources) for own in of_places.values()),
        key=lambda place: _SIZES.index(place.level) if place.level in _SIZES else len(_SIZES),
    )
    first = rows[0]
    filled = (places[0], *(_filled(place, places[0]) for place in places[1:]))
    # The name in the first row: a table that `read_programmes` read has one for each programme.
    return Programme(first["programme"], first["name"] or first["programme"], filled)


def _filled(place: Place, largest: Place) -> Place:
    """Give states without a solution the one that the programme's largest place then had."""
    states = tuple(
        replace(state, solutions=_then(largest, state.date))
        if state.solutions == (NO_SOLUTION,)
        else state
        for state in place.states
    )
    return replace(place, states=states)


def _then(place: Place, date: str) -> tuple[str, ...]:
    # Of its day, not the last one: in 2016 a city had what its académie had in 2016. Dates of any
    # precision are compared as texts ("2015" is before "2015-06").
    known = [state.solutions for state in place.states if state.date <= date]
    return known[-1] if known else (NO_SOLUTION,)


def _place(rows: "Sequence[Row]", sources: "Sequence[tuple[str, str, str]]") -> Place:
    states: list[State] = []
    for dated in _grouped(rows, lambda row: row["date"]).values():  # rows come in order of date
        states.append(_state(dated, sources, states[-1] if states else _NOTHING))
    first = rows[0]
    return Place(
        first["programme"],
        first["place"] or first["name"],
        first["level"],
        tuple(first["codes"].split()),
        tuple(states),
    )


_NOTHING = State("", (NO_SOLUTION,), "", "", (), None, ())
"""What is known of a place before anything is."""


def _state(
    rows: "Sequence[Row]", sources: "Sequence[tuple[str, str, str]]", before: State
) -> State:
    # An article seldom says again what an earlier one did. What it leaves out is carried on: a map
    # that forgot a solution each time a newer figure came would be emptier than what is known.
    solutions = once(name for row in rows for name in named_in(row["solution"]))
    carriers, kinds, units = (
        once(row[column] for row in rows if row[column])
        for column in ("carrier", "carrier_kind", "unit")
    )
    return State(
        date=rows[0]["date"],
        solutions=solutions or before.solutions,
        carrier=", ".join(carriers) or before.carrier,
        kind=kinds[0] if kinds else before.kind,  # one: a filter of the page has one for a place
        units=units or before.units,
        rate=_rate(rows) or before.rate,
        figures=tuple(_figure(row, sources) for row in rows if row["subject"] or row["printed"]),
    )


def _figure(row: Row, sources: "Sequence[tuple[str, str, str]]") -> Figure:
    # By its place in the list: on the page dozens of figures have one source.
    source = sources.index((row["title"], row["publisher"], row["source_date"]))
    return Figure(row["subject"], row["printed"], row["remark"], source)


def _rate(rows: "Sequence[Row]") -> Rate | None:
    """Find the share of coverage among figures: that of schools first, as they are listed."""
    shares = [row for row in rows if _is_share(row)]
    shares.sort(key=lambda row: not row["measure"].startswith(_SHARE))
    if not shares:
        return None
    best = shares[0]
    name = best["measure"].partition("@")[0] or best["figure"]
    of = name.removesuffix(f"_{_SHARE}")
    return Rate(best["printed"], of if of in _COUNTED else "schools", best["subject"], best["date"])


def _is_share(row: Row) -> bool:
    # By the measure, else by the figure's own name, since a table of one's own needs no `measure`.
    # A share that is a goal, or of a budget, has another name.
    names = row["measure"].partition("@")[0], row["figure"]
    return "%" in row["printed"] and any(name.endswith(_SHARE) for name in names)


def _solutions_of(programmes: "Iterable[Programme]") -> tuple[str, ...]:
    """List the solutions as they first appear in time, what isn't told last."""
    # Of one date, in the order of the programmes: colours and shapes are dealt in this order, so it
    # may depend on the table alone.
    dated = sorted(
        (state.date, order, solution)
        for order, state in _ordered_states(programmes)
        for solution in state.solutions
    )
    names = once(solution for _, _, solution in dated)
    named = tuple(name for name in names if name != NO_SOLUTION)
    return (*named, NO_SOLUTION) if len(named) < len(names) else named


def _ordered_states(programmes: "Iterable[Programme]") -> "Iterator[tuple[int, State]]":
    """Give the states of all places, with their programme's rank, but for the national frame's."""
    for order, programme in enumerate(programmes):
        if not programme.context:
            for place in programme.places:
                yield from ((order, state) for state in place.states)
