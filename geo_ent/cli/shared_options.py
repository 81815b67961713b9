"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.project.build_options import OPTIONS, checked_lang

Departements = Annotated[list[str] | None, typer.Option(help=OPTIONS["departements"].help)]
Academies = Annotated[list[str] | None, typer.Option(help=OPTIONS["academies"].help)]
Regions = Annotated[list[str] | None, typer.Option(help=OPTIONS["regions"].help)]
Datasets = Annotated[
    list[str] | None,
    typer.Option(
        help="Les données à télécharger, et elles seules : annuaire,ips ; en plus de celles d'une "
        "carte : +contours."
    ),
]
CaBundle = Annotated[
    Path | None, typer.Option(help="Les autorités de certificats d'un proxy (PEM).")
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        callback=checked_lang,  # not Typer's own choice of values: its refusal would be in English
        help="La langue de ce qui est écrit : fr (par défaut) ou en.",
    ),
]
"""Its default is "": then a project file may say it, and `language("")` is French."""


def split_datasets(given: list[str] | None) -> tuple[str, ...]:
    """Take apart the names of --dataset, which may be repeated and may have commas.

    Examples
    --------
    >>> split_datasets(["annuaire, ips", "+contours"])
    ('annuaire', 'ips', '+contours')
    """
    names = (name.strip() for names in given or () for name in names.split(","))
    return tuple(filter(None, names))


FolderLang = Annotated[
    str,
    typer.Option(
        "--lang",
        callback=checked_lang,
        help="La langue des titres et des nombres : fr ou en ; d'un dossier, par défaut la "
        "sienne, et ses phrases restent dans celle où il a été fait (geo-ent build --lang).",
    ),
]
"""Of a command that says a made folder again: its sentences are read, not made."""
