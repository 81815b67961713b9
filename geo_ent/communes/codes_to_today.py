"""The commune code and its history: codes of any vintage brought to the communes of today.

Today is the COG 2026. A code that is a commune's today is never moved by its code alone: two
communes may have exchanged codes (27058 and 27676), or one have taken back its own. Where a commune
was split, its former code says too little: a point decides, else it stays with the seat, and that
is told to be a guess.
"""

import csv
import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import shapely

from geo_ent.communes.bundled import (
    commune_texts,
    commune_zones,
    communes_without_polygon,
    read_communes,
)
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt

HOW = (
    "unchanged",
    "merged",
    "renumbered",
    "split",
    "arrondissement",
    "city",
    "delegated",
    "restored",
    "overseas",
    "unknown",
)
"""What may become of a code, the usual first; `telling.recode_words` has the words."""

_DRESS = " ='\"’“”«»"  # ="01004" is how people have a spreadsheet keep a zero
_CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_DECIMALS = re.compile(r"[.,]0+$")
# INSEE numbers countries so by continent, for people born there; 99000 and 99999 fill a blank.
_ABROAD = re.compile(r"99[1-5]")
_OLDEST_VINTAGE = 2015  # of the school files promised to be understood; older splits are settled
# Of Mayotte until 2011: which commune had which number isn't bundled.
_OLD_MAYOTTE = "985"
COLLECTIVITIES = MappingProxyType(
    {
        "975": "Saint-Pierre-et-Miquelon",
        "977": "Saint-Barthélemy",
        "978": "Saint-Martin",
        "984": "Terres australes et antarctiques françaises",
        "986": "Wallis-et-Futuna",
        "987": "Polynésie française",
        "988": "Nouvelle-Calédonie",
        "989": "La Passion-Clipperton",
    }
)
"""By number, as départements have one; no commune of theirs is bundled, but their schools are in
the annuaire."""

# Communes of Guadeloupe until 2007, which files of all years still call so.
_LEFT_GUADELOUPE = MappingProxyType({"97123": "97701", "97127": "97801"})


def clean_codes(codes: "pd.Series[str]") -> "tuple[pd.Series[str], pd.Series[bool]]":
    """Undress commune codes of what people and spreadsheets make of them.

    Returns
    -------
    codes, repaired
        Codes of five characters (01004, 2A004), what cannot be one as it is written, "" for
        missing; whether a code had to be mended (white space at its ends is not counted).

    Examples
    --------
    >>> import pandas as pd
    >>> written = pd.Series(["35238", " 1004", "2a004", '="01004"', 1004.0, "Rennes", None])
    >>> codes, repaired = clean_codes(written)
    >>> codes.tolist()
    ['35238', '01004', '2A004', '01004', '01004', 'Rennes', '']
    >>> repaired.tolist()
    [False, True, True, True, True, False, False]
    """
    # Each text once: a national file has fifty thousand rows and far fewer codes.
    texts = _texts(codes)
    known = {text: _undressed(text) for text in dict.fromkeys(texts)}
    cleaned = [known[text] for text in texts]
    repaired = [code != text for code, text in zip(cleaned, texts, strict=True)]
    return (
        pd.Series(cleaned, index=codes.index, dtype=str, name=codes.name),
        pd.Series(repaired, index=codes.index, dtype=bool),
    )


def _texts(codes: "pd.Series[str]") -> list[str]:
    """Write each cell as a trimmed text, numbers without decimals, "" for missing."""
    missing = codes.isna().tolist()
    return [
        "" if none else (str(int(cell)) if _is_whole(cell) else str(cell)).strip()
        for cell, none in zip(_listed(codes), missing, strict=True)
    ]


def _listed(texts: "pd.Series[str]") -> list[str]:
    """Take the texts out of a column, which is many times quicker than to go through it."""
    values: list[str] = texts.to_numpy(dtype=object).tolist()
    return values


def _is_whole(cell: object) -> bool:
    return isinstance(cell, float) and cell.is_integer()


