"""The choices of the map's step: what its form shows of them, and what it changes."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from geo_ent.errors import InputError
from geo_ent.project.build_options import LANGS, SECTORS, UNITS, parse_date
from geo_ent.telling.language import Language
from geo_ent.text.numbers import half_up

FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date",),
    "as_of": ("as_of",),
    "sector": ("sector",),
    "complete": ("complete",),
    "title": ("title",),
    "contact": ("contact",),
    "url": ("url",),
    "goal": ("goal_share", "goal_by", "goal_unit"),
    "lang": ("map_lang",),
}
"""The keys of geo-ent.toml that the form changes, each with its fields."""

WAS = "was-"
"""What the name of a hidden field begins with that says what the form showed.

Two tabs may be on one work: what a tab shows of before must not undo what another one chose, so
only what is no longer as it was shown is a change.
"""

LONGEST_TITLE = 200
_PERCENT = 100
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"https?://[^\s\"'<>]+")

Faults = dict[str, str]


def form_texts(choices: Mapping[str, Any], tr: Language) -> dict[str, str]:
    """Write the choices as the fields of the form hold them.

    Parameters
    ----------
    choices
        As geo-ent.toml has them.
    tr
        The page's language, for the comma of a share.

    Returns
    -------
    dict
        Field -> text; of a box to tick, "1" or "".

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> texts = form_texts({"goal": {"share": 0.625, "years": 5}}, language("fr"))
    >>> texts["goal_share"], texts["goal_by"], texts["sector"], texts["complete"]
    ('62,5', '', 'public', '')
    """
    goal = choices.get("goal", {})
    return {
        "date": str(choices.get("date", "")),
        "as_of": str(choices.get("as_of", "")),
        "sector": choices.get("sector", SECTORS[0]),
        "complete": "1" if choices.get("complete") else "",
        **{key: choices.get(key, "") for key in ("title", "contact", "url")},
        "goal_share": _percent_text(goal.get("share"), tr),
        "goal_by": str(goal.get("by", "")),
        "goal_unit": goal.get("unit", UNITS[0]),
        "map_lang": choices.get("lang", LANGS[0]),
    }


def _percent_text(share: float | None, tr: Language) -> str:
    if share is None:
        return ""
    # All its figures, and no noise: 0.07 x 100 is 7.000000000000001.
    percent = half_up(share * _PERCENT, 6)
    return f"{percent:.6f}".rstrip("0").rstrip(".").replace(".", "," if tr.code == "fr" else ".")


def read_map_choices(
    form: Mapping[str, str], kept: Mapping[str, Any], tr: Language
) -> tuple[dict[str, Any], Faults]:
    """Read what a form changes.

    Parameters
    ----------
    form
        Field -> text, as a browser sends it; `was-…` says what a field showed.
    kept
        The choices as they are.
    tr
        The language of what is said of a field.

    Returns
    -------
    tuple
        The keys of geo-ent.toml that change (None for what is to be left out), and the faults by
        key: of these, nothing changes.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> form = {"title": "Une", "was-title": "Une", "contact": "dane@", "was-contact": "",
    ...         "date": "30/06/2023", "was-date": ""}
    >>> changes, faults = read_map_choices(form, {}, language("fr"))
    >>> changes, list(faults)
    ({'date': datetime.date(2023, 6, 30)}, ['contact'])
    """
    faults: Faults = {}
    changes: dict[str, Any] = {}
    for key, fields in FIELDS.items():
        if any(_is_changed(form, field) for field in fields):
            try:
                changes[key] = _value(key, form, kept, tr)
            except InputError as fault:
                faults[key] = str(fault)
    return changes, faults


def _is_changed(form: Mapping[str, str], field: str) -> bool:
    was = form.get(f"{WAS}{field}")
    # A box that isn't ticked isn't sent: what it was tells that it was on the form.
    return field in form if was is None else form.get(field, "") != was


def _value(key: str, form: Mapping[str, str], kept: Mapping[str, Any], tr: Language) -> object:
    """Read the text of a field; None where it is empty, or is what goes without saying.

    Raises
    ------
    InputError
        If it isn't what is expected.
    """
    if key == "goal":
        return _goal(form, kept.get("goal", {}), tr)
    text = form.get(FIELDS[key][0], "").strip()
    return _READERS[key](text, tr)


def _date(text: str, tr: Language) -> dt.date | None:
    try:
        return parse_date(text) if text else None
    except InputError:
        raise InputError(tr("On attend une date comme 30/06/2023.")) from None


def _title(text: str, _tr: Language) -> str | None:
    return " ".join(text.splitlines())[:LONGEST_TITLE] or None


def _contact(text: str, tr: Language) -> str | None:
    if text and not _EMAIL.fullmatch(text):
        raise InputError(tr("On attend une adresse comme dane@ac-rennes.fr."))
    return text or None


def _url(text: str, tr: Language) -> str | None:
    if text and not _URL.fullmatch(text):
        raise InputError(tr("On attend une adresse qui commence par https://."))
    return text or None


def _other(text: str, known: tuple[str, ...]) -> str | None:
    """Give one of some values; None for the first, which goes without saying."""
    return text if text in known[1:] else None


_READERS: Mapping[str, Callable[[str, Language], object]] = {
    "date": _date,
    "as_of": _date,
    "sector": lambda text, _tr: _other(text, SECTORS),
    "complete": lambda text, _tr: True if text else None,
    "title": _title,
    "contact": _contact,
    "url": _url,
    "lang": lambda text, _tr: _other(text, LANGS),
}


def _goal(form: Mapping[str, str], kept: Mapping[str, Any], tr: Language) -> dict[str, Any] | None:
    """Read the goal; a part of it that didn't change stays as it is kept."""
    texts = form_texts({"goal": kept} if kept else {}, tr)
    for field in FIELDS["goal"]:
        if _is_changed(form, field):
            texts[field] = form.get(field, "").strip()
    share, by = texts["goal_share"].replace("%", "").replace(",", ".").strip(), texts["goal_by"]
    if not share and not by:
        return None
    # A term in years is of a file written by hand: it stays as long as no date is given.
    term = {"by": _date(by, tr)} if by else {"years": kept["years"]} if "years" in kept else {}
    percent = _number(share)
    if not 0 < percent <= _PERCENT or not term:
        raise InputError(tr("On attend une part comme 80 (en %) et une date comme 01/09/2028."))
    unit = _other(texts["goal_unit"], UNITS)
    return {"share": half_up(percent / _PERCENT, 8), **term, **({"unit": unit} if unit else {})}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
