"""A register's column mapping, ready to paste in the project file."""

import json
from collections import Counter
from collections.abc import Mapping

from geo_ent.register.vocabulary import COLUMNS
from geo_ent.telling.language import Language
from geo_ent.text.safe import printable

_LAST_OF_FOUR = 0xFFFF  # the last character whose number TOML writes in four figures

_OF_SERIES = ("status", "solution")  # what a column a year, or a column a product, tells


def columns_toml(columns: Mapping[tuple[str, str], Mapping[str, str]], tr: Language) -> str:
    r"""Write the mapping found as the TOML table `[register.columns]`.

    Where sheets differ, all their titles are written, the commonest first: each sheet is read by
    the one that it has. Whatever the titles hold (line breaks, quotes), the text is valid TOML.

    Parameters
    ----------
    columns
        (file, sheet) → column of the contract → title as written.
    tr
        The language of the comments.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> titles = {"uai": "N° UAI\n(RNE)", "status": "ENT"}
    >>> print(columns_toml({("a.csv", ""): titles}, language("fr")), end="")
    [register.columns]
    uai = "N° UAI\n(RNE)"
    status = "ENT"
    """
    seen: dict[str, Counter[str]] = {}
    for titles in columns.values():
        for column, title in titles.items():
            # One column imposed would stand in the stead of those of a series.
            if titles.keys() & {"years", "products", "classes"} and column.startswith(_OF_SERIES):
                continue
            seen.setdefault(column, Counter())[str(title)] += 1
    lines = [
        _line(column, [title for title, _ in counts.most_common()], tr)
        for column, counts in seen.items()
        if column in COLUMNS
    ]
    return "\n".join(["[register.columns]", *lines]) + "\n"


def _line(column: str, titles: list[str], tr: Language) -> str:
    # What has no title is known by its cells, and can't be named: to be read, not to be pasted.
    named = [quoted_title(title) for title in titles if title.strip()]
    if not named:
        return f"# {column} : {tr('colonne sans titre')}"
    listed = named[0] if len(named) == 1 else f"[{', '.join(named)}]"
    return f"{column} = {listed}"


def quoted_title(title: str) -> str:
    r"""Quote a title as a basic string of TOML, which JSON's strings are nearly.

    Examples
    --------
    >>> quoted_title('N° "UAI"\n(RNE)')
    '"N° \\"UAI\\"\\n(RNE)"'
    """
    text = json.dumps(_whole(title), ensure_ascii=False)
    # What isn't seen, or turns a line round, is written as its number: TOML is for a terminal too.
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR else f"\\U{code:08x}"


def _whole(title: str) -> str:
    """Keep every character that TOML can hold: all but lone surrogates."""
    return "".join(char if not "\ud800" <= char <= "\udfff" else printable(char) for char in title)
