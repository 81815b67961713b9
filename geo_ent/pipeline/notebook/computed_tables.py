"""What a notebook shows of a build in memory: the tables that its folder would have, and its page.

Each is made when it is first asked for, by what writes it in a folder: who wants the coverage alone
doesn't wait for the gaps or the equity.
"""

import json
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.gaps.local_tables import with_absence
from geo_ent.pipeline.change_figures import changes, history_rows
from geo_ent.pipeline.deployment_figures import deployment
from geo_ent.pipeline.gap_figures import in_words, left_out, ranks_told
from geo_ent.pipeline.office_files import deployment_tables, told_sentences
from geo_ent.pipeline.outputs import (
    findings_told,
    gaps_layer,
    manifest_facts,
    programme_layer,
    whole_page,
    write_outputs,
)
from geo_ent.pipeline.page_telling import page_facts, teller
from geo_ent.pipeline.row_notes import row_notes
from geo_ent.pipeline.zone_reliability import with_reliability
from geo_ent.publish.csv_tables import (
    write_coverage,
    write_findings,
    write_gaps,
    write_part,
    write_schools,
)
from geo_ent.publish.equity.equity_sheet import (
    GROUPS,
    MEASURES,
    equity_csv,
    equity_sheet_words,
    sheet_figures,
)
from geo_ent.publish.folder import atomic_folder
from geo_ent.publish.register.register_report import report_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.equity.equity_figures import EquityFigures
    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.maps.page.coverage_page import CoveragePage
    from geo_ent.pipeline.compute import Result
    from geo_ent.pipeline.deployment_figures import Deployment
    from geo_ent.project.build_options import Project
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts

_LEVEL = "coverage-"


class ComputedTables:
    """The tables and the page of what was computed."""

    def __init__(self, project: "Project", result: "Result", page: Path | None = None) -> None:
        """Take what was asked and computed, and the page where a folder was written."""
        self.page = page
        self._project, self._result = project, result

    @property
    def result(self) -> "Result":
        """What was computed."""
        return self._result

    @cached_property
    def facts(self) -> "Mapping[str, Any]":
        """What the manifest says: dates as texts, and counts as whole numbers."""
        facts = manifest_facts(self._project, self._result, self._page_facts)
        kept: dict[str, Any] = json.loads(json.dumps(facts, default=str))
        return kept

    @cached_property
    def told(self) -> "Mapping[str, list[str]]":
        """What there is to read of the equity, the gaps and the deployment; none of a quick map."""
        if self._project.quick:
            return {}
        words = equity_sheet_words(
            self._equity, facts=self._page_facts, tr=self._tr, behind=self._worded
        )
        return told_sentences(words, self._worded, self._deployment, self._tr)

    @property
    def levels(self) -> tuple[str, ...]:
        """Those that the territory has, small to large."""
        return tuple(self._result.coverage)

    def text(self, name: str) -> StringIO | None:
        """Give the text of a table, by its file's name without `.csv`; None where it has no row."""
        writers = self._writers
        if name not in writers:
            return None
        text = StringIO()
        writers[name](text)
        text.seek(0)
        return text if text.getvalue() else None

    @property
    def table_names(self) -> tuple[str, ...]:
        """What `text` gives a table of, in order: all are made, to know which have a row."""
        return tuple(sorted(name for name in self._writers if self.text(name) is not None))

    def outlines(self, level: str) -> "gpd.GeoDataFrame":
        """Give a level's outlines, with `estimated`."""
        drawn: gpd.GeoDataFrame = self._result.zones[level][["estimated", "geometry"]]
        return drawn

    def hosted(self) -> "CoveragePage":
        """Make the page, for a map to host."""
        project, result = self._project, self._result
        if project.quick:
            return whole_page(project, result, self._page_facts)
        ranks = ranks_told(self._behind, self._tr)
        gaps = gaps_layer(self._behind, ranks, self._tr)
        programme = programme_layer(self._deployment)
        return whole_page(project, result, self._page_facts, gaps, programme)

    def save(self, folder: Path) -> Path:
        """Write the folder that the command would have written; give its page."""
        with atomic_folder(folder) as work:
            write_outputs(self._project, self._result, work, lambda _step, _done: None)
        return folder / "index.html"

    @property
    def _writers(self) -> "dict[str, Callable[[StringIO], None]]":
        writers = self._level_writers | self._plain_writers
        return writers if self._project.quick else writers | self._full_writers

    @property
    def _level_writers(self) -> "dict[str, Callable[[StringIO], None]]":
        return {_LEVEL + level: self._level_writer(level) for level in self.levels}

    def _level_writer(self, level: str) -> "Callable[[StringIO], None]":
        def write(text: StringIO) -> None:
            table = self._result.coverage[level]
            if not self._project.quick:
                table = with_reliability(table, self._result.zones[level])
            write_coverage(table, text, note=row_notes(self._project, self._result)[level])

        return write

    @property
    def _plain_writers(self) -> "dict[str, Callable[[StringIO], None]]":
        """Give what writes the tables that a quick folder has too."""
        project, result = self._project, self._result
        note = project.note
        return {
            "schools": lambda text: write_schools(result.schools, text, note=note("schools")),
            "findings": lambda text: write_findings(
                findings_told(project, result), text, note=note("findings")
            ),
            "register-report": lambda text: _put(
                text, report_csv(result.reading, tr=self._tr, note=note("register"))
            ),
        }

    @property
    def _full_writers(self) -> "dict[str, Callable[[StringIO], None]]":
        """Give what writes the tables that a quick folder hasn't."""
        note = self._project.note
        return {
            "gaps": lambda text: write_gaps(
                with_absence(self._worded.gaps.table, self._result.schools), text, note=note("gaps")
            ),
            "change": lambda text: _part(changes(self._result), text, note("change")),
            "history": lambda text: _part(history_rows(self._result), text, note("history")),
            **{name.removesuffix(".csv"): self._equity_writer(name) for name in (MEASURES, GROUPS)},
            **{name: self._deployment_writer(name) for name in deployment_tables(self._deployment)},
        }

    def _equity_writer(self, name: str) -> "Callable[[StringIO], None]":
        note = self._project.note("equity")
        return lambda text: _put(text, equity_csv(self._equity, name, self._tr, note=note))

    def _deployment_writer(self, name: str) -> "Callable[[StringIO], None]":
        note = self._project.note("deployment")
        return lambda text: _part(deployment_tables(self._deployment)[name], text, note)

    @cached_property
    def _tr(self) -> "Language":
        return teller(self._project, self._result)

    @cached_property
    def _page_facts(self) -> "PageFacts":
        return page_facts(self._project, self._result)

    @cached_property
    def _behind(self) -> "LeftOut":
        return left_out(self._project, self._result)

    @cached_property
    def _worded(self) -> "LeftOut":
        return in_words(self._behind, self._tr)

    @cached_property
    def _deployment(self) -> "Deployment":
        return deployment(self._project, self._result, self._behind)

    @cached_property
    def _equity(self) -> "EquityFigures":
        return sheet_figures(self._result.schools, self._result.communes)


def _put(text: StringIO, content: str) -> None:
    text.write(content)


def _part(table: "pd.DataFrame", text: StringIO, note: str) -> None:
    """Write a table that has no file where it has no row."""
    if len(table):
        write_part(table, text, note=note)
