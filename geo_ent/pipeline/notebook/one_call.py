"""One call: from files, a folder or a demo to a territory's coverage."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial, wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from geo_ent.errors import GeoEntError, InputError
from geo_ent.pipeline.build import build as build_folder
from geo_ent.pipeline.compute import compute
from geo_ent.pipeline.notebook.computed_tables import ComputedTables
from geo_ent.pipeline.notebook.coverage_object import Coverage
from geo_ent.pipeline.notebook.folder_tables import FolderTables
from geo_ent.pipeline.notebook.keyword_options import given_options, with_options
from geo_ent.pipeline.notebook.typed_options import BuildOptions
from geo_ent.pipeline.reading import read_inputs
from geo_ent.project.build_options import LANGS, Project
from geo_ent.project.bundled_demos import DEFAULT, demo_project
from geo_ent.project.official_data import explaining, official_inputs, pin
from geo_ent.project.project_file import asked_project, read_project
from geo_ent.sources.fetch import fetch as fetch_told
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_options import hold_flag, hold_kind, hold_list, hold_path, hold_word
from geo_ent.text.numbers import Lang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.sources.fetch import Fetched
    from geo_ent.telling.build_sentences import Report

_FLAG = re.compile(r"(?:-[a-z], )?--([a-z]+(?:-[a-z]+)*)")
_ASKED = (
    "un fichier geo-ent.toml, ou un Project ; pour vos propres tableaux, prenez les pièces "
    "(geo_ent.locate, status_at, coverage…)"
)
_NOWHERE = Path("maps")
"""What a project names where nothing is written; nothing tells it."""


def _say_nothing(_step: str, _done: str) -> None:
    """Report nothing: what a notebook wants."""


def _show_nothing(_page: Path) -> None:
    """Show no page while the rest is written."""


def open(folder: str | Path) -> Coverage:  # noqa: A001 the verb of the public API, as rasterio's
    """Open a folder that `geo-ent build`, `demo` or the application made.

    Parameters
    ----------
    folder
        The folder, its page or its manifest.

    Returns
    -------
    Coverage
        What `build` gave of it, read from its files when it is asked for.

    Raises
    ------
    InputError
        If it isn't one of ours, is an atlas, or was made by a version that told less.

    Examples
    --------
    >>> import tempfile, geo_ent
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = geo_ent.demo("cantal", quick=True).save(folder + "/cantal")
    ...     geo_ent.open(folder + "/cantal").territory
    'Cantal'
    """
    try:
        path = Path(folder)
    except TypeError as fault:
        msg = "open : on attend le chemin d’un dossier que geo-ent a fait, ou de sa page."
        raise InputError(msg) from fault
    return Coverage(FolderTables(path))


def build(
    project: "Project | str | Path | None" = None,
    *,
    out: "str | Path | None" = None,
    report: "Report | None" = None,
    page_ready: "Callable[[Path], object] | None" = None,
    **options: Unpack[BuildOptions],
) -> Coverage:
    r"""Compute the coverage of a territory, with the options of the command `geo-ent build`.

    Parameters
    ----------
    project
        A file geo-ent.toml, which the options win over, or a `Project`, which takes none.
    out
        The folder to write. Without one, here or in the project, nothing is written.
    report
        Called after each step with its name and what was done.
    page_ready
        Called with the map page once it is written, while the rest is.
    departement, academie, region
        The territory, by codes or names; one or several.
    schools
        The annuaire; without it, it is downloaded, or taken from the cache.
    register
        The register of ENT, one file or several; a later one counts as written later.
    date
        The day to show, a date or a text (2023-06-30); without it, the annuaire's own.
    as_of
        The day that the register was kept on; without it, the last one that it bears.
    sector
        The schools that are counted: "public" (without it, too), "prive" or "all".
    complete
        Whether a school that isn't in the register has no ENT; else nobody knows.
    density, frr
        INSEE's density grid (without it, rurality is estimated), the FRR table.
    urban_units, urban_areas
        INSEE's unités urbaines and aires urbaines, for the calls of projects.
    pupils, rentree
        Effectifs of the écoles, and the rentrée to take from them: the last one, without it.
    ips, priority
        The indice de position sociale, the list of the éducation prioritaire.
    usage
        A statement of use of the ENT: accounts created and activated, classes.
    college_sectors
        The carte scolaire of the collèges: adds the level `secteur_college`.
    boundaries
        Outlines of communes to draw instead of the bundled ones.
    title, contact, url
        Of the page: its title, the address that corrections are sent to, where it will be.
    quick
        Whether to make the page and the tables of coverage alone: no gaps, no equity.
    lang
        "fr" or "en": the language of the page and of the sentences.
    dataset, offline, refresh, ca_bundle
        Of the official data that is downloaded: which, from the cache alone, asked for again, the
        authorities of a proxy.
    simulated
        The sentence that says that the inputs are simulated.

    Returns
    -------
    Coverage
        Frames, sentences, a map.

    Raises
    ------
    TypeError
        If there is no such option, or its value isn't of its kind.
    InputError
        If an input isn't what is expected.
    OutputError
        If the folder can't be written; the previous one is untouched in both cases.
    SourceError
        If official data that nothing names can't be had.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> made = geo_ent.build(
    ...     departement="15", date="2017-01-16", simulated="Les écoles sont simulées.", **files
    ... )
    >>> made.headline
    'Données simulées. 19 écoles publiques sur 172 ont un ENT, soit 11,0\xa0%.'
    >>> len(made.zones("commune")), made.page is None
    (250, True)
    """
    report, page_ready = report or _say_nothing, page_ready or _show_nothing
    with _in_keywords():
        if isinstance(project, Project):
            return _built(_whole(project, out, options), report, page_ready)
        if project is not None:
            hold_path(project, "build", "project", _ASKED)
        file = None if project is None else Path(project)
        asked, writes = _asked(file, out, options)
        coverage = _built(asked, report, page_ready) if writes else _computed(asked, report)
        # Last: a lock is for the data of a map that was made.
        pin(asked.fetched, file, renew=options.get("refresh", False))
        return coverage


# Whoever completes from what runs (IPython, `help`) sees the options, as a type checker does.
build.__signature__ = with_options(signature(build), BuildOptions)  # type: ignore[attr-defined]


def demo(
    programme: str = DEFAULT,
    *,
    out: "str | Path | None" = None,
    lang: Lang = "fr",
    quick: bool = False,
) -> Coverage:
    """Compute the coverage of a real programme, from its published figures on simulated schools.

    Parameters
    ----------
    programme
        "cantal", "montpellier", "nancy-metz", "nantes" or "somme".
    out
        The folder to write; without one nothing is.
    lang
        "fr" or "en": the language of the page.
    quick
        The page and the tables of coverage alone.

    Returns
    -------
    Coverage
        Frames, sentences, a map, all of which say that the schools are simulated.

    Raises
    ------
    InputError
        If there is no such demo; they are listed.

    Examples
    --------
    >>> import geo_ent
    >>> geo_ent.demo("cantal").totals[["schools_n", "covered_n"]].tolist()
    [172.0, 19.0]
    """
    hold_flag(quick, "quick", "demo")
    hold_word(lang, LANGS, "lang", "demo")
    if out is None:
        return _computed_demo(programme, lang, quick=quick)
    with tempfile.TemporaryDirectory() as folder:
        asked = demo_project(programme, Path(folder), Path(out), lang=lang)
        return _built(replace(asked, quick=quick), _say_nothing)


# Nobody can change the object, which gives copies: asked for again, the same one serves.
@lru_cache(maxsize=4)
def _computed_demo(programme: str, lang: Lang, *, quick: bool) -> Coverage:
    with tempfile.TemporaryDirectory() as folder:
        asked = demo_project(programme, Path(folder), _NOWHERE, lang=lang)
        return _computed(replace(asked, quick=quick), _say_nothing)


def _whole(project: Project, out: str | Path | None, options: Mapping[str, object]) -> Project:
    """Give a project that was made by hand, its folder replaced where one is given."""
    if options:
        msg = (
            f"geo_ent.build : {', '.join(options)} avec un Project, qui a déjà ses options ; "
            "changez-les en lui (dataclasses.replace)."
        )
        raise TypeError(msg)
    return project if out is None else replace(project, out=Path(out))


def _asked(
    file: Path | None, out: str | Path | None, options: Mapping[str, object]
) -> tuple[Project, bool]:
    """Put together what the call and a project file say; tell whether a folder is to be written."""
    given = given_options(options)
    kept = read_project(file) if file else {}
    if out is not None:
        given["out"] = Path(out)
    writes = "out" in given or "out" in kept
    if not writes:
        given["out"] = _NOWHERE
    official = partial(official_inputs, file=file)
    return asked_project(given, file=file, official=official), writes


def _built(
    project: Project,
    report: "Report",
    page_ready: "Callable[[Path], object]" = _show_nothing,
) -> Coverage:
    """Write a project's folder, and keep what was computed."""
    with explaining(project.fetched):
        built = build_folder(project, report=report, page_ready=page_ready)
    return Coverage(ComputedTables(project, built.result, built.page))