def _undressed(text: str) -> str:
    if _CODE.fullmatch(text):
        return text
    bare = "".join(text.split()).strip(_DRESS).upper()
    bare = _DECIMALS.sub("", bare).strip(_DRESS)
    # One zero and no more: three figures may be a département's, and are left to be told.
    bare = f"0{bare}" if re.fullmatch(r"[0-9]{4}", bare) else bare
    return bare if _CODE.fullmatch(bare) else text


def move_codes(
    codes: "pd.Series[str]",
    *,
    points: "gpd.GeoSeries | None" = None,
    outlines: "gpd.GeoSeries | None" = None,
    names: bool = True,
) -> "pd.DataFrame":
    """Bring commune codes of any vintage since 1943 to the communes of 2026.

    Parameters
    ----------
    codes
        As they are written: `clean_codes` is applied first.
    points
        Where each row is (EPSG:4326 or with its CRS), on the codes' index or a part of it; needed
        only for communes that were split. Polygons are read for those alone.
    outlines
        By commune code, those to take before the bundled ones.
    names
        Whether to give `commune_name` too; without, some 30 ms are saved.

    Returns
    -------
    DataFrame
        On the codes' index: `commune_code` and `commune_name` of today ("" for unknown and for a
        collectivité d'outre-mer), `how` (one of `HOW`) and `guess`: True where the commune was
        split since 2015 and no point decided, so that the code was left to the seat.

    Examples
    --------
    >>> import pandas as pd
    >>> codes = pd.Series(["35238", "75112", "75100", "49144", "20004", "85084", "97123", "99999"])
    >>> move_codes(codes).values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['35238', 'Rennes', 'unchanged', False],
     ['75056', 'Paris', 'arrondissement', False],
     ['75056', 'Paris', 'city', False],
     ['44180', "Vallons-de-l'Erdre", 'merged', False],
     ['2A004', 'Ajaccio', 'renumbered', False],
     ['85084', 'Essarts-en-Bocage', 'split', True],
     ['', '', 'overseas', False],
     ['', '', 'unknown', False]]
    """
    written, _ = clean_codes(codes)
    texts = _listed(written)
    fates = _fates(set(texts))
    rows, columns = [fates[code] for code in texts], ["commune_code", "how"]
    frame = pd.DataFrame(rows, index=codes.index, columns=columns, dtype=str)
    frame["guess"] = frame["how"] == "split"
    if points is not None:
        _let_points_decide(frame, written, points, outlines)
    if names:
        known = commune_names()
        named = [known.get(code, "") for code in _listed(frame["commune_code"])]
        frame.insert(1, "commune_name", pd.Series(named, index=frame.index, dtype=str))
    return frame


def _fates(codes: set[str]) -> dict[str, tuple[str, str]]:
    """Say for each code which commune has it today, and how; the history is read if it must be."""
    # A code alive today is never moved, nor its history read, which most files don't need.
    alive, marked = commune_codes(), _restored().keys() | _doubtful()
    fates = {code: (code, "unchanged") for code in codes if code in alive and code not in marked}
    for code in codes - fates.keys():
        if code in alive:
            fates[code] = (code, "split" if code in _doubtful() else "restored")
        elif code in city_codes():
            fates[code] = (city_codes()[code], "city")
        else:
            none = ("", "overseas" if collectivity(code) else "unknown")
            fates[code] = _history().get(code, none)
    return fates


@cache
def city_codes() -> dict[str, str]:
    """Give the codes of Paris, Lyon and Marseille that tell no arrondissement, with the city's.

    They are in no list of INSEE's, but in files: the number before the first arrondissement's.

    Examples
    --------
    >>> city_codes()
    {'13200': '13055', '69380': '69123', '75100': '75056'}
    """
    firsts: dict[str, str] = {}
    for code, (city, how) in sorted(_history().items()):
        if how == "arrondissement":
            firsts.setdefault(city, code)
    return {f"{int(first) - 1:05d}": city for city, first in firsts.items()}


