"""The commands `geo-ent fetch` and `geo-ent sources`: official data, fetched and listed."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from geo_ent.cli.shared_options import (
    Academies,
    CaBundle,
    Datasets,
    Departements,
    Regions,
    split_datasets,
)

if TYPE_CHECKING:
    from geo_ent.sources.client.transport import Progress, Tell
    from geo_ent.sources.datasets import Catalogue, Dataset
    from geo_ent.sources.fetch import Fetched
    from geo_ent.sources.store.cache import Cache
    from geo_ent.sources.store.cached_entry import Entry

__all__ = ["fetch_command", "following", "print_had", "sources_command"]

_TABLE_WIDTH = 120  # columns; in fewer an address would be cut into pieces
_NEEDED = "annuaire"  # without it there is no map; the others are done without


def fetch_command(
    departement: Departements = None,
    academie: Academies = None,
    region: Regions = None,
    dataset: Datasets = None,
    year: Annotated[
        str, typer.Option(help="La rentrée, ou le millésime des fichiers ; sinon les derniers.")
    ] = "",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Redemander même ce qui est récent.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ne pas toucher au réseau : dire ce que l'on a.")
    ] = False,
    ca_bundle: CaBundle = None,
) -> None:
    """Télécharge les données officielles d'un territoire (sans territoire : de la France)."""
    from geo_ent.sources.datasets import asked_datasets, read_catalogue
    from geo_ent.sources.fetch import fetch

    catalogue = read_catalogue()
    asked = asked_datasets(catalogue, split_datasets(dataset))
    departements = _departements(departement or (), academie or (), region or ())
    with following() as (tell, progress):
        found = fetch(
            asked.names,
            departements,
            year=year or None,
            offline=offline,
            refresh=refresh,
            ca_bundle=ca_bundle,
            catalogue=catalogue,
            tell=tell,
            progress=progress,
            optional=set(asked.vintages) - asked.named - {_NEEDED},
        )
    _print_found(found)


def sources_command(
    clean: Annotated[
        bool, typer.Option("--clean", help="Retirer du cache les anciennes versions.")
    ] = False,
) -> None:
    """Dit ce que geo-ent sait télécharger, et ce que le cache en a."""
    from geo_ent.sources.datasets import read_catalogue
    from geo_ent.sources.store.cache import Cache

    catalogue, cache = read_catalogue(), Cache(tell=print)
    if clean:
        print(f"{_weight(cache.clean())} libérés.\n")
    wide = sys.stdout.isatty() and shutil.get_terminal_size().columns >= _TABLE_WIDTH
    show = _rich_sources if wide else _plain_sources
    show(catalogue, cache.entries())
    _print_cache(cache)


def _departements(
    departements: Sequence[str], academies: Sequence[str], regions: Sequence[str]
) -> tuple[str, ...]:
    """Give the codes of a territory; none for all of France."""
    if not (departements or academies or regions):
        return ()
    from geo_ent.communes.bundled import territory_departements

    return territory_departements(departements, academies, regions)


