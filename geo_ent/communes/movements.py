"""Events on the communes, as INSEE lists them: codes younger than the bundled communes.

The bundled history (`geo_ent.communes.codes_to_today`) knows every code up to the COG 2026. A table
of a later year may hold codes that didn't exist then; INSEE's list of that year says what each was
made of.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.communes.codes_to_today import clean_codes
from geo_ent.errors import InputError
from geo_ent.tables.columns import pick_columns
from geo_ent.tables.files import read_rows
from geo_ent.text.safe import quoted

if TYPE_CHECKING:
    import pandas as pd

_WHAT = "la liste des événements sur les communes de l’INSEE (v_mvt_commune_2027.csv)"
_NEEDED = ("mod", "date_eff", "typecom_av", "com_av", "typecom_ap", "com_ap")
_COMMUNE = "COM"  # not a commune déléguée, associée, nor an arrondissement
_PARTED = {"20", "21"}  # made, or made again, of a part of another; else the same land
_NEVER = "9999"  # as a text, after every ISO day


@dataclass(frozen=True)
class Event:
    """A commune that has had another code from a day on.

    Attributes
    ----------
    day
        First day on which the event holds, ISO.
    mod
        INSEE's code of the kind of event.
    before, after
        The commune's codes.
    name
        The commune's name from then on.
    """

    day: str
    mod: str
    before: str
    after: str
    name: str


@dataclass(frozen=True)
class Origin:
    """Where a young code comes from.

    Attributes
    ----------
    code
        The known commune that has its land.
    name
        The young commune's own name.
    day
        The first day of the young code, ISO.
    how
        "renumbered" (the same land) or "restored" (a part of it), as in
        `geo_ent.communes.codes_to_today.HOW`.
    guess
        Whether several known communes went into it, of which this is the first.
    """

    code: str
    name: str
    day: str
    how: str
    guess: bool


def read_movements(path: str | Path) -> list[Event]:
    """Read INSEE's events in which a commune's code changes, in the order of their days.

    Parameters
    ----------
    path
        ``v_mvt_commune_2027.csv``, of any year.

    Raises
    ------
    InputError
        If the file isn't this one, or has no event.
    """
    titles = (*_NEEDED, "libelle_ap")
    rows, aliases = (
        read_rows(path, wanted=titles.__contains__),
        {title: [title] for title in titles},
    )
    rows = pick_columns(rows, aliases, needed=_NEEDED, where=str(path), expected=_WHAT, form="")
    rows = rows.assign(
        com_av=clean_codes(rows["com_av"])[0],
        com_ap=clean_codes(rows["com_ap"])[0],
        date_eff=_days(rows["date_eff"], str(path)),
    )
    # INSEE lists new names, and what became of communes déléguées, too: here a code is all.
    moved = (rows["com_av"] != rows["com_ap"]) & (rows["typecom_ap"] == _COMMUNE)
    kept = rows[moved & (rows["typecom_av"] == _COMMUNE)].sort_values("date_eff", kind="stable")
    if kept.empty:
        msg = f"{path} : aucun changement de code de commune ; on attend {_WHAT}."
        raise InputError(msg)
    columns = kept[["date_eff", "mod", "com_av", "com_ap", "libelle_ap"]]
    return [Event(*cells) for cells in columns.itertuples(index=False, name=None)]


def _days(written: "pd.Series[str]", where: str) -> "pd.Series[str]":
    """Read ISO days, and those that a French spreadsheet has rewritten (01/01/2027).

    Raises
    ------
    InputError
        If a cell is none: its row is named.
    """
    days = written.str.replace(r"^(\d\d)/(\d\d)/(\d{4})$", r"\3-\2-\1", regex=True)
    wrong = written[~days.map(_is_day).astype(bool)]
    if len(wrong):
        msg = (
            f"{where} : ligne {wrong.index[0]}, DATE_EFF {quoted(wrong.iloc[0])} ; on attend un "
            "jour comme 2027-01-01."
        )
        raise InputError(msg)
    return days


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def origins(
    codes: Iterable[str], events: Collection[Event], known: Collection[str]
) -> dict[str, Origin]:
    """Find which known commune each young code comes from; those of no event are left out.

    Parameters
    ----------
    codes
        Codes that aren't known.
    events
        As `read_movements` gives them.
    known
        The codes of the communes that are known.

    Examples
    --------
    >>> events = [Event("2027-01-01", "21", "35238", "35999", "Rennes-sur-Vilaine")]
    >>> origins(["35999", "99999"], events, {"35238"})["35999"].code
    '35238'
    """
    origin_of = {code: _origin(code, events, known) for code in dict.fromkeys(codes)}
    return {code: origin for code, origin in origin_of.items() if origin}


def _origin(code: str, events: Collection[Event], known: Collection[str]) -> Origin | None:
    """Go back from event to event until a known code; each step is earlier than the one after."""
    steps: list[Event] = []
    guess, current, until = False, code, _NEVER
    while current not in known:
        made_of = [event for event in events if event.after == current and event.day < until]
        if not made_of:
            return None
        # The last event before: a code may have been given, taken away and given again.
        until = made_of[-1].day
        parts = [event for event in made_of if event.day == until]
        steps.append(next((event for event in parts if event.before in known), parts[0]))
        guess, current = guess or len(parts) > 1, steps[-1].before
    if not steps:
        return None
    how = "restored" if any(step.mod in _PARTED for step in steps) else "renumbered"
    return Origin(current, steps[0].name, steps[0].day, how, guess)