class Collectivity(NamedTuple):
    """A collectivité d'outre-mer: a code of its own or of a commune of it, today, and its name."""

    code: str
    name: str


def collectivity(code: str) -> Collectivity | None:
    """Tell the collectivité d'outre-mer that a (clean) code is of, None for any other code.

    Examples
    --------
    >>> collectivity("97123")
    Collectivity(code='97701', name='Saint-Barthélemy')
    >>> collectivity("98818").name, collectivity("97105")
    ('Nouvelle-Calédonie', None)
    """
    today = _LEFT_GUADELOUPE.get(code, code)
    name = COLLECTIVITIES.get(today[:3]) if _CODE.fullmatch(today) else None
    return Collectivity(today, name) if name else None


@cache
def split_codes() -> frozenset[str]:
    """Give the codes of today that said more since 2014: part of their commune has left it.

    Examples
    --------
    >>> sorted(split_codes())
    ['14712', '15141', '55298', '60054', '76108', '76676', '85084']
    """
    return frozenset(seat for seat, _ in _restored().values()) - {""}


@cache
def _doubtful() -> frozenset[str]:
    """Give the split codes whose meaning has changed within the vintages that files come in."""
    return frozenset(
        seat for seat, since in _restored().values() if seat and since > _OLDEST_VINTAGE
    )


def _let_points_decide(
    frame: "pd.DataFrame",
    codes: "pd.Series[str]",
    points: "gpd.GeoSeries",
    outlines: "gpd.GeoSeries | None",
) -> None:
    """Give the rows of split communes to the one that their point lies in."""
    # Splits only: points are off by a street, and a merger leaves nothing for them to decide.
    doubtful = (frame["guess"] | codes.isin(split_codes())).to_numpy().nonzero()[0]
    if not len(doubtful):
        return
    places = _on_index(points, codes.index)[doubtful]
    written = codes.to_numpy()[doubtful]
    heirs = {code: _heirs(code) for code in set(written)}
    shapes = _polygons({heir for group in heirs.values() for heir in group}, outlines)
    columns = {name: frame[name].tolist() for name in ("commune_code", "how", "guess")}
    for position, code, place in zip(doubtful, written, places, strict=True):
        heir = _heir_at(place, heirs[code], shapes)
        if heir:
            columns["commune_code"][position] = heir
            columns["how"][position] = "unchanged" if heir == code else "split"
            columns["guess"][position] = False
    for name, values in columns.items():
        frame[name] = values


def _on_index(points: "gpd.GeoSeries", index: "pd.Index[str]") -> "npt.NDArray[np.object_]":
    known = points if points.crs is None else points.to_crs(4326)
    aligned = known if known.index.equals(index) else known.reindex(index)
    places: npt.NDArray[np.object_] = aligned.to_numpy()
    return places


def _heir_at(place: object, heirs: tuple[str, ...], shapes: dict[str, shapely.Geometry]) -> str:
    """Name the heir whose polygon holds a point; "" if none does, or the seat's hides another."""
    drawn = [heir for heir in heirs if heir in shapes]
    if place is None or shapely.is_missing(place) or not drawn:
        return ""
    inside = next((heir for heir in drawn if shapely.intersects(shapes[heir], place)), "")
    # Inside the outline of a seat that still covers what left it, a point says nothing.
    hidden = set(communes_without_polygon()["shown_inside"])
    return "" if inside in hidden and len(drawn) < len(heirs) else inside


def _polygons(codes: set[str], outlines: "gpd.GeoSeries | None") -> dict[str, shapely.Geometry]:
    """Give the polygons of some communes, of those that have one."""
    shapes = {} if outlines is None else outlines[outlines.index.isin(codes)].to_dict()
    homes = commune_zones("departement")
    lacking = {code: homes[code] for code in codes - shapes.keys() if code in homes}
    if lacking:
        bundled = read_communes(sorted(set(lacking.values()))).geometry
        shapes |= {code: bundled[code] for code in lacking}
    return shapes


