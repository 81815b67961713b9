"""The command `geo-ent cog`: codes of communes of any year brought to today's, in any table."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.shared_options import Lang
from geo_ent.telling.language import language

_CODES_SHOWN = 12  # rows of a list: more run out of a screen


def cog_command(
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Un tableau : CSV, xlsx, ods ou xls.")
    ],
    column: Annotated[str, typer.Option(help="La colonne des codes de communes.")],
    out: Annotated[Path, typer.Option(help="Le CSV à écrire, par exemple moved.csv.")],
    sheet: Annotated[
        str, typer.Option(help="La feuille du classeur ; sinon la première qui a la colonne.")
    ] = "",
    lat: Annotated[
        str, typer.Option(help="La colonne des latitudes : le point décide d'une séparation.")
    ] = "",
    lon: Annotated[str, typer.Option(help="La colonne des longitudes.")] = "",
    movements: Annotated[
        Path | None,
        typer.Option(help="Les événements de l'INSEE (v_mvt_commune_2027.csv), pour après 2026."),
    ] = None,
    lang: Lang = "",
) -> None:
    """Ramène des codes de communes de toute année à ceux de 2026, dans n'importe quel tableau."""
    from geo_ent.communes.recoded_table import recode  # here, since --help must not wait for pandas
    from geo_ent.telling.recode_words import recode_lines

    recoded = recode(file, out, column=column, sheet=sheet, degrees=(lat, lon), movements=movements)
    print("\n".join(recode_lines(recoded, out, language(lang), most=_CODES_SHOWN)))
