"""The command `geo-ent equity`: measure the inequality between the groups of any table."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.errors import InputError

__all__ = ["equity_command"]

_SCALES = (1, 100)
_PACKAGES = ("", "healthequal")


def equity_command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DOSSIER]", help="Un dossier fait par geo-ent build."),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            help="Un tableau de groupes (CSV, xlsx, ods ou xls) : colonnes group, population, "
            "value, et si on les a order, se."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Le CSV à écrire, par exemple measures.csv.")
    ] = None,
    reference: Annotated[str, typer.Option(help="Le groupe auquel comparer les autres.")] = "",
    scale: Annotated[int, typer.Option(help="Les valeurs sont sur 1 (parts) ou sur 100.")] = 1,
    unfavourable: Annotated[
        bool, typer.Option("--unfavourable", help="Plus la valeur est basse, mieux c'est.")
    ] = False,
    compat: Annotated[
        str, typer.Option(help="healthequal : les choix de ce paquet R de l'OMS.")
    ] = "",
) -> None:
    """Mesure les inégalités d'une carte déjà faite, ou entre les groupes d'un tableau."""
    if (folder is None) == (table is None):
        msg = "donnez un dossier fait par geo-ent build, ou --table un tableau de groupes."
        raise InputError(msg)
    if folder is not None:
        from geo_ent.pipeline.made_folders import equity_lines

        for line in equity_lines(folder):
            print(line)
        return
    assert table is not None  # noqa: S101 one of the two is given
    if scale not in _SCALES:
        msg = f"--scale : on attend 1 ou 100, on a trouvé {scale}."
        raise InputError(msg)
    if compat not in _PACKAGES:
        msg = f"--compat : on attend healthequal, on a trouvé « {compat} »."
        raise InputError(msg)
    from geo_ent.indicators.equity import MEASURES, equity
    from geo_ent.publish.equity.measures_table import measure_lines, write_measures
    from geo_ent.tables.group_table import read_groups

    found = equity(
        read_groups(table, scale=scale, reference=reference),
        scale=100 if scale == 100 else 1,  # noqa: PLR2004
        favourable=not unfavourable,
        reference=reference or None,
        compat="healthequal" if compat else None,
    )
    for line in measure_lines(found, {name: record.title_fr for name, record in MEASURES.items()}):
        print(line)
    if out:
        write_measures(found, out)
        print(f"\nLes mesures : {out}")
