"""`--json`: one object on the standard output, and nothing else there."""

import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

AsJson = Annotated[
    bool,
    typer.Option(
        "--json",
        rich_help_panel="Sortie",
        help="Écrire un objet JSON, pour un programme, et rien d’autre ; ses clés sont dans "
        "la documentation, page « Des objets JSON ».",
    ),
]


def print_json(document: Mapping[str, Any]) -> None:
    """Print a document; every program reads it, whatever the terminal's encoding."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, ensure_ascii=not utf8, indent=2, allow_nan=False))
