"""The command line: parse, call, print."""

import atexit
import gc
import sys
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo_ent.cli.check_command import check_command
from geo_ent.cli.cog_command import cog_command
from geo_ent.cli.demo_command import demo_command
from geo_ent.cli.equity_command import equity_command
from geo_ent.cli.gaps_command import gaps_command
from geo_ent.cli.programmes_command import programmes_command
from geo_ent.cli.running import run
from geo_ent.cli.shared_options import (
    Academies,
    CaBundle,
    Datasets,
    Departements,
    Lang,
    Regions,
    split_datasets,
)
from geo_ent.cli.sources_command import fetch_command, following, print_had, sources_command
from geo_ent.errors import GeoEntError
from geo_ent.project.official_data import pin

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["main"]

_GC_THRESHOLD = 200_000

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Quelles écoles ont un ENT ? Cartes et tableaux, par circonscription et par commune.",
)


@app.callback()
def _root() -> None:
    """Keep the commands' names even when there is only one."""


def build_command(
    departement: Departements = None,
    academie: Academies = None,
    region: Regions = None,
    schools: Annotated[
        Path | None,
        typer.Option(help="L'annuaire de l'éducation (CSV ou JSON) ; sinon il est téléchargé."),
    ] = None,
    register: Annotated[
        list[Path] | None,
        typer.Option(help="Le registre des ENT (xlsx, ods, xls ou CSV) ; peut être répétée."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Le dossier à faire ; sans --schools, maps/ et le code.")
    ] = None,
    date: Annotated[
        str, typer.Option(help="La date à montrer (2023-06-30) ; sinon celle de l'annuaire.")
    ] = "",
    sector: Annotated[
        str, typer.Option(help="Les écoles à compter : public (par défaut), prive ou all.")
    ] = "",
    complete: Annotated[
        bool,
        typer.Option("--complete", help="Le registre est exhaustif : hors registre, pas d'ENT."),
    ] = False,
    density: Annotated[
        Path | None,
        typer.Option(help="La grille de densité de l'INSEE ; sinon le rural est estimé."),
    ] = None,
    frr: Annotated[
        Path | None, typer.Option(help="Le classement France Ruralités Revitalisation.")
    ] = None,
    urban_units: Annotated[
        Path | None,
        typer.Option(help="Les unités urbaines de l'INSEE, pour l'éligibilité ENIR."),
    ] = None,
    urban_areas: Annotated[
        Path | None,
        typer.Option(help="Les aires urbaines de 2010, pour l'éligibilité au label de 2020."),
    ] = None,
    pupils: Annotated[
        Path | None, typer.Option(help="Les effectifs des écoles (élèves et classes).")
    ] = None,
    rentree: Annotated[
        int | None, typer.Option(help="La rentrée à prendre dans les effectifs ; la dernière.")
    ] = None,
    ips: Annotated[
        Path | None, typer.Option(help="L'indice de position sociale des écoles.")
    ] = None,
    priority: Annotated[
        Path | None,
        typer.Option(help="La liste des écoles en REP et REP+ ; sinon l'annuaire le dit."),
    ] = None,
    usage: Annotated[
        Path | None,
        typer.Option(help="Le relevé d'usage : comptes créés et activés, classes avec ENT."),
    ] = None,
    college_sectors: Annotated[
        Path | None, typer.Option(help="La carte scolaire des collèges : ajoute leurs secteurs.")
    ] = None,
    boundaries: Annotated[
        Path | None,
        typer.Option(help="D'autres contours de communes (GeoJSON, GeoPackage, shapefile)."),
    ] = None,
    title: Annotated[str, typer.Option(help="Le titre de la page.")] = "",
    contact: Annotated[
        str, typer.Option(help="L'adresse à qui signaler une erreur, montrée sur la page.")
    ] = "",
    url: Annotated[
        str, typer.Option(help="L'adresse où la page sera publiée, pour embed.html.")
    ] = "",
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Seulement la page et les tableaux CSV, pour un essai."),
    ] = False,
    lang: Lang = "",
    dataset: Datasets = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ne pas toucher au réseau : prendre le cache.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Redemander les données, même récentes ou fixées.")
    ] = False,
    ca_bundle: CaBundle = None,
    simulated: Annotated[
        str, typer.Option(help="Si des données sont simulées : la phrase qui le dit partout.")
    ] = "",
    project: Annotated[
        Path | None,
        typer.Option(help="Un fichier geo-ent.toml qui garde tout cela ; les options l'emportent."),
    ] = None,
) -> None:
    """Fait la carte et les tableaux de couverture d'un territoire."""
    from geo_ent.project.model import parse_date
    from geo_ent.project.project_file import asked_project

    given = {
        "departements": tuple(departement or ()),
        "academies": tuple(academie or ()),
        "regions": tuple(region or ()),
        "schools": schools,
        "register": tuple(register or ()),
        "out": out,
        "date": parse_date(date) if date else None,
        "sector": sector,
        "complete": complete,
        "density": density,
        "frr": frr,
        "urban_units": urban_units,
        "urban_areas": urban_areas,
        "pupils": pupils,
        "rentree": rentree,
        "ips": ips,
        "priority": priority,
        "usage": usage,
        "college_sectors": college_sectors,
        "boundaries": boundaries,
        "title": title,
        "contact": contact,
        "url": url,
        "lang": lang,
        "quick": quick,
        "simulated": simulated,
        "datasets": split_datasets(dataset),
        "offline": offline,
        "refresh": refresh,
        "ca_bundle": ca_bundle,
    }
    asked = asked_project(given, file=project, official=partial(_official, file=project))
    run(asked)
    pin(asked.fetched, project, renew=refresh)


def _official(told: "Mapping[str, Any]", *, file: Path | None) -> "dict[str, Any]":
    """Get the official data that nothing names, and show how it goes."""
    from geo_ent.project.official_data import official_inputs

    with following() as (tell, progress):
        found = official_inputs(told, file=file, tell=tell, progress=progress)
    if not told.get("offline"):  # then it has been said, with how old it is
        print_had(found["fetched"].values())
    return found


# in the order of --help: what a DANE does first comes first
app.command("build")(build_command)
app.command("check")(check_command)
app.command("fetch")(fetch_command)
app.command("sources")(sources_command)
app.command("gaps")(gaps_command)
app.command("equity")(equity_command)
app.command("cog")(cog_command)
app.command("demo")(demo_command)
app.command("programmes")(programmes_command)


def main() -> None:
    """Run the command line; a fault that the user can mend is one line and exit code 2."""
    # A short run whose objects mostly live to its end: looking for garbage as often as Python does
    # by default and once more at the end costs a tenth of the time (bench/run.py), for nothing.
    gc.set_threshold(_GC_THRESHOLD)
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
