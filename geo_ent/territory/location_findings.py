"""What is noted of where schools are: each that its code as written didn't place for good."""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.communes.bundled import commune_zones
from geo_ent.communes.codes_to_today import COLLECTIVITIES, commune_names, unknown_why
from geo_ent.communes.departements import departement_names
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import geopandas as gpd

    from geo_ent.tables.findings import Findings

_BORDER_KM = 0.001  # a metre: what is nearer lies on the border
_MOVED = ("merged", "renumbered", "split", "delegated")  # a city's arrondissement goes unsaid


@cache
def named_departements() -> frozenset[str]:
    """Give the codes of départements, and of the collectivities that have one like them.

    Examples
    --------
    >>> {"2A", "974", "978"} <= named_departements(), "99" in named_departements()
    (True, False)
    """
    return frozenset((*departement_names(), *COLLECTIVITIES))


def note_departements(
    schools: pd.DataFrame,
    today: "pd.Series[str]",
    communes: "gpd.GeoDataFrame",
    *,
    findings: "Findings",
    file: str,
) -> None:
    """Note the schools whose code is of another département than the directory names.

    A commune that has changed département since the directory was made is no such case: its code
    as written is of the département named.

    Parameters
    ----------
    schools
        Of any territory: `written_code`, `named_departement`.
    today
        Their communes of today, "" for none.
    communes
        The territory's: schools that neither say is of it aren't noted.
    findings, file
        Where to note them, and the file that they come from.
    """
    named, here = schools["named_departement"], set(communes["departement_code"])
    known, own = commune_zones("departement"), communes["departement_code"].to_dict()
    homes = pd.Series(
        [own.get(code) or known.get(code) for code in today], index=today.index, dtype=str
    )
    differs = homes.notna() & (homes != named) & named.isin(named_departements())
    written_there = np.array(
        [code.startswith(home) for code, home in zip(schools["written_code"], named, strict=True)],
        dtype=bool,
    )
    noted = differs & (homes.isin(here) | named.isin(here)) & ~written_there
    sectors = schools.get("sector", pd.Series("", schools.index))
    rows = pd.DataFrame({"code": today, "home": homes, "named": named, "sector": sectors})[noted]
    for uai, code, home, departement, sector in rows.itertuples():
        detail = Note("departement-differs", commune_code=code, home=home, named=departement)
        # Of this territory, though the school may not be: it is looked for here by the directory.
        place = home if home in here else departement
        findings.add(
            "departement-differs", detail, file=file, uais=[uai], places=[place], sectors=[sector]
        )


def note_places(schools: "gpd.GeoDataFrame", *, findings: "Findings", file: str) -> None:
    """Note each school of the territory that its code as written didn't place inside its commune.

    Parameters
    ----------
    schools
        Located, with `written_code` and what became of it: `how`, `guess`.
    findings, file
        Where to note them, and the file that they come from.
    """
    by_code, guess = schools["joined_by"] == "code", schools["guess"].astype(bool)
    changed = schools["written_code"] != schools["commune_code"]
    noted = {
        "moved-code": by_code & changed & ~guess & schools["how"].isin(_MOVED),
        "city-code": by_code & (schools["how"] == "city"),
        "split-guess": by_code & guess,
        "outside-commune": by_code & (schools["distance_km"] > _BORDER_KM),
        "astray-point": schools["astray"],
        "joined-by-point": schools["joined_by"] == "point",
        "only-commune": schools["joined_by"] == "departement",
        "shown-inside": schools["polygon_code"] != schools["commune_code"],
        "unjoined": schools["joined_by"] == "",
    }
    plain = pd.DataFrame(schools)  # rows of a GeoDataFrame are gathered far more slowly
    for kind, chosen in noted.items():
        for school in plain[chosen].itertuples() if chosen.any() else ():
            # One code for the kind and its detail; the wording takes the fields that it needs.
            findings.add(kind, Note(kind, **_told(school)), file=file, uais=[str(school.Index)])


def _told(school: Any) -> dict[str, object]:  # noqa: ANN401 a row
    """Gather what a sentence may say of where a school is."""
    code = school.written_code
    return {
        "written_code": code,
        "commune_code": school.commune_code,
        "commune": commune_names().get(school.commune_code, ""),
        "polygon_code": school.polygon_code,
        # To the metre: what is nearer than that lies on the border, and isn't noted.
        "distance_km": f"{school.distance_km:.3f}",
        "how": Note(school.how),
        "written": Note("code-unknown", code=code, why=unknown_why(code))
        if code
        else Note("no-code"),
        "place": Note("point-outside" if school.geometry or school.astray else "no-point"),
        "named": school.named_departement,
        "home": school.departement_code,
    }
