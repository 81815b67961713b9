"""The options that several commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer

from geo_ent.cli.frames.typed_values import file_option
from geo_ent.project.build_options import LANGS, OPTIONS, checked_lang
from geo_ent.project.option_records import Option

_VALUES = {
    "names": "NOM",
    "path": "FICHIER",
    "paths": "FICHIER",
    "text": "TEXTE",
    "date": "DATE",
    "year": "ANNÉE",
}
"""What a page says that an option of each kind takes, where its record doesn't."""


def option_names(option: Option) -> tuple[str, ...]:
    """Give the ways to type an option."""
    return (f"-{option.short}", option.flag) if option.short else (option.flag,)


def declared(option: Option, words: str = "", **about: Any) -> Any:  # noqa: ANN401 as Typer's own
    """Declare the option of a record to Typer.

    Parameters
    ----------
    option
        Its record.
    words
        What is said of it, where that isn't what the record says.
    about
        What else `typer.Option` takes.
    """
    return typer.Option(
        # Typer makes --quick and --no-quick of a bool; with its names given it makes the one.
        *option_names(option),
        help=words or option.help,
        metavar=option.value or _VALUES.get(option.kind),
        rich_help_panel=option.panel,
        **about,
    )


Departements = Annotated[list[str] | None, declared(OPTIONS["departements"])]
Academies = Annotated[list[str] | None, declared(OPTIONS["academies"])]
Regions = Annotated[list[str] | None, declared(OPTIONS["regions"])]
Datasets = Annotated[
    list[str] | None,
    typer.Option(
        "--dataset",
        metavar="JEU",
        rich_help_panel="Réseau",
        help="Les données à télécharger, et elles seules : annuaire,ips ; en plus de celles d’une "
        "carte : +contours.",
    ),
]
CaBundle = Annotated[
    Path | None,
    file_option(
        "--ca-bundle", panel="Réseau", help="Les autorités de certificats d’un proxy (PEM)."
    ),
]
Offline = Annotated[bool, declared(OPTIONS["offline"])]


def _listed(french: str) -> str:
    """List the languages, of which French is the first."""
    *most, last = (french, *LANGS[1:])
    return f"{', '.join(most)} ou {last}"


Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="|".join(LANGS),
        rich_help_panel="Sortie",
        callback=checked_lang,  # not Typer's own choice of values: its refusal would be in English
        help=f"La langue de ce qui est écrit : {_listed('fr (par défaut)')}.",
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
        metavar="|".join(LANGS),
        rich_help_panel="Sortie",
        callback=checked_lang,
        help=f"La langue des titres et des nombres : {_listed('fr')} ; d’un dossier, par défaut la "
        "sienne, et ses phrases restent dans celle où il a été fait (geo-ent build --lang).",
    ),
]
"""Of a command that says a made folder again: its sentences are read, not made."""
