"""The commands `geo-ent fetch` and `geo-ent sources`: official data, fetched and listed."""

import re
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from geo_ent.cli.json_output import AsJson, print_json
from geo_ent.cli.shared_options import (
    Academies,
    CaBundle,
    Datasets,
    Departements,
    Lang,
    Regions,
    declared,
    split_datasets,
)
from geo_ent.errors import ExitCode, InputError
from geo_ent.project.build_options import OPTIONS
from geo_ent.sources.store.freshness import age
from geo_ent.telling.language import language
from geo_ent.telling.source_words import (
    address_line,
    had_line,
    held_line,
    progress_words,
    size_words,
    source_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from geo_ent.sources.client.patience import Tell
    from geo_ent.sources.client.transport import Progress
    from geo_ent.sources.datasets import Catalogue, Dataset
    from geo_ent.sources.fetch import Fetched
    from geo_ent.sources.store.cache import Cache
    from geo_ent.sources.store.cached_entry import Entry
    from geo_ent.telling.language import Language

_TABLE_WIDTH = 120  # columns; in fewer an address would be cut into pieces
_Check = Annotated[
    bool,
    typer.Option(
        "--check",
        rich_help_panel="Réseau",
        help="Ne rien télécharger : demander à chaque source ce qu’elle a, et le comparer au "
        "catalogue (une cinquantaine d’appels au plus).",
    ),
]


def _vintage(given: str) -> str:
    """Take a year, or a vintage by its name."""
    if given and not _VINTAGE.match(given):
        msg = f"--year « {given} » : on attend une année comme 2024, ou un millésime (2025-50m)."
        raise InputError(msg)
    return given


_Year = Annotated[
    str,
    typer.Option(
        parser=_vintage,
        metavar="ANNÉE",
        rich_help_panel="Calcul",
        help="La rentrée, ou le millésime des fichiers ; sinon les derniers.",
    ),
]
_Refresh = Annotated[bool, declared(OPTIONS["refresh"], "Redemander même ce qui est récent.")]
_OfflineSaid = Annotated[
    bool, declared(OPTIONS["offline"], "Ne pas toucher au réseau : dire ce que l’on a.")
]
_VINTAGE = re.compile(r"(?:19|20)\d\d(?:\D|$)")
_NEEDED = "annuaire"  # without it there is no map; the others are done without


def fetch_command(
    departement: Departements = None,
    academie: Academies = None,
    region: Regions = None,
    dataset: Datasets = None,
    year: _Year = "",
    refresh: _Refresh = False,
    offline: _OfflineSaid = False,
    check: _Check = False,
    ca_bundle: CaBundle = None,
    lang: Lang = "",
) -> None:
    """Télécharge les données officielles d'un territoire (sans territoire : de la France)."""
    from geo_ent.sources.datasets import asked_datasets
    from geo_ent.sources.datasets_file import read_catalogue
    from geo_ent.sources.fetch import fetch

    tr, catalogue = language(lang), read_catalogue()
    selected = asked_datasets(catalogue, split_datasets(dataset))
    if check:
        # In the catalogue's order: the names are a set.
        datasets = [
            dataset
            for name, dataset in catalogue.datasets.items()
            if not selected.named or name in selected.named
        ]
        _check_sources(catalogue, datasets, ca_bundle, tr)
        return
    territory = departement or (), academie or (), region or ()
    with following(tr) as (tell, progress):
        had = fetch(
            selected.names,
            _departements(*territory),
            year=year or None,
            offline=offline,
            refresh=refresh,
            ca_bundle=ca_bundle,
            catalogue=catalogue,
            tell=tell,
            progress=progress,
            # what is asked for by its name is needed: done without in silence it would be missed
            optional=set(selected.vintages) - selected.named - {_NEEDED},
        )
    print_had(had.values(), tr)
    _print_credits(had.values(), tr)


def _print_credits(had: "Collection[Fetched]", tr: "Language") -> None:
    """Print what a map made of these must carry."""
    if had:
        print("\n" + tr("À citer sur une carte :"))
    # Once each: most datasets are the ministry's. The licence asks for it wherever they are shown.
    for credit in dict.fromkeys(source.dataset.credit for source in had):
        print(f"  {credit}")


def _departements(*territory: "Sequence[str]") -> tuple[str, ...]:
    """Give the départements of a territory; none is all of France."""
    if not any(territory):
        return ()
    # Here: names are looked up in the bundled communes, and all of France needs none.
    from geo_ent.communes.departements import territory_departements

    return territory_departements(*territory)


def _check_sources(
    catalogue: "Catalogue",
    datasets: "Sequence[Dataset]",
    ca_bundle: "Path | None",
    tr: "Language",
) -> None:
    """Print what the sources have against the catalogue; a code says what is to be looked at."""
    from geo_ent.sources.client.transport import Transport
    from geo_ent.sources.survey import survey
    from geo_ent.telling.survey_words import survey_lines

    transport = Transport(catalogue, ca_bundle=ca_bundle)
    answers = list(survey(transport, datasets))
    for line in survey_lines(answers, transport.calls_n, tr):
        print(line)
    if all(one.unreached for one in answers):
        raise typer.Exit(ExitCode.NO_SOURCE)
    if any(one.differences or one.unreached for one in answers):
        raise typer.Exit(ExitCode.TO_SEE)


def sources_command(
    clean: Annotated[
        bool,
        typer.Option(
            "--clean", rich_help_panel="Fichiers", help="Retirer du cache les anciennes versions."
        ),
    ] = False,
    lang: Lang = "",
    as_json: AsJson = False,
) -> None:
    """Dit ce que geo-ent sait télécharger, et ce que le cache en a."""
    from geo_ent.sources.datasets_file import read_catalogue
    from geo_ent.sources.store.cache import Cache

    tr = language(lang)
    catalogue = read_catalogue()
    aside = sys.stderr if as_json else sys.stdout
    cache = Cache(tell=lambda note: print(source_line(note, tr), file=aside))
    if as_json:
        from geo_ent.pipeline.documents.sources_document import sources_document

        freed_n = cache.clean() if clean else None
        print_json(sources_document(catalogue, cache, freed_n=freed_n))
        return
    if clean:  # before the list, which tells what is left
        print(tr("{size} libérés.", size=size_words(cache.clean(), tr)) + "\n")
    wide = sys.stdout.isatty() and shutil.get_terminal_size().columns >= _TABLE_WIDTH
    show = _rich_sources if wide else _plain_sources
    show(catalogue, cache.entries(), tr)
    _print_cache(cache, tr)


@contextmanager
def following(tr: "Language") -> "Iterator[tuple[Tell, Callable[[Progress], None] | None]]":
    """Give what shows a download: a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda note: print(source_line(note, tr), flush=True), None
        return
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    words = TextColumn("{task.fields[words]}")
    columns = (TextColumn("{task.description}"), BarColumn(20), words, TimeRemainingColumn())
    with Bar(*columns, transient=True) as bar:
        tasks: dict[str, object] = {}

        def show(progress: "Progress") -> None:
            task = tasks.get(progress.dataset)
            if task is None:
                task = tasks[progress.dataset] = bar.add_task(
                    progress.dataset, total=None, words=""
                )
            # By its rows where they are counted: a portal's export has no known length.
            done, total = progress.bytes_n, progress.bytes_total
            if progress.rows_total and progress.rows_n:
                done, total = progress.rows_n, progress.rows_total
            words = progress_words(progress, tr)
            bar.update(task, completed=done, total=total, words=words)  # type: ignore[arg-type]

        yield lambda note: bar.console.print(Text(source_line(note, tr))), show


def print_had(had: "Iterable[Fetched]", tr: "Language") -> None:
    """Say of each dataset how it was had."""
    for source in had:
        print(had_line(source, age(source.entry), tr))


def _held(dataset: "Dataset", entries: "Sequence[Entry]", tr: "Language") -> list[str]:
    """Say what the cache has of a dataset, a line for each territory and year."""
    return [held_line(entry, age(entry), tr) for entry in entries if entry.dataset == dataset.id]


def _plain_sources(catalogue: "Catalogue", entries: "Sequence[Entry]", tr: "Language") -> None:
    for dataset in catalogue.datasets.values():
        print(tr("{dataset} : {title}", dataset=dataset.id, title=dataset.title))
        print(f"  {dataset.producer}, {dataset.licence}")
        print(f"  {dataset.page}")
        print(f"  {address_line(dataset, tr)}")
        for line in _held(dataset, entries, tr) or [tr("rien dans le cache")]:
            print(f"  -> {line}")


def _rich_sources(catalogue: "Catalogue", entries: "Sequence[Entry]", tr: "Language") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(tr("Nom"), tr("Ce que c’est"), tr("Dans le cache"), box=SIMPLE_HEAD)
    table.columns[1].overflow = "fold"  # an address is shown whole
    for dataset in catalogue.datasets.values():
        about = f"{dataset.title}\n{dataset.producer}, {dataset.licence}\n{dataset.page}"
        held = "\n".join(_held(dataset, entries, tr)) or tr("rien")
        table.add_row(Text(dataset.id, "bold"), Text(about), Text(held))
    Console(highlight=False).print(table)


def _print_cache(cache: "Cache", tr: "Language") -> None:
    """Say where the cache is, its size, and what of it is only there for the lock files."""
    # By file: several entries may name one, and it lies there once.
    used = {entry.file: entry.bytes_n for entry in cache.entries()}
    size = size_words(sum(used.values()), tr)
    print("\n" + tr("Le cache : {folder} ({size})", folder=cache.folder, size=size))
    old = cache.old()
    if old:
        print(
            tr.plural(
                "et {n} ancienne version ({size}), que geo-ent sources --clean retire.",
                "et {n} anciennes versions ({size}), que geo-ent sources --clean retire.",
                len(old),
                n=tr.number(len(old)),
                size=size_words(sum(path.stat().st_size for path in old), tr),
            )
        )
