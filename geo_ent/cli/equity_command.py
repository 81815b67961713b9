"""The command `geo-ent equity`: measure the inequality between the groups of any table."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.frames.typed_values import file_option, whole_number
from geo_ent.cli.json_output import AsJson, print_json
from geo_ent.cli.running import text_width
from geo_ent.cli.shared_options import FolderLang
from geo_ent.errors import InputError
from geo_ent.telling.language import language

_SCALES = (1, 100)
_PACKAGES = ("", "healthequal")

_Table = Annotated[
    Path | None,
    file_option(
        "--table",
        help="Un tableau de groupes (CSV, xlsx, ods ou xls) : colonnes group, population, "
        "value, et si on les a order, se.",
    ),
]
_Reference = Annotated[
    str,
    typer.Option(
        metavar="GROUPE",
        rich_help_panel="Calcul",
        help="Le groupe auquel comparer les autres.",
    ),
]
_Scale = Annotated[
    int,
    typer.Option(
        parser=whole_number("--scale", 1, 100, of="1 ou 100", example=100),
        metavar="1|100",
        rich_help_panel="Calcul",
        help="Les valeurs sont sur 1 (parts) ou sur 100.",
    ),
]
_Unfavourable = Annotated[
    bool,
    typer.Option(
        "--unfavourable",
        rich_help_panel="Calcul",
        help="Plus la valeur est basse, mieux c’est.",
    ),
]
_Compat = Annotated[
    str,
    typer.Option(
        metavar="healthequal",
        rich_help_panel="Calcul",
        help="Les choix d’un autre outil : healthequal, le paquet R de l’OMS.",
    ),
]
_Out = Annotated[
    Path | None,
    file_option("-o", "--out", panel="Sortie", help="Le CSV à écrire, par exemple mesures.csv."),
]


def equity_command(
    folder: Annotated[
        Path | None,
        typer.Argument(parser=Path, metavar="[DOSSIER]", help="Un dossier fait par geo-ent build."),
    ] = None,
    table: _Table = None,
    out: _Out = None,
    reference: _Reference = "",
    scale: _Scale = 1,
    unfavourable: _Unfavourable = False,
    compat: _Compat = "",
    lang: FolderLang = "",
    as_json: AsJson = False,
) -> None:
    """Mesure les inégalités d'une carte déjà faite, ou entre les groupes d'un tableau."""
    if (folder is None) == (table is None):
        msg = "donnez un dossier fait par geo-ent build, ou --table un tableau de groupes."
        raise InputError(msg)
    if folder is not None:
        _tell_made(folder, lang, as_json=as_json)
    elif table is not None:
        if scale not in _SCALES:
            msg = f"--scale : on attend 1 ou 100, on a trouvé {scale}."
            raise InputError(msg)
        if compat not in _PACKAGES:
            msg = f"--compat : on attend healthequal, on a trouvé « {compat} »."
            raise InputError(msg)
        _measure(table, out, scale, reference, compat, lang, as_json=as_json,
                 favourable=not unfavourable)  # fmt: skip


def _tell_made(folder: Path, lang: str, *, as_json: bool) -> None:
    """Say again how equal the coverage of a made map is."""
    if as_json:
        from geo_ent.pipeline.documents.made_documents import equity_document

        print_json(equity_document(folder))
        return
    from geo_ent.pipeline.made_folders import equity_lines

    print("\n".join(equity_lines(folder, lang, width=text_width())))


def _measure(
    table: Path, out: Path | None, scale: int, reference: str, compat: str, lang: str,
    *, favourable: bool, as_json: bool,
) -> None:  # fmt: skip
    """Measure the groups of a table; print the measures, and write them where it is asked."""
    from geo_ent.indicators.equity.groups import prepare
    from geo_ent.indicators.equity.table import measure_groups
    from geo_ent.pipeline.documents.made_documents import measures_document
    from geo_ent.publish.equity.measures_table import measure_lines, write_measures
    from geo_ent.tables.group_table import read_groups
    from geo_ent.telling.equity.measure_sentences import measure_title, told_measures

    tr = language(lang)
    groups = prepare(
        read_groups(table, scale=scale, reference=reference),
        scale=scale,
        favourable=favourable,
        reference=reference or None,
    )
    worded = told_measures(measure_groups(groups, compat=compat or None), groups, tr)
    if out:
        write_measures(worded, out)
    if as_json:
        titles = {str(name): measure_title(str(name), tr) for name in worded.index}
        print_json(measures_document(worded, titles, table))
        return
    print("\n".join(measure_lines(worded, tr, width=text_width())))
    if out:
        print("\n" + tr("Les mesures\u00a0: {path}", path=out))
