"""The options of `geo_ent.build`, typed, so that an editor completes them.

They are those of the command line, by the same records: a test holds the two to one another.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypedDict

from geo_ent.text.numbers import Lang

FilePath = str | Path
"""A file's path."""


class BuildOptions(TypedDict, total=False):
    """What `geo-ent build` takes, with `_` for `-`; `geo_ent.build` says what each is."""

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
    lang: Lang
    dataset: str | Sequence[str]
    offline: bool
    refresh: bool
    ca_bundle: FilePath
    simulated: str
