"""Days counted from 1904, as on an old Mac, where nothing says that a figure is a date."""

import datetime as dt
from collections.abc import Iterator

from geo_ent.tables.formats.raw_sheet import RawSheet, column_letters
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

_FIRST_DAY = dt.date(1904, 1, 1)
_LIKELY = range((dt.date(1990, 1, 1) - _FIRST_DAY).days, (dt.date(2040, 1, 1) - _FIRST_DAY).days)
_TITLES_WITHIN = 60  # rows in which a column's title is looked for
# Words of the titles of dates: "Mise en service", "Ouvert le", "Début d'abonnement".
_DATE_WORDS = {
    *("date", "dates", "depuis", "debut", "fin", "le", "du", "au", "jour", "rentree", "echeance"),
    *("ouverture", "service", "signature", "livraison", "lancement", "activation", "deploiement"),
    *("installation", "creation", "start", "since", "from", "end"),
}


def date_serials(sheet: RawSheet) -> None:
    """Make dates of the figures that can only be days, in a sheet that counts from 1904.

    A figure of a column that has dates, or a title of dates, is a day; elsewhere it may as well
    be a postcode: it stays, and a note "calendar-1904" names these `columns`.

    Examples
    --------
    >>> sheet = RawSheet("", [["Date"], [42248.0]])
    >>> date_serials(sheet)
    >>> sheet.rows[1]
    [datetime.date(2019, 9, 2)]
    """
    dated = set(_dated_columns(sheet.rows))
    serials: dict[int, list[int]] = {}
    for index, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, float | int) and cell in _LIKELY:
                serials.setdefault(column, []).append(index)
    for column in serials.keys() & dated:
        for index in serials[column]:
            days = int(str(sheet.rows[index][column]).removesuffix(".0"))
            sheet.rows[index][column] = _FIRST_DAY + dt.timedelta(days=days)
    doubtful = [column_letters(column) for column in sorted(serials.keys() - dated)]
    if doubtful:
        sheet.notes.append(Note("calendar-1904", columns=tuple(doubtful)))


def _dated_columns(rows: list[list[object]]) -> Iterator[int]:
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if index < _TITLES_WITHIN and _DATE_WORDS & set(plain(cell).split()):
                    yield column
            elif isinstance(cell, dt.date):
                yield column
