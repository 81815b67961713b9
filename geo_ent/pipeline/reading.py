"""Reading: every file of a project becomes a checked frame; schools are put in the territory."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo_ent.communes.boundaries import read_boundaries
from geo_ent.communes.bundled import read_communes, territory_departements
from geo_ent.communes.density import rurality
from geo_ent.communes.enir import enir
from geo_ent.project.inputs import naming_input
from geo_ent.project.model import INPUTS
from geo_ent.register.read_register import read_registers
from geo_ent.schools.college_catchments import place_colleges, read_colleges
from geo_ent.schools.directory import other_uais, read_schools
from geo_ent.schools.priority import add_priority, listed_departements
from geo_ent.schools.pupils import check_priority
from geo_ent.tables.findings import Findings
from geo_ent.telling.build_sentences import communes_read, directory_read, register_read
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.territory.college_sectors import with_sectors
from geo_ent.territory.crs import metric_crs
from geo_ent.territory.locate import locate
from geo_ent.territory.outlines import with_outlines

if TYPE_CHECKING:
    import geopandas as gpd

    from geo_ent.project.model import Project
    from geo_ent.register.read_register import Reading
    from geo_ent.telling.build_sentences import Report

__all__ = ["Inputs", "read_inputs"]


@dataclass(frozen=True)
class Inputs:
    """What was read.

    Attributes
    ----------
    departements
        Codes, sorted.
    directory
        Every school of the directory, of this territory or not.
    communes
        Those of the territory, with `density_class, rural, rurality_basis, frr` and the
        eligibilities of `enir`.
    located, located_findings
        The schools of the territory in their zones, and what was noticed on the way: noted after
        what the register has to say.
    reading
        The register, and what became of each row.
    sectors
        Which collège serves which commune, with its name and point; None when not given.
    rentree
        The year of the effectifs used, if any.
    priority_year
        The year of the list of éducation prioritaire ("2022-2023"), "" where it bears none; None
        where the directory tells.
    """

    departements: tuple[str, ...]
    directory: "gpd.GeoDataFrame"
    communes: "gpd.GeoDataFrame"
    located: "gpd.GeoDataFrame"
    located_findings: Findings
    reading: "Reading"
    sectors: "gpd.GeoDataFrame | None"
    rentree: int | None
    priority_year: str | None = None


def read_inputs(project: "Project", findings: "Findings", report: "Report") -> Inputs:
    """Read every file that a project names.

    Raises
    ------
    InputError
        If one isn't what is expected; it is named, with what is.
    """
    codes = _departements(project)
    with naming_input("schools"):
        directory = read_schools(project.schools, findings=findings)
    directory, listed = _with_priority(project, directory, codes, findings)
    directory, rentree = _with_figures(project, directory, findings)
    tr = language(project.lang)
    report(*directory_read(tr, len(directory), priority_year=listed, rentree=rentree))
    communes = _with_rurality(project, _outlined(project, codes, findings), findings)
    outlines = project.boundaries.name if project.boundaries else ""
    territory = territory_name(codes, language(project.lang))
    report(*communes_read(tr, len(communes), territory, outlines=outlines))
    sectors, noticed = _sectors(project, findings), Findings()
    located = _located(project, directory, communes, sectors, noticed)
    reading = read_registers(
        project.registers,
        _knowing_sectors(directory, located),
        columns=project.columns,
        others=lambda: other_uais(project.schools),
    )
    findings.entries += reading.findings.entries
    register = reading.register
    report(*register_read(tr, len(register), register["uai"].nunique()))
    return Inputs(
        departements=codes,
        directory=directory,
        communes=communes,
        located=located,
        located_findings=noticed,
        reading=reading,
        sectors=sectors,
        rentree=rentree,
        priority_year=listed,
    )


def _departements(project: "Project") -> tuple[str, ...]:
    codes = territory_departements(project.departements, project.academies, project.regions)
    metric_crs(codes)  # refuses at once what could not be drawn on one map
    return codes


def _given(project: "Project", key: str, findings: "Findings") -> Any:  # noqa: ANN401 any reader's
    """Read a file of a project by its record; None where it isn't given."""
    path, record = getattr(project, key), INPUTS[key]
    if path is None:
        return None
    options = {name: getattr(project, name) for name in record.takes}
    with naming_input(key):
        return record.read(path, findings=findings, **options)


