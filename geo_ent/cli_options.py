"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Academies", "CaBundle", "Departements", "Regions"]

Departements = Annotated[
    list[str] | None, typer.Option(help="Code ou nom du département ; peut être répétée.")
]
Academies = Annotated[
    list[str] | None, typer.Option(help="Une académie entière, par son nom ou son code.")
]
Regions = Annotated[
    list[str] | None, typer.Option(help="Une région entière, par son nom ou son code.")
]
CaBundle = Annotated[
    Path | None, typer.Option(help="Les autorités de certificats d'un proxy (PEM).")
]
