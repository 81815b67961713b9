"""The files of a project, each read once, whatever number of territories they are of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.communes.departements import territory_departements
from geo_ent.pipeline.national.finding_homes import file_findings, register_findings_by_home
from geo_ent.pipeline.national.homes import (
    commune_departement,
    commune_homes,
    row_homes,
    school_homes,
    sheet_homes,
)
from geo_ent.pipeline.national.placing import ZONINGS, Ground, lay_ground
from geo_ent.project.build_options import INPUTS
from geo_ent.project.option_records import naming_input
from geo_ent.publish.manifest import file_facts
from geo_ent.register.read_register import read_registers
from geo_ent.register.register_findings import known_schools_n
from geo_ent.schools.college_catchments import place_colleges, read_colleges
from geo_ent.schools.directory import other_uais, read_establishments, read_schools
from geo_ent.schools.priority import add_priority, listed_departements
from geo_ent.schools.pupils import check_priority
from geo_ent.tables.findings import Findings
from geo_ent.telling.build_sentences import directory_read, register_read
from geo_ent.telling.language import language
from geo_ent.territory.location_findings import named_departements

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo_ent.project.build_options import Project
    from geo_ent.register.read_register import Reading
    from geo_ent.register.sheet_orders import SheetKey
    from geo_ent.tables.findings import Finding
    from geo_ent.telling.build_sentences import Report

    Positions = dict[str, NDArray[np.int_]]


_UNTOLD = "-"  # of no département by this alone


@dataclass(frozen=True)
class FilesRead:
    """What the files of a project say, of every département.

    Attributes
    ----------
    project
        Which files, and how they were to be read.
    codes
        The départements asked for, sorted.
    directory
        Every school of the directory, of whatever département, with the figures that were given.
    zonings
        What was read of `ZONINGS`, by key; None where it isn't given.
    sectors
        Which collège serves which commune, with its name and point; None when not given.
    reading
        The register, matched against the whole directory, and what became of each row.
    rentree
        The year of the effectifs used, if any.
    priority_year, listed
        The year of the list of éducation prioritaire ("" where it bears none; None where none is
        given), and the départements in which it decides.
    files
        Each file's name, size and sha256, by its key; those of the register in a list.
    findings
        What was noticed of the files; the register's are its reading's.
    ground
        Where the schools are, if the files were read for one territory: rows of the register may
        be for a sector of a collège, so that they are placed before it is read.
    """

    project: "Project"
    codes: tuple[str, ...]
    directory: "gpd.GeoDataFrame"
    zonings: Mapping[str, Any]
    sectors: "gpd.GeoDataFrame | None"
    reading: "Reading"
    rentree: int | None
    priority_year: str | None
    listed: frozenset[str]
    files: Mapping[str, Any]
    findings: Findings
    ground: Ground | None = None

    @cached_property
    def commune_homes(self) -> "pd.Series[str]":
        """The département of each school's commune, "" where its code is of none."""
        return commune_homes(self.directory)

    @cached_property
    def school_homes(self) -> "dict[str, str]":
        """The code of each school's département by its UAI, "" where nothing tells it."""
        homes = school_homes(self.directory, self.commune_homes)
        return dict(zip(homes.index, homes, strict=True))

    @cached_property
    def sheet_homes(self) -> "dict[SheetKey, str]":
        """The département of each sheet of the register, "" where it has rows of several."""
        return sheet_homes(self.reading, self.school_homes)

    @cached_property
    def row_homes(self) -> "pd.Series[str]":
        """The code of each register row's département, "" for none; as `reading.rows`.

        That of its schools (of the most of them, where they are of several); of a row that found
        none, the one that it names.
        """
        return row_homes(self.reading, self.school_homes, self.sheet_homes)

    @cached_property
    def school_rows(self) -> "tuple[Positions, Positions]":
        """The places in `directory` of each département's schools: as named, and by their commune.

        Those of which neither tells are at "": each may be of any, by its point.
        """
        named, homes = self.directory["departement_code"], self.commune_homes
        # One whose département isn't any is of the one that its point lies in.
        anywhere = (homes == "") & ~named.isin(named_departements())
        told = named.where(named != "", _UNTOLD).mask(anywhere, "")
        return positions(told), positions(homes.where(homes != "", _UNTOLD))

    @cached_property
    def period_schools(self) -> "tuple[NDArray[np.int_], NDArray[np.int_]]":
        """The place in `directory` of the school of each row of `reading.register` and `staff`."""
        tables = (self.reading.register, self.reading.staff)
        register, staff = (
            self.directory.index.get_indexer(pd.Index(table["uai"])) for table in tables
        )
        return register, staff

    @cached_property
    def register_rows(self) -> "Positions":
        """The positions in `reading.rows` of each département's."""
        return positions(self.row_homes)

    @cached_property
    def zoning_rows(self) -> "dict[str, Positions]":
        """The positions of each département's communes, by the key of a zoning."""
        tables = {key: table for key, table in self.zonings.items() if table is not None}
        return {key: positions(map(commune_departement, table.index))
                for key, table in tables.items()}  # fmt: skip

    @cached_property
    def sector_rows(self) -> "Positions":
        """The positions in `sectors` of each département's communes."""
        communes = [] if self.sectors is None else self.sectors["commune_code"]
        return positions(map(commune_departement, communes))

    @cached_property
    def file_findings(self) -> "dict[str, list[Finding]]":
        """What was noticed of the files, by département; "" for what is of none."""
        return file_findings(self.findings.entries, self.school_homes)

    @cached_property
    def register_findings(self) -> "dict[str, list[Finding]]":
        """What was noticed of the register, by département; "" for what is of none."""
        return register_findings_by_home(self.reading, self.row_homes.tolist(), self.sheet_homes)

    @property
    def findings_of_none(self) -> Findings:
        """What is told once of the whole files, in no département."""
        return Findings([*self.file_findings.get("", ()), *self.register_findings.get("", ())])

    @property
    def unattributed(self) -> "pd.DataFrame":
        """The rows of the register that are of no département, as `reading.rows` has them."""
        return self.reading.rows[self.row_homes == ""]


