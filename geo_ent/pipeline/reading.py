"""Reading: every file of a project becomes a checked frame; schools are put in the territory."""

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.density import rurality
from geo_ent.communes.departements import territory_departements
from geo_ent.communes.enir import enir
from geo_ent.project.build_options import INPUTS
from geo_ent.project.option_records import naming_input
from geo_ent.register.read_register import read_registers
from geo_ent.schools.college_catchments import place_colleges, read_colleges
from geo_ent.schools.directory import other_uais, read_establishments, read_schools
from geo_ent.schools.priority import add_priority, listed_departements
from geo_ent.schools.pupils import check_priority
from geo_ent.tables.findings import Findings
from geo_ent.telling.build_sentences import (
    communes_read,
    directory_read,
    register_read,
    schools_located,
)
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.territory.college_sectors import with_sectors
from geo_ent.territory.crs import metric_crs
from geo_ent.territory.locate import locate
from geo_ent.territory.outlines import with_outlines

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.project.build_options import Project
    from geo_ent.register.read_register import Reading
    from geo_ent.telling.build_sentences import Report


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
    """

    departements: tuple[str, ...]
    directory: "gpd.GeoDataFrame"
    communes: "gpd.GeoDataFrame"
    located: "gpd.GeoDataFrame"
    reading: "Reading"
    sectors: "gpd.GeoDataFrame | None"
    rentree: int | None
    priority_year: str | None

    @property
    def elsewhere_n(self) -> int:
        """How many schools of the directory are of another territory."""
        return len(self.directory) - len(self.located)


def read_inputs(project: "Project", findings: "Findings", report: "Report") -> Inputs:
    """Read every file that a project names.

    Raises
    ------
    InputError
        If one isn't what is expected; it is named, with what is.
    """
    tr = language(project.lang)
    codes = territory_departements(project.departements, project.academies, project.regions)
    metric_crs(codes)  # refuses at once what could not be drawn on one map
    with naming_input("schools"):
        establishments = read_establishments(project.schools)
        directory = read_schools(project.schools, findings=findings, rows=establishments)
    # The list before the effectifs, which say REP too: they are then checked against what holds.
    directory, priority_year = _with_priority(project, directory, codes, findings)
    directory, rentree = _with_figures(project, directory, findings)
    report(*directory_read(tr, len(directory), priority_year=priority_year, rentree=rentree))
    communes = _outlined(project, codes, findings)
    traits = _rurality(project, communes, findings)
    communes = communes.join(traits)
    outlines = project.boundaries.name if project.boundaries else ""
    report(*communes_read(tr, len(communes), territory_name(codes, tr), outlines=outlines))
    sectors = _given(project, "college_sectors", findings)
    if sectors is not None:
        sectors = place_colleges(sectors, read_colleges(establishments))
    # Schools are put in their zones before the register is read, since a row may be for a sector;
    # what is noticed on the way is listed after what the register has to say.
    noticed = Findings()
    located = _located(project, directory, communes, sectors, noticed)
    reading = read_registers(
        project.registers,
        _knowing_sectors(directory, located),
        columns=project.columns,
        sheet_orders=project.sheet_orders,
        answers=project.answers,
        others=lambda: other_uais(establishments),
    )
    findings.entries += reading.findings.entries + noticed.entries
    register = reading.register
    report(*register_read(tr, len(register), register["uai"].nunique()))
    # By the polygon: a commune re-established without one is described inside another.
    located = located.join(traits, on="polygon_code")
    # A school that nothing places has no commune to speak for it; a missing text is "", never NaN.
    texts = list(traits.select_dtypes(exclude=["number", "boolean"]))
    located[texts] = located[texts].fillna("")
    read = Inputs(codes, directory, communes, located, reading, sectors, rentree, priority_year)
    joined_by = located["joined_by"].value_counts().to_dict()
    report(*schools_located(tr, joined_by, read.elsewhere_n))
    return read


def _given(project: "Project", key: str, findings: "Findings") -> Any:  # noqa: ANN401 any reader's
    """Read a file of a project by its record; None where it isn't given."""
    path, record = getattr(project, key), INPUTS[key]
    if path is None:
        return None
    options = {name: getattr(project, name) for name in record.takes}
    with naming_input(key):
        return resolve_name(record.reader)(path, findings=findings, **options)


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
    # A list of elsewhere says nothing of this territory: its year isn't the map's to credit.
    used = listed_departements(schools, listed).intersection(departements)
    return decided, str(listed.attrs["year"]) if used else None


def _outlined(
    project: "Project", codes: "tuple[str, ...]", findings: "Findings"
) -> "gpd.GeoDataFrame":
    """Read the communes, with the outlines that the project gives, if it does."""
    communes = read_communes(codes)
    if not project.boundaries:
        return communes
    # Late: most maps are drawn from the bundled outlines, which take no reader of GIS files.
    from geo_ent.communes.boundaries import read_boundaries

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
            # They say REP too, of a rentrée that may be years before: a check, and no change.
            check_priority(schools, figures, findings=findings, file=path.name)
        with naming_input(key):
            add = resolve_name(record.adder)
            schools = add(schools, figures, findings=findings, file=path.name)
    return schools, rentree


def _located(
    project: "Project",
    directory: "gpd.GeoDataFrame",
    communes: "gpd.GeoDataFrame",
    sectors: "gpd.GeoDataFrame | None",
    findings: Findings,
) -> "gpd.GeoDataFrame":
    """Put each school in its commune, and in the sector of its collège."""
    # Collèges are placed by the same annuaire, and shared communes cut between them: the code that
    # a school gets and the polygon that it lies in agree by construction.
    file = project.schools.name
    located = locate(directory, communes, findings=findings, file=file)
    if sectors is None:
        return located
    return with_sectors(located, communes, sectors, findings=findings, file=file)


def _knowing_sectors(
    directory: "gpd.GeoDataFrame", located: "gpd.GeoDataFrame"
) -> "gpd.GeoDataFrame":
    """Tell the register's reader each school's sector, so that a row can name one."""
    # The directory, and not the schools located: a row may be of a school of elsewhere, which is
    # then known and left out instead of being looked for by its name.
    if "secteur_college_name" not in located:
        return directory
    named: gpd.GeoDataFrame = directory.join(located["secteur_college_name"])
    return named


def _rurality(
    project: "Project", communes: "gpd.GeoDataFrame", findings: "Findings"
) -> "pd.DataFrame":
    """Say of each commune whether it is rural, and what it is eligible to."""
    # All of it for any project: where a file isn't given, `rural` is estimated and calls are
    # undecided, and a column says so.
    density, frr = (_given(project, key, findings) for key in ("density", "frr"))
    units, areas = (_given(project, key, findings) for key in ("urban_units", "urban_areas"))
    rural = rurality(communes, density=density, frr=frr)
    return rural.join(enir(communes, urban_units=units, urban_areas=areas))
