"""The command line: parse, call, print."""

import atexit
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo_ent.errors import GeoEntError

if TYPE_CHECKING:
    from geo_ent.checkup import Checkup, Doubt
    from geo_ent.pipeline import Built
    from geo_ent.project import Project

__all__ = ["main"]

_GC_THRESHOLD = 200_000
_DOUBTS_SHOWN = 12

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Quelles écoles ont un ENT ? Cartes et tableaux, par circonscription et par commune.",
)


@app.callback()
def _root() -> None:
    """Keep the commands' names even when there is only one."""


@app.command("build")
def build_command(
    departement: Annotated[
        list[str], typer.Option(help="Code ou nom du département ; l'option peut être répétée.")
    ],
    schools: Annotated[Path, typer.Option(help="L'annuaire de l'éducation (CSV ou JSON).")],
    register: Annotated[
        list[Path],
        typer.Option(help="Le registre des ENT (xlsx, ods, xls ou CSV) ; peut être répétée."),
    ],
    out: Annotated[Path, typer.Option(help="Le dossier à faire, par exemple maps/35.")],
    date: Annotated[
        str, typer.Option(help="La date à montrer (2023-06-30) ; sinon celle de l'annuaire.")
    ] = "",
    sector: Annotated[
        str, typer.Option(help="Les écoles à compter : public, prive ou all.")
    ] = "public",
    complete: Annotated[
        bool,
        typer.Option("--complete", help="Le registre est exhaustif : hors registre, pas d'ENT."),
    ] = False,
    title: Annotated[str, typer.Option(help="Le titre de la page.")] = "",
    simulated: Annotated[
        str, typer.Option(help="Si des données sont simulées : la phrase qui le dit partout.")
    ] = "",
    project: Annotated[
        Path | None, typer.Option(help="Un fichier geo-ent.toml qui dit quelle colonne est quoi.")
    ] = None,
) -> None:
    """Fait la carte et les tableaux de couverture d'un ou plusieurs départements."""
    from geo_ent.project import Project, Simulation, parse_date, read_columns

    asked = Project(
        departements=tuple(departement),
        schools=schools,
        register=tuple(register),
        out=out,
        date=parse_date(date) if date else None,
        sector=sector,
        complete=complete,
        title=title,
        simulation=Simulation(simulated) if simulated else None,
        columns=read_columns(project) if project else {},
    )
    _run(asked)


@app.command("demo")
def demo_command(
    out: Annotated[Path, typer.Option(help="Le dossier à faire.")] = Path("maps/demo"),
) -> None:
    """Fait la carte de l'académie de Nancy-Metz au 1er juillet 2020, sur des écoles simulées."""
    import tempfile

    from geo_ent.demo import demo_project

    with tempfile.TemporaryDirectory() as folder:
        project = demo_project(Path(folder), out)
        if project.simulation:
            print(f"Données simulées. {project.simulation.message}\n")
        _run(project)


@app.command("check")
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
    from geo_ent.checkup import check_up
    from geo_ent.project import read_columns

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


def _run(project: "Project") -> None:
    """Build a project and tell the user what was done."""
    with _progress() as start:
        from geo_ent.pipeline import STEPS, build

        built = build(project, report=start(len(STEPS)))
    _print_result(built)


@contextmanager
def _progress() -> "Iterator[Callable[[int], Callable[[str, str], None]]]":
    """Show a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda _steps: lambda step, told: print(f"{step} : {told}", flush=True)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("Préparation", total=None)

        def start(steps: int) -> Callable[[str, str], None]:
            bar.update(task, total=steps)

            def report(step: str, told: str) -> None:
                bar.console.print(Text.assemble((step, "bold"), f" : {told}"))
                bar.update(task, advance=1, description=step)

            return report

        yield start


def _print_result(built: "Built") -> None:
    counts = built.findings.summary()
    if counts:
        from geo_ent.tables.findings import KINDS

        print("\nÀ vérifier (le détail est dans findings.csv) :")
        for kind, count in counts:
            print(f"  {count:>5}  {KINDS[kind]}")
    print(f"\n{built.headline}\nLa page : {built.page}")


def main() -> None:
    """Run the command line; a fault that the user can mend is one line and exit code 2."""
    # A short run whose objects mostly live to its end: looking for garbage as often as Python does
    # by default and once more at the end costs a tenth of the time (bench/run.py), for nothing.
    gc.set_threshold(_GC_THRESHOLD)
    atexit.register(gc.freeze)
    try:
        app()
    except GeoEntError as fault:
        print(f"geo-ent : {fault}", file=sys.stderr)
        sys.exit(fault.exit_code)