def positions(codes: "Iterable[str]") -> "Positions":
    """Give the positions of each code, in order.

    Examples
    --------
    >>> {code: rows.tolist() for code, rows in positions(["35", "22", "35"]).items()}
    {'22': [1], '35': [0, 2]}
    """
    rows = pd.Series(list(codes), dtype=str)
    return {str(code): np.asarray(held) for code, held in rows.groupby(rows).indices.items()}


def read_files(
    project: "Project", report: "Report" = lambda _step, _done: None, *, as_one: bool = False
) -> FilesRead:
    """Read every file that a project names.

    Parameters
    ----------
    project
        Its territory may be the whole country: nothing is drawn, no projection is needed.
    report
        Told of the directory, the communes (`as_one`) and the register, once they are read.
    as_one
        Whether the départements make one territory, which is placed at once.

    Raises
    ------
    InputError
        If one isn't what is expected; it is named, with what is.
    """
    tr, findings = language(project.lang), Findings()
    codes = territory_departements(project.departements, project.academies, project.regions)
    with naming_input("schools"):
        establishments = read_establishments(project.schools)
        directory = read_schools(project.schools, findings=findings, rows=establishments)
    # The list before the effectifs, which say REP too: they are then checked against what holds.
    directory, year, listed = _with_priority(project, directory, codes, findings)
    directory, rentree = _with_figures(project, directory, findings)
    here = year if listed.intersection(codes) else None
    report(*directory_read(tr, len(directory), priority_year=here, rentree=rentree))
    zonings = {key: given(project, key, findings) for key in ZONINGS}
    sectors = given(project, "college_sectors", findings)
    if sectors is not None:
        sectors = place_colleges(sectors, read_colleges(establishments))
    # Schools are put in their zones before the register is read, since a row may be for a sector.
    ground: Ground | None
    if as_one:
        ground = lay_ground(
            project, codes, schools=directory, zonings=zonings, sectors=sectors, report=report
        )
    else:
        ground = _sectored(project, codes, directory, sectors)
    reading = read_registers(
        project.registers,
        _knowing_sectors(directory, ground),
        columns=project.columns,
        sheet_orders=project.sheet_orders,
        answers=project.answers,
        others=lambda: other_uais(establishments),
    )
    # As `geo-ent check` counts them: one number for one file.
    report(*register_read(tr, len(reading.rows), known_schools_n(reading.register, directory)))
    return FilesRead(
        project, codes, directory, zonings, sectors, reading, rentree, year, listed,
        _facts(project), findings, ground if as_one else None,
    )  # fmt: skip


