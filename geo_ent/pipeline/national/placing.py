"""A territory's ground: its communes as they are drawn and classed, and its schools put in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.classed_communes import commune_traits
from geo_ent.project.option_records import naming_input
from geo_ent.tables.findings import Findings
from geo_ent.telling.build_sentences import communes_read
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.territory.college_sectors import with_sectors
from geo_ent.territory.locate import place_schools
from geo_ent.territory.outlines import with_outlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geo_ent.project.build_options import Project
    from geo_ent.telling.build_sentences import Report

ZONINGS = ("density", "frr", "urban_units", "urban_areas")
"""The files that say something of communes, by their key."""


@dataclass(frozen=True)
class Ground:
    """Where a territory's schools are.

    Attributes
    ----------
    communes
        Those of the territory, with `density_class, rural, rurality_basis, frr` and the
        eligibilities of `enir`.
    located
        The schools of the territory, of every sector, in their zones and with what they take from
        their commune.
    findings
        What was noticed of the outlines.
    noticed
        What was noticed of the places of schools, which is listed after the register's own.
    """

    communes: "gpd.GeoDataFrame"
    located: "gpd.GeoDataFrame"
    findings: Findings
    noticed: Findings


def lay_ground(
    project: "Project",
    codes: "Sequence[str]",
    *,
    schools: "gpd.GeoDataFrame",
    zonings: Mapping[str, Any],
    sectors: "gpd.GeoDataFrame | None",
    report: "Report",
) -> Ground:
    """Read a territory's bundled communes, and put schools in them.

    Parameters
    ----------
    project
        For the outlines that it gives, if it does, the names of files and the language.
    codes
        The territory's départements.
    schools
        Of the directory: all that may be of the territory; those that aren't are left aside.
    zonings
        What was read of `ZONINGS`, by key; None or absent where it isn't given.
    sectors
        Which collège serves which commune, if it is given.
    report
        Told how many communes there are.
    """
    findings, noticed = Findings(), Findings()
    communes = _outlined(project, codes, findings)
    # Of the outlines that are drawn, which may be another file's.
    communes = communes.join(commune_traits(communes, **{key: zonings.get(key) for key in ZONINGS}))
    tr = language(project.lang)
    outlines = project.boundaries.name if project.boundaries else ""
    report(*communes_read(tr, len(communes), territory_name(codes, tr), outlines=outlines))
    # Collèges are placed by the same annuaire, and shared communes cut between them: the code that
    # a school gets and the polygon that it lies in agree by construction.
    file = project.schools.name
    located = place_schools(schools, communes, findings=noticed, file=file)
    if sectors is not None:
        located = with_sectors(located, communes, sectors, findings=noticed, file=file)
    return Ground(communes, located, findings, noticed)


def _outlined(project: "Project", codes: "Sequence[str]", findings: Findings) -> "gpd.GeoDataFrame":
    """Read the communes, with the outlines that the project gives, if it does."""
    communes = read_communes(codes)
    if not project.boundaries:
        return communes
    # Late: most maps are drawn from the bundled outlines, which take no reader of GIS files.
    from geo_ent.communes.boundaries import read_boundaries

    with naming_input("boundaries"):
        drawn = read_boundaries(project.boundaries, communes, findings=findings)
        return with_outlines(communes, drawn, findings=findings, file=project.boundaries.name)