@contextmanager
def following() -> "Iterator[tuple[Tell, Callable[[Progress], None] | None]]":
    """Give what shows a download: a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda told: print(told, flush=True), None
        return
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    told_so_far = TextColumn("{task.fields[words]}")
    columns = (TextColumn("{task.description}"), BarColumn(20), told_so_far, TimeRemainingColumn())
    with Bar(*columns, transient=True) as bar:
        tasks: dict[str, object] = {}

        def show(progress: "Progress") -> None:
            task = tasks.get(progress.dataset)
            if task is None:
                task = tasks[progress.dataset] = bar.add_task(
                    progress.dataset, total=None, words=""
                )
            done, total = _done(progress)
            words = progress_words(progress)
            bar.update(task, completed=done, total=total, words=words)  # type: ignore[arg-type]

        yield lambda told: bar.console.print(Text(told)), show


def _done(progress: "Progress") -> tuple[int, int | None]:
    """Measure a download by its rows where they are counted, else by its bytes."""
    if progress.rows_total and progress.rows_n:
        return progress.rows_n, progress.rows_total
    return progress.bytes_n, progress.bytes_total


def progress_words(progress: "Progress") -> str:
    """Say how far a download is: bytes, rows, what is left.

    Examples
    --------
    >>> from geo_ent.sources.client.transport import Progress
    >>> progress_words(Progress("ips", 1_500_000, None, 400, 700)).replace(chr(0xA0), " ")
    '1,5 Mo, 400 lignes sur 700, reste 300'
    >>> progress_words(Progress("frr", 1_000_000, 4_000_000, 0, None)).replace(chr(0xA0), " ")
    '1,0 Mo sur 4,0 Mo, reste 3,0 Mo'
    """
    from geo_ent.text.numbers import counted, number

    told = [_weight(progress.bytes_n)] if progress.bytes_n else []
    if progress.rows_total:
        rows, total = progress.rows_n, progress.rows_total
        told += [f"{counted(rows, 'ligne')} sur {number(total)}", f"reste {number(total - rows)}"]
    elif progress.bytes_total:
        left = _weight(progress.bytes_total - progress.bytes_n)
        told = [f"{told[0] if told else 0} sur {_weight(progress.bytes_total)}", f"reste {left}"]
    return ", ".join(told)


def _weight(bytes_n: int) -> str:
    from geo_ent.text.numbers import number

    mega = bytes_n / 1e6
    told = f"{number(mega, decimals=1)} Mo" if mega >= 1 else f"{number(bytes_n / 1e3)} ko"
    return told.replace(" ", "\u00a0")


def _print_found(found: "dict[str, Fetched]") -> None:
    """Say of each dataset how it was had, and the lines that a map must carry."""
    print_had(found.values())
    if found:
        print("\nÀ citer sur une carte :")
    for due in dict.fromkeys(each.dataset.credit for each in found.values()):
        print(f"  {due}")


def print_had(found: "Iterable[Fetched]") -> None:
    """Say of each dataset how it was had."""
    for each in found:
        print(f"{each.dataset.id} : {_size(each.entry)}, {_had(each)}.")


def _had(fetched: "Fetched") -> str:
    from geo_ent.sources.fetch import aged

    words = {
        "fetched": "téléchargé",
        "revalidated": "déjà là et toujours à jour",
        "cached": "déjà là",
        "stale": "ancien",
    }
    told = words[fetched.how]
    return told if fetched.how == "fetched" else f"{told}, {aged(fetched.entry)}"


def _size(entry: "Entry") -> str:
    from geo_ent.text.numbers import counted

    return f"{counted(entry.rows_n, 'ligne')}, {_weight(entry.bytes_n)}"


def _held(dataset: "Dataset", entries: "Sequence[Entry]") -> list[str]:
    """Say what the cache has of a dataset, a line for each territory and year."""
    from geo_ent.sources.fetch import aged

    return [
        ", ".join(filter(None, (entry.territory, entry.vintage, _size(entry), aged(entry))))
        for entry in entries
        if entry.dataset == dataset.id
    ]


def _plain_sources(catalogue: "Catalogue", entries: "Sequence[Entry]") -> None:
    for dataset in catalogue.datasets.values():
        print(f"{dataset.id} : {dataset.title}")
        print(f"  {dataset.producer}, {dataset.licence}")
        print(f"  {dataset.page}")
        print(f"  {_vintages(dataset)}")
        for line in _held(dataset, entries) or ["rien dans le cache"]:
            print(f"  -> {line}")


def _vintages(dataset: "Dataset") -> str:
    """Give the address of a dataset; of several years, the one taken by default and the others."""
    vintage, url = next(iter(dataset.url.items()))
    others = [each for each in dataset.url if each != vintage]
    return f"{url} ({vintage} ; aussi {', '.join(others)})" if others else url


def _rich_sources(catalogue: "Catalogue", entries: "Sequence[Entry]") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Nom", "Ce que c'est", "Dans le cache", box=SIMPLE_HEAD)
    table.columns[1].overflow = "fold"  # an address is shown whole
    for dataset in catalogue.datasets.values():
        about = f"{dataset.title}\n{dataset.producer}, {dataset.licence}\n{dataset.page}"
        held = "\n".join(_held(dataset, entries)) or "rien"
        table.add_row(Text(dataset.id, "bold"), Text(about), Text(held))
    Console(highlight=False).print(table)


def _print_cache(cache: "Cache") -> None:
    """Say where the cache is, its size, and what of it is only there for the lock files."""
    from geo_ent.text.numbers import counted

    used = {entry.file: entry.bytes_n for entry in cache.entries()}
    print(f"\nLe cache : {cache.folder} ({_weight(sum(used.values()))})")
    old = cache.old()
    if old:
        size = _weight(sum(path.stat().st_size for path in old))
        told = counted(len(old), "ancienne version", "anciennes versions")
        print(f"et {told} ({size}), que geo-ent sources --clean retire.")
