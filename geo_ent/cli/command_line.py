"""The command line: parse, call, print."""

import atexit
import gc
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

import geo_ent
from geo_ent.cli.app_command import app_command
from geo_ent.cli.atlas_command import atlas_command
from geo_ent.cli.build_command import build_command
from geo_ent.cli.check_command import check_command
from geo_ent.cli.cog_command import cog_command
from geo_ent.cli.demo_command import demo_command
from geo_ent.cli.equity_command import equity_command
from geo_ent.cli.gaps_command import gaps_command
from geo_ent.cli.programmes_command import programmes_command
from geo_ent.cli.sheets_command import sheets_command
from geo_ent.cli.sources_command import fetch_command, sources_command
from geo_ent.errors import GeoEntError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a fault of ours is one line, and another is Python's own text
    help="Quelles écoles ont un ENT ? Cartes et tableaux, par circonscription et par commune.",
)


def _tell_version(asked: bool) -> None:
    if asked:
        print(f"geo-ent {geo_ent.__version__}")
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
            help="Dit la version, et rien de plus.",
        ),
    ] = False,
) -> None:
    """Keep the commands' names even when there is only one."""


# in the order of --help: what a DANE does first comes first
app.command("app")(app_command)
app.command("build")(build_command)
app.command("atlas")(atlas_command)
app.command("check")(check_command)
app.command("fetch")(fetch_command)
app.command("sources")(sources_command)
app.command("gaps")(gaps_command)
app.command("equity")(equity_command)
app.command("sheets")(sheets_command)
app.command("cog")(cog_command)
app.command("demo")(demo_command)
app.command("programmes")(programmes_command)


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
    try:
        app()
    except GeoEntError as fault:
        from geo_ent.text.safe import one_line

        print(f"geo-ent : {one_line(fault)}", file=sys.stderr)  # a fault may quote a cell
        sys.exit(fault.exit_code)
