"""The command `geo-ent cog`: codes of communes of any year brought to today's, in any table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo_ent.communes.recode import Recoded

__all__ = ["cog_command"]

_CODES_SHOWN = 12


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
) -> None:
    """Ramène des codes de communes de toute année à ceux de 2026, dans n'importe quel tableau."""
    from geo_ent.communes.recode import recode

    done = recode(file, out, column=column, sheet=sheet, degrees=(lat, lon), movements=movements)
    _print_recoded(done, out)


def _print_recoded(done: "Recoded", out: Path) -> None:
    """Print what became of the codes, then the first rows to look at."""
    for words, count in done.outcomes:
        print(f"  {count:>6}  {words}")
    for note in done.notes:
        print(f"\n{note}")
    lists = {"Codes sans commune": done.unknowns, "Séparations sans point": done.guesses}
    for title, lines in lists.items():
        if lines:
            print(f"\n{title} ({len(lines)}) :")
            print("\n".join(f"  {line}" for line in lines[:_CODES_SHOWN]))
        if len(lines) > _CODES_SHOWN:
            print(f"  … et {len(lines) - _CODES_SHOWN} autres")
    print(f"\n{done.rows_n} lignes dans {out}")
