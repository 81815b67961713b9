"""Reading: every file of a project becomes a checked frame; schools are put in the territory."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo_ent.communes.departements import territory_departements
from geo_ent.pipeline.national.files_read import read_files
from geo_ent.pipeline.national.own_rows import whole_inputs
from geo_ent.pipeline.national.placing import lay_ground
from geo_ent.telling.build_sentences import schools_located
from geo_ent.telling.language import language
from geo_ent.territory.crs import metric_crs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from geo_ent.pipeline.national.territory_frames import TerritoryFrames
    from geo_ent.project.build_options import Project
    from geo_ent.register.read_register import Reading
    from geo_ent.tables.findings import Findings
    from geo_ent.telling.build_sentences import Report


@dataclass(frozen=True)
class Inputs:
    """What was read.

    Attributes
    ----------
    departements
        Codes, sorted.
    elsewhere
        The UAIs of the directory's schools that are of another territory.
    communes
        Those of the territory, with `density_class, rural, rurality_basis, frr` and the
        eligibilities of `enir`.
    located
        The schools of the territory, of every sector, in their zones and with what they take from
        their commune.
    reading
        The register, and what became of each row.
    sectors
        Which collège serves which commune, with its name and point; None when not given.
    rentree
        The year of the effectifs used, if any.
    priority_year
        The year of the list of éducation prioritaire ("2022-2023"), "" where it bears none; None
        where the directory tells.
    files
        What is said of each file, by its key.
    rows_sha256
        What the rows are known by, where they are some of their files'; "" where they are all.
    """

    departements: tuple[str, ...]
    elsewhere: frozenset[str]
    communes: "gpd.GeoDataFrame"
    located: "gpd.GeoDataFrame"
    reading: "Reading"
    sectors: "gpd.GeoDataFrame | None"
    rentree: int | None
    priority_year: str | None
    files: "Mapping[str, Any]"
    rows_sha256: str


def read_inputs(project: "Project", findings: "Findings", report: "Report") -> Inputs:
    """Read every file that a project names, for its one territory.

    Raises
    ------
    InputError
        If one isn't what is expected; it is named, with what is.
    """
    return place_inputs(project, read_territory(project, report), findings, report)


def read_territory(project: "Project", report: "Report") -> "TerritoryFrames":
    """Read every file that a project names, as those of one territory.

    Raises
    ------
    InputError
        If one isn't what is expected, or the territory can't be drawn on one map.
    """
    codes = territory_departements(project.departements, project.academies, project.regions)
    metric_crs(codes)  # refuses at once what could not be drawn on one map
    return whole_inputs(read_files(project, report, as_one=True))


def place_inputs(
    project: "Project", frames: "TerritoryFrames", findings: "Findings", report: "Report"
) -> Inputs:
    """Put a territory's schools in their zones; no file of the project is opened.

    Parameters
    ----------
    project
        For the names of its files and its language.
    frames
        What was read of the territory.
    findings
        Where to note what was noticed on the way, after what the files had to say.
    report
        Told how schools were placed.
    """
    ground = frames.ground or lay_ground(
        project,
        frames.codes,
        schools=frames.schools,
        zonings=frames.zonings,
        sectors=frames.sectors,
        report=report,
    )
    findings.entries += [
        *ground.findings.entries,
        *frames.findings.entries,
        *ground.noticed.entries,
    ]
    located = ground.located
    elsewhere = frozenset(frames.schools.index.difference(located.index))
    joined_by = located["joined_by"].value_counts().to_dict()
    report(*schools_located(language(project.lang), joined_by, len(elsewhere)))
    return Inputs(
        frames.codes,
        elsewhere,
        ground.communes,
        located,
        frames.reading,
        frames.sectors,
        frames.rentree,
        frames.priority_year,
        frames.files,
        frames.rows_sha256,
    )
