"""Schools without an ENT that one decision could equip: a commune's, an RPI's, a collège's."""

import pandas as pd

from geo_ent.indicators.schools_without_ent import figures, texts

DECIDABLE = ("class", "not_yet", "none")
"""The statuses of schools for which an ENT is still to be decided: not those that have one planned,
nor those that nobody knows of."""

SHARED_COLUMNS = ("zone_code", "kind", "code", "place", "schools_n", "pupils_n", "uais")
"""The columns of the groups."""

# The fewer people have to agree, the sooner: one mairie, the communes of an RPI, then all those of
# a collège's sector, which share nothing but where their pupils go.
_KINDS = (
    ("commune", "commune_code", "commune_name"),
    ("rpi", "rpi_code", ""),
    ("secteur_college", "secteur_college_code", "secteur_college_name"),
)


def shared_decisions(schools: pd.DataFrame) -> pd.DataFrame:
    """Group each zone's schools without an ENT by who would decide for several of them at once.

    Parameters
    ----------
    schools
        On `uai`: `zone_code`, `status`, and where they are known `commune_code, commune_name,
        rpi_code, secteur_college_code, secteur_college_name, pupils_n`.

    Returns
    -------
    DataFrame
        `SHARED_COLUMNS`, one row a group of two schools or more, by zone, nearest decision first,
        then most schools, most pupils: `kind` ("commune", "rpi", "secteur_college"), the code and
        name of what they share, their pupils (NaN where one isn't known), a tuple of their UAIs.
        A group of the very schools of an earlier one isn't there twice.

    Examples
    --------
    >>> schools = pd.DataFrame({"zone_code": "Z", "status": "none",
    ...     "commune_code": ["35001", "35001", "35002"],
    ...     "commune_name": ["Acigné", "Acigné", "Amanlis"], "rpi_code": "",
    ...     "secteur_college_code": "0350001A", "secteur_college_name": "Collège A",
    ...     "pupils_n": [10, 20, 30]}, index=["A", "B", "C"])
    >>> shared_decisions(schools)[["kind", "place", "schools_n"]].values.tolist()
    [['commune', 'Acigné', 2], ['secteur_college', 'Collège A', 3]]
    """
    left = schools[schools["status"].isin(DECIDABLE)].sort_index()
    groups = pd.concat([_groups(left, *kind) for kind in _KINDS], ignore_index=True)
    by_zone = groups.sort_values("zone_code", kind="stable")
    return by_zone.drop_duplicates("uais", ignore_index=True).astype({"schools_n": int})


def _groups(left: pd.DataFrame, kind: str, code: str, name: str) -> pd.DataFrame:
    """Group by one column, those of most schools first."""
    zones, codes, names = (texts(left, column) for column in ("zone_code", code, name))
    listed = pd.DataFrame(
        {
            "zone_code": zones,
            "code": codes,
            "place": names,
            "pupils_n": figures(left, "pupils_n"),
            "uai": pd.Series(left.index, index=left.index, dtype=str),
        }
    )[(codes != "") & (zones != "")]
    grouped = listed.groupby(["zone_code", "code"])
    table = pd.DataFrame(
        {
            "place": grouped["place"].first(),
            "schools_n": grouped.size(),
            # NaN where one isn't known: a sum of some would pass for that of all
            "pupils_n": grouped["pupils_n"]
            .sum()
            .where(grouped["pupils_n"].count() == grouped.size()),
            "uais": grouped["uai"].agg(tuple),
        }
    )
    several = table[table["schools_n"] > 1].reset_index().assign(kind=kind)
    by_size = several.sort_values(["schools_n", "pupils_n"], ascending=False, kind="stable")
    return by_size[[*SHARED_COLUMNS]]
