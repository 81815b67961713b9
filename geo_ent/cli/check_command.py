"""The command `geo-ent check`: what becomes of each row of a register, before any map."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo_ent.errors import GeoEntError

if TYPE_CHECKING:
    from geo_ent.pipeline.checkup import Checkup, Doubt

__all__ = ["check_command"]

_DOUBTS_SHOWN = 12


def check_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="REGISTRE...", help="Le ou les registres.")
    ],
    schools: Annotated[Path, typer.Option(help="L'annuaire de l'éducation (CSV ou JSON).")],
    departement: Annotated[
        list[str] | None, typer.Option(help="Le département dont les écoles sont attendues.")
    ] = None,
    project: Annotated[
        Path | None, typer.Option(help="Un fichier geo-ent.toml qui dit quelle colonne est quoi.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Le dossier où écrire le compte rendu (page et CSV).")
    ] = None,
    fixed: Annotated[
        Path | None, typer.Option(help="Le registre corrigé à écrire, en .xlsx.")
    ] = None,
) -> None:
    """Lit un registre et dit ce que chaque ligne est devenue ; ne change rien."""
    from geo_ent.pipeline.checkup import check_up
    from geo_ent.project.project_file import read_columns

    found = check_up(
        files,
        schools,
        departements=departement or (),
        columns=read_columns(project) if project else None,
    )
    _print_checkup(found)
    if report:
        page, _ = found.write_report(report)
        print(f"\nLe compte rendu : {page}")
    if fixed:
        found.write_fixed(fixed)
        print(f"\nLe registre corrigé : {fixed}")
    if found.refusal:
        raise GeoEntError(found.refusal)


def _print_checkup(found: "Checkup") -> None:
    """Print the sentence, the outcomes, the first doubtful rows and the columns found."""
    print(found.headline.replace("\u00a0", " "))
    doubts = found.doubts
    shown = doubts[:_DOUBTS_SHOWN]
    (_rich_tables if sys.stdout.isatty() else _plain_tables)(found.outcomes, shown)
    if not doubts:
        print("\nRien à vérifier.")
    elif len(doubts) > len(shown):
        print(f"… et {len(doubts) - len(shown)} autres ; --report DOSSIER les montre toutes.")
    print("\nLes colonnes reconnues, à coller dans geo-ent.toml pour les imposer :\n")
    print(found.columns, end="")


def _plain_tables(outcomes: "list[tuple[str, int]]", doubts: "list[Doubt]") -> None:
    print()
    for name, count in outcomes:
        print(f"  {count:>6}  {name}")
    if doubts:
        print("\nÀ vérifier :")
    for doubt in doubts:
        print(f"  {doubt.place} : {doubt.written}\n    {doubt.reason}")
        if doubt.suggestion:
            print(f"    -> {doubt.suggestion}")


def _rich_tables(outcomes: "list[tuple[str, int]]", doubts: "list[Doubt]") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table("Devenir", "Lignes", box=SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for name, count in outcomes:
        table.add_row(name, str(count))
    console.print(table)
    if not doubts:
        return
    table = Table("Où", "Écrit", "Pourquoi", "Que faire", box=SIMPLE_HEAD, title="À vérifier")
    for doubt in doubts:
        cells = (doubt.place, doubt.written, doubt.reason, doubt.suggestion)
        table.add_row(*map(Text, cells))  # text: a cell's brackets are no markup
    console.print(table)
