"""What an atlas' search finds: each commune and each school, as its files write it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.communes.bundled import (
    bundled_populations,
    commune_texts,
    communes_without_polygon,
)
from geo_ent.publish.atlas.search_words import bare_words, folded
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    import pandas as pd

_LONGEST = 160  # signs of a name
_in_json = json.JSONEncoder(
    ensure_ascii=False
).encode  # texts alone: a list is twelve times as slow


class Entry(NamedTuple):
    """Something to find.

    Attributes
    ----------
    text, size
        How files write it, in JSON; its bytes there, with a comma.
    words, codes
        What it is found by.
    name
        The only word of its name; "" where it has several.
    """

    text: str
    size: int
    words: frozenset[str]
    codes: tuple[str, ...]
    name: str


def commune_entries(schools: "pd.DataFrame", departements: Collection[str]) -> Iterator[Entry]:
    """Give every commune of some départements, the largest first.

    Each is written as its name, code, postcodes, number of schools and population.
    """
    homes, populations = _commune_homes(), _populations()
    counts = schools["commune_code"].value_counts().to_dict()
    postcodes: dict[str, set[str]] = defaultdict(set)
    if "postcode" in schools:
        for code, postcode in zip(schools["commune_code"], schools["postcode"], strict=True):
            postcodes[code].add(postcode)
    here = [code for code, (_, departement) in homes.items() if departement in departements]
    for code in sorted(here, key=lambda code: (-populations[code], homes[code][0], code)):
        known = sorted(postcodes[code] - {""})
        cells = [code, " ".join(known), str(counts.get(code, 0)), str(populations[code])]
        yield _entry(homes[code][0], cells, (), (code, *known))


def school_entries(schools: "pd.DataFrame") -> Iterator[Entry]:
    """Give the schools, those of the largest communes first.

    Each is written as its name, UAI, commune, postcode and the code of its département.
    """
    homes, populations = _commune_homes(), _populations()
    postcodes = schools["postcode"] if "postcode" in schools else [""] * len(schools)
    columns = (schools[name] for name in ("name", "commune_code", "departement_code"))
    rows = zip(schools.index, *columns, postcodes, strict=True)
    for uai, name, code, departement, postcode in sorted(
        rows, key=lambda row: (-populations.get(row[2], 0), row[1], row[0])
    ):
        commune, _ = homes.get(code, ("", ""))
        # A school is looked for as one, whatever its name says.
        words = (*bare_words(commune), "ecole")
        yield _entry(name, [uai, commune, postcode, departement], words, (uai,))


def _entry(name: str, cells: Sequence[str], words: Sequence[str], codes: Sequence[str]) -> Entry:
    # Names are anyone's: what turns a line round or has no place in a page isn't written. Most are
    # as they should be, which is told in a tenth of the time that it takes to make them so.
    is_fine = name.isprintable() and len(name) <= _LONGEST
    written = name if is_fine else one_line(name, width=_LONGEST)
    text, own = f"[{','.join(map(_in_json, [written, *cells]))}]", bare_words(written)
    return Entry(
        text=text,
        size=len(text.encode()) + 1,
        words=frozenset(map(folded, (*own, *words))),
        codes=tuple(folded(code.lower()) for code in codes),
        name=folded(own[0]) if len(own) == 1 else "",
    )


@cache
def _commune_homes() -> dict[str, tuple[str, str]]:
    """Give the name and the département of every commune of today, with or without a polygon."""
    texts = [commune_texts(title) for title in ("commune_code", "name", "departement_code")]
    drawn = {str(code): (str(name), str(home)) for code, name, home in zip(*texts, strict=True)}
    hidden = communes_without_polygon()
    rows = zip(hidden.index, hidden["name"], hidden["departement_code"], strict=True)
    return drawn | {code: (name, home) for code, name, home in rows}


@cache
def _populations() -> dict[str, int]:
    return {str(code): int(n) for code, n in bundled_populations().items()}
