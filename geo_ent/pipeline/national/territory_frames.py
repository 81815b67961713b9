"""All that a build takes of the files of a project: small, and without a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

    from geo_ent.pipeline.national.placing import Ground
    from geo_ent.register.read_register import Reading
    from geo_ent.tables.findings import Findings


@dataclass(frozen=True)
class TerritoryFrames:
    """All that a build takes of the files: it needs none of them.

    Attributes
    ----------
    codes
        The territory's départements, sorted.
    schools
        Of the directory: all that may be of the territory, with their figures.
    reading
        The register: the rows of the territory, and what became of each.
    zonings
        What was read of communes, by key; None where it isn't given.
    sectors
        Which collège serves which commune; None when not given.
    rentree
        The year of the effectifs used, if any.
    priority_year
        The year of the list of éducation prioritaire; None where the directory tells.
    files
        What the manifest says of each file.
    findings
        What was noticed of the files, the register's rows among them.
    rows_sha256
        What the rows are known by (`fingerprint`), where they are the territory's own of files
        that are of others too; "" where they are all that the files have.
    ground
        Where the schools are, where that is known already.
    """

    codes: tuple[str, ...]
    schools: "gpd.GeoDataFrame"
    reading: "Reading"
    zonings: Mapping[str, Any]
    sectors: "gpd.GeoDataFrame | None"
    rentree: int | None
    priority_year: str | None
    files: Mapping[str, Any]
    findings: "Findings"
    rows_sha256: str = ""
    ground: "Ground | None" = None
