"""The départements, and the académies and régions that they make up: found by code or name.

Read from the statistics of the bundled file alone, without GeoPandas: whoever asks for a territory
by its name needn't wait for it.
"""

from collections.abc import Collection
from functools import cache

import pyarrow.parquet as pq

from geo_ent.communes.territory_names import Members, find_code
from geo_ent.sources.bundled_files import bundled_file

COMMUNES_FILE = ("boundaries", "communes.parquet")
"""The bundled communes, under `data/`: a row group a département."""

_WHOLE_LEVELS = ("departement", "academie", "region")  # a département is whole in each


@cache
def departement_names() -> dict[str, str]:
    """Give the name of each of the 101 départements by its code."""
    return dict(sorted((row["departement_code"], row["departement_name"]) for row in _groups()))


def departement_groups() -> tuple[str, ...]:
    """Give the code of the département that each row group of the bundled file is of."""
    return tuple(row["departement_code"] for row in _groups())


def find_departement(asked: str) -> str:
    """Find a département by its code or its name, whatever the case, the accents, the article.

    Raises
    ------
    InputError
        If there is no such département; the nearest names are suggested.

    Examples
    --------
    >>> find_departement("ille et vilaine"), find_departement("035"), find_departement("1")
    ('35', '35', '01')
    """
    # "035" is how the portals write a département, in three figures so that 974 fits.
    code = asked.strip().upper()
    code = code[1:] if len(code) == 3 and code.startswith("0") else code  # noqa: PLR2004
    return code if code in departement_names() else _find("departement", asked)


def find_academie(asked: str) -> str:
    """Find an académie by its code or its name, with or without "académie de".

    Raises
    ------
    InputError
        If there is no such académie today; one that was merged, a région or a département is told
        what to ask for instead, a misspelt name what is near.

    Examples
    --------
    >>> find_academie("Académie d'Orléans-Tours"), find_academie("nancy metz"), find_academie("2")
    ('18', '12', '02')
    """
    return _find("academie", asked)


def find_region(asked: str) -> str:
    """Find a région by its code or its name, with or without "région".

    Raises
    ------
    InputError
        As `find_academie`, for the régions of before 2016 too.

    Examples
    --------
    >>> find_region("Région Bretagne"), find_region("ILE DE FRANCE"), find_region("PACA")
    ('53', '11', '93')
    """
    return _find("region", asked)


def academie_departements(code: str) -> tuple[str, ...]:
    """Give the départements of an académie, sorted.

    Examples
    --------
    >>> academie_departements("12")
    ('54', '55', '57', '88')
    """
    return _territories("academie")[code][1]


def region_departements(code: str) -> tuple[str, ...]:
    """Give the départements of a région, sorted.

    Examples
    --------
    >>> region_departements("53")
    ('22', '29', '35', '56')
    """
    return _territories("region")[code][1]


def all_territories() -> dict[str, dict[str, str]]:
    """Name every département, académie and région by its code, to choose from.

    Examples
    --------
    >>> all_territories()["academies"]["14"]
    'Rennes'
    """
    return {
        f"{level}s": {code: name for code, (name, _) in _territories(level).items()}
        for level in _WHOLE_LEVELS
    }


def territory_departements(
    departements: Collection[str], academies: Collection[str] = (), regions: Collection[str] = ()
) -> tuple[str, ...]:
    """Give the codes of the départements of a territory, sorted.

    Parameters
    ----------
    departements, academies, regions
        Codes or names; académies and régions stand for their départements.

    Raises
    ------
    InputError
        If one isn't known; the nearest is suggested.

    Examples
    --------
    >>> territory_departements(["Vosges"], academies=["Rennes"])
    ('22', '29', '35', '56', '88')
    """
    # A set: an académie asked together with one of its départements must not count it twice.
    codes = {find_departement(name) for name in departements}
    for name in academies:
        codes |= set(academie_departements(find_academie(name)))
    for name in regions:
        codes |= set(region_departements(find_region(name)))
    return tuple(sorted(codes))


def made_up(level: str, departements: Collection[str]) -> list[str]:
    """Name the académies or régions that some départements make up; none where they don't.

    Parameters
    ----------
    level
        "academie" or "region".
    departements
        Codes; all of them must be of a whole one.

    Examples
    --------
    >>> made_up("region", ["29", "22", "56", "35"]), made_up("academie", ["35"])
    (['Bretagne'], [])
    """
    wanted = set(departements)
    whole = [(name, held) for name, held in _territories(level).values() if wanted >= set(held)]
    covered = {code for _, held in whole for code in held}
    return sorted(name for name, _ in whole) if covered == wanted else []


def _find(level: str, asked: str) -> str:
    return find_code(asked, level, _territories(level), others=lambda: _others(level))


def _others(level: str) -> "dict[str, Members]":
    of = {"une région": "region", "une académie": "academie", "un département": "departement"}
    return {a: _territories(other) for a, other in of.items() if other != level}


@cache
def _territories(level: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give each territory of a level: its name and its départements, by its code."""
    titles = (f"{level}_code", f"{level}_name", "departement_code")
    rows = sorted(tuple(row[title] for title in titles) for row in _groups())
    territories: dict[str, tuple[str, tuple[str, ...]]] = {}
    for code, name, departement in rows:
        _, before = territories.get(code, ("", ()))
        territories[code] = (name, (*before, departement))
    return territories


@cache
def _groups() -> tuple[dict[str, str], ...]:
    """Read the codes and names that the file's statistics tell of each département.

    It has a row group a département (tools/boundaries/geoparquet.py): what all of its communes
    have in common is the least value of its column, told without reading any.
    """
    metadata = pq.read_metadata(bundled_file(*COMMUNES_FILE))
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    indices = {metadata.schema.column(index).path: index for index in range(metadata.num_columns)}
    titles = [f"{level}_{what}" for level in _WHOLE_LEVELS for what in ("code", "name")]
    return tuple(
        {title: str(group.column(indices[title]).statistics.min) for title in titles}
        for group in groups
    )
