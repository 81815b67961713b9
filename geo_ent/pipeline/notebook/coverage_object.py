"""A territory's coverage as an object: frames, sentences and a map, for a notebook."""

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.maps.page.coverage_map import CoverageMap
from geo_ent.pipeline.notebook.former_findings import FindingsTable, warn_of_former
from geo_ent.pipeline.notebook.framed_page import framed_page
from geo_ent.pipeline.notebook.table_types import school_points, typed_table, zone_shapes
from geo_ent.tables.given.given_options import hold_path
from geo_ent.telling.language import Language, language
from geo_ent.text.compare import meant
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geo_ent.pipeline.compute import Result
    from geo_ent.pipeline.notebook.computed_tables import ComputedTables
    from geo_ent.pipeline.notebook.folder_tables import FolderTables


class Coverage:
    r"""Which schools of a territory have an ENT: as frames, in sentences, on a map.

    `geo_ent.build` makes one of files, `geo_ent.open` of a folder made before, `geo_ent.demo` of a
    programme's published figures. Frames have the columns and the figures of the CSV files of the
    folder, each with its type; they are read or computed when they are first asked for, and a new
    copy each time.

    Parameters
    ----------
    tables
        What reads or computes the tables: these three functions give it.

    Examples
    --------
    >>> import geo_ent
    >>> cantal = geo_ent.demo("cantal")
    >>> cantal.headline
    'Données simulées. 19 écoles publiques sur 172 ont un ENT, soit 11,0\xa0%.'
    >>> zones = cantal.zones("epci")
    >>> zones.index.name, zones.crs.to_epsg(), len(zones)
    ('zone_code', 4326, 10)
    """

    def __init__(self, tables: "ComputedTables | FolderTables") -> None:
        """Take what reads or computes the tables."""
        self._tables = tables
        self._kept: dict[str, pd.DataFrame | None] = {}

    @property
    def headline(self) -> str:
        """The figures in one sentence, of the schools counted at the date.

        Where the data is simulated it says so first: a sentence is pasted without its object.
        """
        told = str(self._tables.facts["headline"])
        return f"{self._language('Données simulées.')} {told}" if self.simulated else told

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self._tables.facts.get("title", ""))

    @property
    def territory(self) -> str:
        """The territory's name."""
        return str(self._tables.facts["territory"])

    @property
    def date(self) -> dt.date:
        """The day shown."""
        return dt.date.fromisoformat(self._tables.facts["date"])

    @property
    def sector(self) -> str:
        """The schools that are counted: "public", "prive" or "all"."""
        return str(self._tables.facts["sector"])

    @property
    def simulated(self) -> str:
        """What is simulated, in a sentence; "" where the data is real."""
        return str(self._tables.facts.get("simulated") or "")

    @property
    def sources(self) -> pd.DataFrame:
        """Whose data it is: `title, producer, licence, date, url`."""
        return pd.DataFrame(self._tables.facts.get("sources", []))

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to know of the figures, in sentences."""
        return tuple(self._tables.facts.get("notes", ()))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Tell all of it: the headline, the notes, the equity, who is left out, the deployment."""
        parts = self._tables.told.values()
        said = [self.headline, *self.notes, *(text for part in parts for text in part)]
        return tuple(dict.fromkeys(said))

    @property
    def totals(self) -> "pd.Series[float]":
        """The whole territory's figures: `schools_n, covered_n, …, coverage_share`."""
        return pd.Series(self._tables.facts["figures"], dtype=float)

    @property
    def page(self) -> Path | None:
        """The map's page; None where no folder was written (see `save`)."""
        return self._tables.page

    @property
    def levels(self) -> tuple[str, ...]:
        """What `zones` may be asked for, small to large."""
        return self._tables.levels

    @property
    def schools(self) -> "gpd.GeoDataFrame":
        """The schools counted: on `uai`, as `schools.csv`, with their points in EPSG:4326."""
        return school_points(self.table("schools"))

    def zones(self, level: str) -> "gpd.GeoDataFrame":
        """Give the zones of a level, with their figures.

        Parameters
        ----------
        level
            One of `levels`.

        Returns
        -------
        GeoDataFrame
            On `zone_code`: the columns of `coverage-<level>.csv`, `estimated` for the outlines, and
            these in EPSG:4326; ready for `.plot()`, `.explore()` and `geopandas.sjoin`.

        Raises
        ------
        InputError
            If the territory hasn't the level, or a folder made with --quick can't have its
            outlines drawn again.

        Examples
        --------
        >>> import geo_ent
        >>> zones = geo_ent.demo("cantal").zones("arrondissement")
        >>> zones[["zone_name", "schools_n", "covered_n"]].values.tolist()
        [['Aurillac', 89, 1], ['Mauriac', 34, 10], ['Saint-Flour', 49, 8]]
        """
        if level not in self.levels:
            raise InputError(_no_such(f"zones({level!r})", "ce niveau", level, self.levels))
        return zone_shapes(self.table(f"coverage-{level}"), self._outlines(level))

    @property
    def gaps(self) -> pd.DataFrame:
        """The schools to equip, by rank: on `uai`, as `gaps.csv`."""
        return self.table("gaps")

    @property
    def equity(self) -> pd.DataFrame:
        """How equal the coverage is, a row a measure: `grouping, measure, estimate, low, high`."""
        return self.table("equity")

    @property
    def findings(self) -> pd.DataFrame:
        """What was left out, mended or guessed: `kind, file, row, uai, message`."""
        return FindingsTable(self.table("findings"))

    @property
    def result(self) -> "Result":
        """What was computed, in the pipeline's own frames: it goes with 0.3, and warns.

        Raises
        ------
        AttributeError
            If it was opened: nothing was computed.
        """
        warn_of_former("result", "schools, zones(level), table(name)")
        computed: Result | None = getattr(self._tables, "result", None)
        if computed is None:
            msg = "« result » : cette carte est lue d’un dossier, rien n’a été calculé."
            raise AttributeError(msg)
        return computed

    @property
    def register(self) -> pd.DataFrame:
        """The register row by row: as it is written, as it was understood, and each `doubt`."""
        return self.table("register-report")

    @property
    def columns(self) -> tuple[str, ...]:
        """What was taken from the register's columns, in sentences."""
        return self._messages("register-columns")

    @property
    def questions(self) -> tuple[str, ...]:
        """What the register's columns and sheets leave open, in sentences."""
        return self._messages("register-question")

    @property
    def series(self) -> pd.DataFrame:
        """The schools' status at each rentrée and at the date: on `uai`, a column a `date`.

        Missing where a school hadn't opened; without a column where the register has no history.
        """
        rows = self._table("history")
        if rows is None:
            return pd.DataFrame(index=self.schools.index, dtype=str)
        wide = rows.pivot(index="uai", columns="date", values="status")  # noqa: PD010 one a school and date
        return wide.rename(columns=lambda day: pd.Timestamp(day).date())

    def table(self, name: str) -> pd.DataFrame:
        """Give a table of the folder by its file's name, without `.csv`.

        Parameters
        ----------
        name
            As "solutions", "change" or "coverage-epci".

        Returns
        -------
        DataFrame
            On its index, where it has one (`docs/columns.md`).

        Raises
        ------
        InputError
            If there is no such table: it has no row, or wasn't made (--quick).

        Examples
        --------
        >>> import geo_ent
        >>> solutions = geo_ent.demo("cantal").table("solutions")
        >>> solutions.loc[solutions["level"] == "territory", "solution"].tolist()
        ["Net'École", "Net'Circo"]
        """
        rows = self._table(name)
        if rows is None:
            # Nor has one that was made with quick those of its lists, nor any the tables of no row.
            raise InputError(
                _no_such(f"table({name!r})", "ce tableau", name, self._tables.table_names)
            )
        return rows

    def map(self) -> CoverageMap:
        """Make the Folium map of the page, which layers can be added to.

        Returns
        -------
        CoverageMap
            A `folium.Map`, which a notebook shows and `.save("page.html")` writes.

        Examples
        --------
        >>> import folium, geo_ent
        >>> cantal = geo_ent.demo("cantal").map()
        >>> isinstance(cantal, folium.Map)
        True
        """
        return CoverageMap(self._tables.hosted())

    def save(self, folder: str | Path) -> Path:
        """Write the folder of maps and tables, as the command does; give its page.

        Parameters
        ----------
        folder
            Replaced as a whole, but for files of one's own.

        Returns
        -------
        Path
            The map's page, `index.html`.

        Raises
        ------
        OutputError
            If it can't be written, or isn't ours to replace; nothing has been touched.

        Examples
        --------
        >>> import tempfile, geo_ent
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     page = geo_ent.demo("cantal", quick=True).save(folder + "/cantal")
        ...     page.name, page.exists()
        ('index.html', True)
        """
        hold_path(folder, "save", "folder", "le chemin d’un dossier")
        return self._tables.save(Path(folder))

    def __repr__(self) -> str:
        """Say in one line what this is."""
        told = f"{self.territory}, {self._language.day(self.date)}. {self.headline}"
        return f"<geo_ent.Coverage: {one_line(told)}>"

    def _repr_html_(self) -> str:
        """Show the page in a frame, as a notebook does."""
        where = f"{self.territory}, {self._language.day(self.date)}."
        page = self._tables.hosted().html()
        return framed_page(page, title=self.title, headline=self.headline, where=where)

    @cached_property
    def _language(self) -> Language:
        return language(self._tables.facts.get("lang", "fr"))

    @cached_property
    def _drawn(self) -> "dict[str, gpd.GeoDataFrame]":
        return {}

    def _outlines(self, level: str) -> "gpd.GeoDataFrame":
        if level not in self._drawn:
            self._drawn[level] = self._tables.outlines(level)
        return self._drawn[level]

    def _table(self, name: str) -> pd.DataFrame | None:
        """Read a table once; give a copy of it, so that nobody changes another's."""
        if name not in self._kept:
            source = self._tables.text(name)
            self._kept[name] = None if source is None else typed_table(source, name)
        rows = self._kept[name]
        return None if rows is None else rows.copy()

    def _messages(self, kind: str) -> tuple[str, ...]:
        table: Any = self.findings
        return tuple(table.loc[table["kind"] == kind, "message"])


def _no_such(call: str, what: str, asked: object, there: "Sequence[str]") -> str:
    """Say that a map hasn't what is asked for: which is near, and which it has."""
    near = meant(asked, there) if isinstance(asked, str) else ""
    told = f"{call} : cette carte n’a pas {what}{f' ; {near}' if near else '.'}"
    return f"{told} Elle a : {', '.join(there)}."