def _with_priority(
    project: "Project",
    schools: "gpd.GeoDataFrame",
    departements: tuple[str, ...],
    findings: "Findings",
) -> "tuple[gpd.GeoDataFrame, str | None]":
    """Let the list of éducation prioritaire decide, where it is given; tell its year."""
    listed = _given(project, "priority", findings)
    if listed is None or project.priority is None:
        return schools, None
    decided = add_priority(
        schools, listed, departements=departements, findings=findings, file=project.priority.name
    )
    used = listed_departements(schools, listed).intersection(departements)
    return decided, str(listed.attrs["year"]) if used else None


def _outlined(
    project: "Project", codes: "tuple[str, ...]", findings: "Findings"
) -> "gpd.GeoDataFrame":
    """Read the communes, with the outlines that the project gives, if it does."""
    communes = read_communes(codes)
    if not project.boundaries:
        return communes
    with naming_input("boundaries"):
        drawn = read_boundaries(project.boundaries, communes, findings=findings)
        return with_outlines(communes, drawn, findings=findings, file=project.boundaries.name)


def _with_figures(
    project: "Project", schools: "gpd.GeoDataFrame", findings: "Findings"
) -> "tuple[gpd.GeoDataFrame, int | None]":
    """Add what files say of schools (pupils, classes, IPS, use); tell the rentrée of the pupils."""
    rentree = None
    for key, record in INPUTS.items():
        path = getattr(project, key)
        if not record.adder or path is None:
            continue
        figures = _given(project, key, findings)
        if key == "pupils":
            rentree = int(figures["rentree"].max())
            # they say REP too, of a rentrée that may be years before: a check, and no change
            check_priority(schools, figures, findings=findings, file=path.name)
        with naming_input(key):
            schools = record.add(schools, figures, findings=findings, file=path.name)
    return schools, rentree


def _sectors(project: "Project", findings: "Findings") -> "gpd.GeoDataFrame | None":
    sectors = _given(project, "college_sectors", findings)
    if sectors is None:
        return None
    return place_colleges(sectors, read_colleges(project.schools))


def _located(
    project: "Project",
    directory: "gpd.GeoDataFrame",
    communes: "gpd.GeoDataFrame",
    sectors: "gpd.GeoDataFrame | None",
    findings: Findings,
) -> "gpd.GeoDataFrame":
    """Put each school in its commune, and in the sector of its collège."""
    file = project.schools.name
    located = locate(directory, communes, findings=findings, file=file)
    if sectors is None:
        return located
    return with_sectors(located, communes, sectors, findings=findings, file=file)


def _knowing_sectors(
    directory: "gpd.GeoDataFrame", located: "gpd.GeoDataFrame"
) -> "gpd.GeoDataFrame":
    """Tell the register's reader each school's sector, so that a row can name one."""
    if "secteur_college_name" not in located:
        return directory
    told: gpd.GeoDataFrame = directory.join(located["secteur_college_name"])
    return told


def _with_rurality(
    project: "Project", communes: "gpd.GeoDataFrame", findings: "Findings"
) -> "gpd.GeoDataFrame":
    """Say of each commune whether it is rural, and what it is eligible to."""
    density, frr = (_given(project, key, findings) for key in ("density", "frr"))
    described: gpd.GeoDataFrame = communes.join(rurality(communes, density=density, frr=frr))
    units, areas = (_given(project, key, findings) for key in ("urban_units", "urban_areas"))
    return described.join(enir(communes, urban_units=units, urban_areas=areas))
