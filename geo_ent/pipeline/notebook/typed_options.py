"""The options of `geo_ent.build`, typed, so that an editor completes them.

They are those of the command line, by the same records: a test holds the two to one another.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypedDict

FilePath = str | Path
"""A file's path."""


class BuildOptions(TypedDict, total=False):
    """What `geo-ent build` takes, with `_` for `-`; what isn't given has the command's default.

    Attributes
    ----------
    departement, academie, region
        The territory, by codes or names; one or several.
    schools
        The annuaire; without it, it is downloaded (or taken from the cache).
    register
        The register of ENT, one file or several; a later one counts as written later.
    date, as_of
        The day to show, and the one that the register was kept on: a date, or a text (2023-06-30).
    sector
        "public" (as nothing else is said), "prive" or "all": the schools that are counted.
    complete
        Whether a school that isn't in the register has no ENT.
    density, frr, urban_units, urban_areas
        Of the communes: INSEE's density grid, the FRR table, unités urbaines, aires urbaines.
    pupils, rentree, ips, priority, usage
        Of the schools: effectifs and the rentrée to take from them, IPS, éducation prioritaire, the
        use of the ENT.
    college_sectors, boundaries
        The carte scolaire of the collèges (adds their sectors), other outlines of communes.
    title, contact, url, lang
        Of the page.
    quick
        The page and the tables of coverage alone: no gaps, no equity.
    dataset, offline, refresh, ca_bundle
        Of the official data that is downloaded.
    simulated
        The sentence that says that the inputs are simulated.
    """

    departement: str | Sequence[str]
    academie: str | Sequence[str]
    region: str | Sequence[str]
    schools: FilePath
    register: FilePath | Sequence[FilePath]
    date: str | dt.date
    as_of: str | dt.date
    sector: Literal["public", "prive", "all"]
    complete: bool
    density: FilePath
    frr: FilePath
    urban_units: FilePath
    urban_areas: FilePath
    pupils: FilePath
    rentree: int
    ips: FilePath
    priority: FilePath
    usage: FilePath
    college_sectors: FilePath
    boundaries: FilePath
    title: str
    contact: str
    url: str
    quick: bool
    lang: Literal["fr", "en"]
    dataset: str | Sequence[str]
    offline: bool
    refresh: bool
    ca_bundle: FilePath
    simulated: str
