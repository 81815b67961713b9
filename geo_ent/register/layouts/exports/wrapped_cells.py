"""What a tool wraps a value in: a lookup's number, flags in JSON, seconds since 1970."""

import datetime as dt
import json
import re

from geo_ent.register.layouts.title_meaning import says
from geo_ent.tables.cells import cell_text

# "1;#Équipée": the number of the choice in its own list, then what was chosen.
_LOOKUP = re.compile(r"^\d+;#(?P<chosen>[^#]*)(?P<others>(?:;#\d+;#[^#]*)*)$")
_NUMBER = re.compile(r";#\d+;#")
_SECONDS = range(946_684_800, 2_524_608_000)  # of the years 2000 to 2049
_MILLISECONDS = 1000


def unwrapped(cell: object) -> object:
    """Give what a tool's cell stands for; any other cell as it is.

    Examples
    --------
    >>> unwrapped("4;#Aucun équipement"), unwrapped('{"ent": true, "cantine": false}')
    ('Aucun équipement', True)
    >>> unwrapped("oui")
    'oui'
    """
    if not isinstance(cell, str) or not ("#" in cell or cell.startswith("{")):
        return cell
    lookup = _LOOKUP.match(cell.strip())
    if lookup:
        others = [part for part in _NUMBER.split(lookup["others"]) if part]
        return " + ".join([lookup["chosen"].strip(), *others])
    return _flag(cell) if cell.startswith("{") else cell


def _flag(cell: str) -> object:
    """Give the flag of the ENT among those of an object; the cell itself where it has none."""
    try:
        flags = json.loads(cell)
    except ValueError:
        return cell
    ours = [value for key, value in flags.items() if says(key, "ent")]
    one = ours[0] if len(ours) == 1 else None
    return one if isinstance(one, bool | str | int | float) else cell


def day_of_seconds(cell: object) -> dt.date | None:
    """Give the day of a count of seconds, or of thousandths, since 1970; None for any other cell.

    It is a date only where a title says so: a record's number is as long.

    Examples
    --------
    >>> day_of_seconds("1609495200"), day_of_seconds(1609495200000.0), day_of_seconds("299552189")
    (datetime.date(2021, 1, 1), datetime.date(2021, 1, 1), None)
    """
    text = cell_text(cell)
    if not text.isdecimal() or isinstance(cell, bool):
        return None
    seconds = int(text)
    if seconds not in _SECONDS:
        seconds //= _MILLISECONDS
    if seconds not in _SECONDS:
        return None
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date()