def _sectored(
    project: "Project",
    codes: tuple[str, ...],
    directory: "gpd.GeoDataFrame",
    sectors: "gpd.GeoDataFrame | None",
) -> Ground | None:
    """Put the schools of the départements that have sectors in them; None where there is none."""
    if sectors is None:
        return None
    of_communes = commune_homes(sectors)
    served = [code for code in codes if (of_communes == code).any()]
    if not served:
        return None
    # Names are all that is taken of it: each territory is placed for itself, with its outlines.
    bundled = replace(project, boundaries=None)
    return lay_ground(
        bundled, served, schools=directory, zonings={}, sectors=sectors, report=_silent
    )


def _silent(_step: str, _done: str) -> None:
    """Report nothing."""


def given(project: "Project", key: str, findings: Findings) -> Any:  # noqa: ANN401 any reader's
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
    findings: Findings,
) -> "tuple[gpd.GeoDataFrame, str | None, frozenset[str]]":
    """Let the list of éducation prioritaire decide, where it is given; tell its year and where."""
    listed = given(project, "priority", findings)
    if listed is None or project.priority is None:
        return schools, None, frozenset()
    decided = add_priority(
        schools, listed, departements=departements, findings=findings, file=project.priority.name
    )
    return decided, str(listed.attrs["year"]), listed_departements(schools, listed)


def _with_figures(
    project: "Project", schools: "gpd.GeoDataFrame", findings: Findings
) -> "tuple[gpd.GeoDataFrame, int | None]":
    """Add what files say of schools (pupils, classes, IPS, use); tell the rentrée of the pupils."""
    rentree = None
    for key, record in INPUTS.items():
        path = getattr(project, key)
        if not record.adder or path is None:
            continue
        figures = given(project, key, findings)
        if key == "pupils":
            rentree = int(figures["rentree"].max())
            # They say REP too, of a rentrée that may be years before: a check, and no change.
            check_priority(schools, figures, findings=findings, file=path.name)
        with naming_input(key):
            add = resolve_name(record.adder)
            schools = add(schools, figures, findings=findings, file=path.name)
    return schools, rentree


def _knowing_sectors(directory: "gpd.GeoDataFrame", ground: Ground | None) -> "gpd.GeoDataFrame":
    """Tell the register's reader each school's sector, so that a row can name one."""
    # The directory, and not the schools located: a row may be of a school of elsewhere, which is
    # then known and left out instead of being looked for by its name.
    if ground is None or "secteur_college_name" not in ground.located:
        return directory
    named: gpd.GeoDataFrame = directory.join(ground.located["secteur_college_name"])
    return named


def _facts(project: "Project") -> dict[str, Any]:
    """Describe each file that was read: its name and its sums; the register's come last."""
    keys = sorted(INPUTS, key=lambda key: key == "schools")  # beside the register
    files = {key: getattr(project, key) for key in keys}
    facts: dict[str, Any] = {key: file_facts(path) for key, path in files.items() if path}
    return {**facts, "register": [file_facts(path) for path in project.registers]}
