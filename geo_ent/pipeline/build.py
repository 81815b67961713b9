"""From a project to its folder, whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.pipeline.compute import compute
from geo_ent.pipeline.outputs import write_outputs
from geo_ent.pipeline.reading import place_inputs, read_territory
from geo_ent.publish.folder import atomic_folder
from geo_ent.tables.findings import Findings
from geo_ent.telling.build_sentences import Report, folder_written
from geo_ent.telling.language import language
from geo_ent.telling.register.column_sentences import column_sentences, question_sentences

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.pipeline.compute import Result
    from geo_ent.pipeline.national.territory_frames import TerritoryFrames
    from geo_ent.project.build_options import Project


@dataclass(frozen=True)
class Built:
    """What came out of a build.

    Attributes
    ----------
    page
        The map page.
    headline
        The figures in one sentence.
    totals
        `schools_n, covered_n, …` of the whole territory.
    findings
        What was left out or mended, of the schools counted and their territory.
    columns, questions
        What was taken from the register's columns, and what they leave open, in sentences.
    sentences
        What the page, the sheets and the pictures say, each with the figures that it claims and of
        whom they are (`geo_ent.telling.claims`).
    result
        What was read and computed, for whoever tells more of it.
    """

    page: Path
    headline: str
    totals: "pd.Series[float]"
    findings: Findings
    result: "Result" = field(repr=False)
    columns: Sequence[str] = ()
    questions: Sequence[str] = ()
    sentences: Sequence[str] = ()


def build(
    project: "Project",
    *,
    report: Report = lambda _step, _done: None,  # silence is what a notebook wants
    page_ready: "Callable[[Path], object]" = lambda _page: None,
) -> Built:
    """Make the folder of a project: map page, tables, manifest.

    Parameters
    ----------
    project
        What to read and where to write.
    report
        Called after each of `STEPS` with its name and what was done, in the project's language.
    page_ready
        Called with the map page once it is written, while the rest is: its bytes are final, its
        place isn't.

    Returns
    -------
    Built
        Where the page is, and what was made and found on the way.

    Raises
    ------
    InputError
        If an input isn't what is expected.
    OutputError
        If the folder can't be written; the previous one is untouched in both cases.
    """
    # Reading and computing are inside too: a folder that isn't ours to replace is refused at once,
    # not when all is computed.
    with atomic_folder(project.out) as folder:
        frames = read_territory(project, report)
        built = build_territory(project, frames, folder, report, page_ready)
        files_n = len(list(folder.iterdir()))
    # after the folder took its place: nothing is said to be written that isn't
    report(*folder_written(language(project.lang, project.sector), files_n, project.out))
    return replace(built, page=project.out / "index.html")


def build_territory(
    project: "Project",
    frames: "TerritoryFrames",
    folder: Path,
    report: Report = lambda _step, _done: None,
    page_ready: "Callable[[Path], object]" = lambda _page: None,
) -> Built:
    """Make a territory's map page, tables and manifest of what was read: a pure function.

    The same frames and options give the same bytes, in any process and on any machine: no file of
    the project is opened, no clock is read.

    Parameters
    ----------
    project
        What was asked; its territory is that of the frames, and its paths are names alone.
    frames
        As `own_inputs` or `whole_inputs` gives them.
    folder
        Where to write: it exists and is empty, and is the caller's to put in its place.
    report, page_ready
        As for `build`.

    Raises
    ------
    InputError
        If the territory has no school of the sector, or no date can be told.
    """
    findings = Findings()  # one list, which every step adds to; the result has the reader's
    inputs = place_inputs(project, frames, findings, report)
    result = compute(project, inputs, findings, report)
    written = write_outputs(project, result, folder, report, page_ready)
    tr = language(project.lang, project.sector)
    return Built(
        folder / "index.html",
        written.headline,
        result.totals,
        result.findings,
        result,
        column_sentences(result.reading, tr),
        question_sentences(result.findings, tr),
        written.sentences,
    )
