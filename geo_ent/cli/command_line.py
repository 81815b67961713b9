"""The command line: parse, call, print."""

import atexit
import errno
import gc
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

import geo_ent
from geo_ent.cli.app_command import app_command
from geo_ent.cli.atlas_command import atlas_command
from geo_ent.cli.build_command import build_command
from geo_ent.cli.check_command import check_command
from geo_ent.cli.cog_command import cog_command
from geo_ent.cli.demo_command import demo_command
from geo_ent.cli.doctor_command import doctor_command
from geo_ent.cli.equity_command import equity_command
from geo_ent.cli.frames.command_classes import HELP_NAMES, FrenchCommand, FrenchGroup
from geo_ent.cli.frames.help_page import HELP_WORDS
from geo_ent.cli.frames.line_refusals import RefusedError
from geo_ent.cli.gaps_command import gaps_command
from geo_ent.cli.help_command import help_command
from geo_ent.cli.programmes_command import programmes_command
from geo_ent.cli.sheets_command import sheets_command
from geo_ent.cli.sources_command import fetch_command, sources_command
from geo_ent.errors import ExitCode, GeoEntError
from geo_ent.text.system_faults import is_full, why

_CLOSED = frozenset({errno.EPIPE, errno.EIO, errno.EBADF, errno.EINVAL})  # as Windows says it too

app = typer.Typer(
    cls=FrenchGroup,
    context_settings=HELP_NAMES,
    add_completion=False,
    pretty_exceptions_enable=False,  # a fault of ours is one line, and another is Python's own text
    help="Quelles écoles ont un ENT ? Cartes et tableaux, par circonscription et par commune.",
)


def _tell_version(asked: bool) -> None:
    if asked:
        print(f"geo-ent {geo_ent.__version__}")
        raise typer.Exit


def _tell_all(context: typer.Context, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        print(context.get_help())
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        # Eager: it is answered before a command is asked for.
        typer.Option(
            "--version",
            callback=_tell_version,
            is_eager=True,
            rich_help_panel="Aide",
            help="Dit la version, et rien de plus.",
        ),
    ] = False,
    # Done before they are read (`FrenchGroup`): flags, since a text takes pydantic 0.05 s to read.
    install_completion: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            metavar="[SHELL]",
            rich_help_panel="Aide",
            help="Fait que Tab finisse commandes, options et départements : bash, zsh, fish ou "
            "powershell ; sinon le vôtre.",
        ),
    ] = False,
    show_completion: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            metavar="[SHELL]",
            rich_help_panel="Aide",
            help="Montre ce que --install-completion installe.",
        ),
    ] = False,
    # Declared, although Click has one: that one isn't given at each command, which brings pydantic.
    page: Annotated[
        bool,
        typer.Option(
            "-h",
            "--help",
            callback=_tell_all,
            is_eager=True,
            rich_help_panel="Aide",
            help=HELP_WORDS,
        ),
    ] = False,
) -> None:
    """Keep the commands' names even when there is only one."""


_MAKE, _READ, _FETCH = "Faire une carte", "Vérifier et comprendre", "Les données"
_HELP = "Aide"
"""What the commands are for, in the order of --help: what a DANE does first comes first."""


def _add(name: str, command: Callable[..., None], panel: str, *examples: str) -> None:
    """Add a command; `examples`: what can follow its name, which its page shows."""
    app.command(
        name,
        cls=FrenchCommand,
        rich_help_panel=panel,
        epilog="\n".join(examples) + "\n" if examples else None,
    )(command)


_add("app", app_command, _MAKE, "")
_add(
    "build",
    build_command,
    _MAKE,
    "-d 35 -r registre.xlsx",
    '-d "Ille-et-Vilaine" -r registre.xlsx -o maps/35',
)
_add("atlas", atlas_command, _MAKE, "--academie Rennes -r registre.xlsx -o atlas")
_add("sheets", sheets_command, _MAKE, "maps/35", "maps/35 --level epci -o fiches/epci")
_add("demo", demo_command, _MAKE, "", "montpellier")
_add(
    "check",
    check_command,
    _READ,
    "registre.xlsx --schools annuaire.csv --report rapport",
)
_add("gaps", gaps_command, _READ, "maps/35 --top 50")
_add("equity", equity_command, _READ, "maps/35", "--table groupes.csv -o mesures.csv")
_add("programmes", programmes_command, _READ, "", "somme")
_add("fetch", fetch_command, _FETCH, "-d 35", "-d 35 --dataset annuaire,ips")
_add("sources", sources_command, _FETCH, "", "--clean")
_add("cog", cog_command, _FETCH, "tableau.xlsx --column code_commune -o communes-2026.csv")
_add("doctor", doctor_command, _HELP, "", "--network")
_add("help", help_command, _HELP, "build", "codes")


def _program() -> str:
    """Tell how the program was called."""
    called = Path(sys.argv[0])
    if called.name != "__main__.py":
        return called.stem
    return "py -m geo_ent" if os.name == "nt" else "python -m geo_ent"


def _unwritten(fault: OSError) -> int:
    """Tell that what is printed can't be written, in a line; whatever names a file is our fault."""
    if fault.filename is not None or not (is_full(fault) or fault.errno in _CLOSED):
        raise fault
    # What is still to be flushed would fail again, with a traceback, once we are gone.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if fault.errno != errno.EPIPE:  # "| head" has read enough
        print(f"geo-ent : sortie standard : écriture impossible ({why(fault)}).", file=sys.stderr)
    return ExitCode.REFUSED


def main() -> None:
    """Run the command line; a fault that the user can mend is one line and exit code 2."""
    # A short run whose objects mostly live to its end: to look for rings of garbage takes 4 % of a
    # quick build's time, and spares a full one 2 % of its memory at most. What is in no ring is
    # freed at once all the same.
    gc.disable()
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # without « é » it gets « ? », not a traceback
            stream.reconfigure(errors="replace")
    if shell := os.environ.get("_GEO_ENT_COMPLETE"):
        from geo_ent.cli.completion.shell_answers import answer

        answer(typer.main.get_command(app), shell)
        return
    try:
        # A code where a command says one; Click's own refusals never come out of our classes.
        code = app(standalone_mode=False, prog_name=_program())
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a full disk can be told
    except OSError as fault:
        sys.exit(_unwritten(fault))
    except GeoEntError as fault:
        from geo_ent.text.safe import one_line

        print(f"geo-ent : {one_line(fault)}", file=sys.stderr)  # a fault may quote a cell
        if isinstance(fault, RefusedError):
            print(fault.hint, file=sys.stderr)
        sys.exit(fault.exit_code)
    sys.exit(code)
