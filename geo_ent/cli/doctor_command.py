"""The command `geo-ent doctor`: what a help desk asks of an installation."""

from typing import Annotated

import typer

from geo_ent.cli.json_output import AsJson, print_json
from geo_ent.cli.shared_options import CaBundle, Lang
from geo_ent.errors import ExitCode
from geo_ent.telling.language import language

_Network = Annotated[
    bool,
    typer.Option(
        "--network",
        rich_help_panel="Réseau",
        help="Demander aussi à chaque portail s’il répond ; sans elle, rien n’est "
        "demandé au réseau.",
    ),
]


def doctor_command(
    network: _Network = False,
    ca_bundle: CaBundle = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Dit l'état de l'installation à une assistance : versions, dossiers, proxy, certificats."""
    from geo_ent.pipeline.doctor.examination import (
        doctor_document,
        examine,
        faults,
        head_line,
        last_line,
        point_line,
    )

    tr, points = language(lang), []
    if not as_json:
        print(head_line(tr) + "\n")
    for point in examine(tr, network=network, ca_bundle=ca_bundle):
        points.append(point)
        if not as_json:
            print(point_line(point, tr), flush=True)  # at once: a portal may take its time
    if as_json:
        print_json(doctor_document(points))
    else:
        print("\n" + last_line(points, tr))
    if faults(points):
        raise typer.Exit(ExitCode.TO_SEE)