def _computed(project: Project, report: "Report") -> Coverage:
    """Read and compute, and write nothing."""
    findings = Findings()
    with explaining(project.fetched):
        inputs = read_inputs(project, findings, report)
        result = compute(project, inputs, findings, report)
    return Coverage(ComputedTables(project, result))


@contextmanager
def _in_keywords() -> Iterator[None]:
    """Name options as a call has them: `college_sectors=`, not `--college-sectors`."""
    try:
        yield
    except GeoEntError as fault:
        fault.args = (_FLAG.sub(lambda flag: f"{flag[1].replace('-', '_')}=", str(fault)),)
        raise


@wraps(fetch_told)
def _fetch_held(
    names: "str | Sequence[str]", departements: "str | Sequence[str]" = (), **options: object
) -> "dict[str, Fetched]":
    for name, given in (("names", names), ("departements", departements)):
        for code in [given] if isinstance(given, str) else hold_list(given, name, "fetch"):
            hold_kind(code, name, "fetch", str)
    for name in ("offline", "refresh"):
        hold_flag(options.get(name, False), name, "fetch")
    return fetch_told(names, departements, **options)  # type: ignore[arg-type]  # its own options


# The same function for the command, whose faults name the options of a terminal.
fetch = _in_keywords()(_fetch_held)