def unknown_why(code: str) -> Note:
    """Tell why a (clean) code is no commune's: a note that `telling.recode_words` has the words of.

    Examples
    --------
    >>> unknown_why("97801")
    Note(code='in-collectivity', fields={'name': 'Saint-Martin'})
    >>> unknown_why("97127")
    Note(code='in-collectivity-since', fields={'code': '97801', 'name': 'Saint-Martin'})
    >>> unknown_why("35000")
    Note(code='never', fields={})
    """
    overseas = collectivity(code)
    if overseas is None:
        return Note(_unknown_kind(code))
    if overseas.code == code:
        return Note("in-collectivity", name=overseas.name)
    return Note("in-collectivity-since", **overseas._asdict())


def _unknown_kind(code: str) -> str:
    if not code:
        return "empty"
    if not _CODE.fullmatch(code):
        return "malformed"
    if code.startswith(_OLD_MAYOTTE):
        return "mayotte"
    return "abroad" if _ABROAD.match(code) else "never"


@cache
def commune_names() -> dict[str, str]:
    """Give the name of each of the 34,875 communes of today by its code.

    Examples
    --------
    >>> commune_names()["35238"], commune_names()["15031"]
    ('Rennes', 'Celles')
    """
    pairs = zip(commune_texts("commune_code"), commune_texts("name"), strict=True)
    drawn = {code: name for code, name in pairs if code and name}
    hidden = communes_without_polygon()["name"]
    return drawn | dict(zip(hidden.index, hidden, strict=True))


def named_communes(codes: "pd.Series[str]", written: "pd.Series[str]") -> "pd.Series[str]":
    """Name communes as they are called today; as they are written where the code is none's.

    Examples
    --------
    >>> codes, written = pd.Series(["35109", ""]), pd.Series(["Etrelles", "Ailleurs"])
    >>> named_communes(codes, written).tolist()
    ['Étrelles', 'Ailleurs']
    """
    return codes.map(commune_names()).fillna(written)


@cache
def former_communes() -> tuple[tuple[str, str], ...]:
    """Give the name of each commune déléguée or associée, with its commune of today.

    Examples
    --------
    >>> [code for name, code in former_communes() if name == "Tressé"]
    ['35308']
    """
    return tuple((name, code) for name, code in _rows("former-communes.csv"))


@cache
def commune_codes() -> frozenset[str]:
    """Give the codes of the 34,875 communes of today; quicker than their names.

    Examples
    --------
    >>> "15031" in commune_codes(), "75112" in commune_codes()
    (True, False)
    """
    # By the column of départements, which is read for points and homes too: it costs nothing more.
    return frozenset((*commune_zones("departement"), *communes_without_polygon().index))


@cache
def _history() -> dict[str, tuple[str, str]]:
    """Read what became of the dead codes: the commune of today (the seat of several) and how."""
    rows = reversed(_rows("commune-history.csv"))  # of a commune shared out, the first row wins
    return {former: (code, how) for former, code, how in rows}


@cache
def _restored() -> dict[str, tuple[str, int]]:
    """Read the codes of today that were none's for a while: what they left, the year."""
    return {code: (seat, int(since)) for code, seat, since in _rows("commune-restored.csv")}


@cache
def absorbing_codes() -> frozenset[str]:
    """Give the codes of the communes of today that have absorbed others, whenever it was."""
    merged = {"merged", "delegated"}
    return frozenset(code for _, code, how in _rows("commune-history.csv") if how in merged)


def _heirs(code: str) -> tuple[str, ...]:
    """List the communes of today that a split commune has become, the seat first."""
    left = (child for child, (seat, _) in _restored().items() if seat == code)
    if code in split_codes():
        return (code, *left)
    return tuple(heir for former, heir, _ in _rows("commune-history.csv") if former == code)


@cache
def _rows(name: str) -> list[list[str]]:
    """Read a bundled table without its titles."""
    with bundled_file("boundaries", name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
