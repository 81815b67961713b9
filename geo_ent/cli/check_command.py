"""The command `geo-ent check`: what becomes of each row of a register, before any map."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo_ent.cli.frames.typed_values import file_option
from geo_ent.cli.json_output import AsJson, print_json
from geo_ent.cli.running import has_width, text_width
from geo_ent.cli.shared_options import Lang, declared
from geo_ent.errors import GeoEntError
from geo_ent.project.build_options import OPTIONS
from geo_ent.telling.language import Language, language
from geo_ent.text.folding import folded_lines

if TYPE_CHECKING:
    from geo_ent.pipeline.checkup import Checkup, Doubt

_DOUBTS_SHOWN = 12  # a screen holds them; the report has them all

_Files = Annotated[
    list[Path],
    typer.Argument(parser=Path, metavar="REGISTRE...", help="Le ou les fichiers du registre."),
]
_Report = Annotated[
    Path | None,
    file_option(
        "--report",
        panel="Sortie",
        value="DOSSIER",
        help="Le dossier où écrire le compte rendu (page et CSV).",
    ),
]
_Fixed = Annotated[
    Path | None,
    file_option("--fixed", panel="Sortie", help="Le registre corrigé à écrire, en .xlsx."),
]


def check_command(
    files: _Files,
    schools: Annotated[
        Path, file_option("--schools", help="L’annuaire de l’éducation (CSV ou JSON).")
    ],
    departement: Annotated[
        list[str] | None,
        declared(OPTIONS["departements"], "Le département dont les écoles sont attendues."),
    ] = None,
    project: Annotated[
        Path | None,
        file_option("--project", help="Un fichier geo-ent.toml qui dit quelle colonne est quoi."),
    ] = None,
    report: _Report = None,
    fixed: _Fixed = None,
    lang: Lang = "",
    as_json: AsJson = False,
) -> None:
    """Lit un registre et dit ce que chaque ligne est devenue ; ne change rien."""
    from geo_ent.pipeline.checkup import check_up
    from geo_ent.project.project_file import read_answers, read_columns, read_sheet_orders

    tr = language(lang)
    _refuse(fixed, files)
    checkup = check_up(
        files,
        schools,
        departements=departement or (),
        columns=read_columns(project) if project else None,
        sheet_orders=read_sheet_orders(project) if project else (),
        answers=read_answers(project) if project else (),
        tr=tr,
    )
    if not as_json:  # first, whatever becomes of what is written
        _print_checkup(checkup, tr)
    page = checkup.write_report(report)[0] if report else None
    if page and not as_json:
        print("\n" + tr("Le compte rendu : {path}", path=page))
    if fixed:
        checkup.write_fixed(fixed)
    if as_json:
        from geo_ent.pipeline.documents.check_document import check_document

        print_json(check_document(checkup, report=page, fixed=fixed))
    elif fixed:
        print("\n" + tr("Le registre corrigé : {path}", path=fixed))
    # After all that was asked for: the report says row by row why the register is of no use.
    if checkup.refusal:
        raise GeoEntError(checkup.refusal)


def _refuse(fixed: Path | None, files: list[Path]) -> None:
    """Refuse what can't be written before minutes of reading, and before a report is."""
    from geo_ent.publish.register.corrected_register import refuse_target

    if fixed:
        refuse_target(fixed, files)


def _print_checkup(checkup: "Checkup", tr: Language) -> None:
    """Print what was taken, the outcomes, the first doubtful rows and what can be pasted."""
    # First what was taken, and what it leaves open: counts of rows are worth what they were read
    # from. Some terminals show a no-break space as a sign.
    for sentence in checkup.taken:
        _say(sentence)
    doubts, questions = checkup.doubts, checkup.questions
    if questions:
        print("\n" + tr("À confirmer, avant de croire les chiffres :"))
    for question in questions:
        _say(question, "  ")
    print()
    _say(checkup.headline)
    shown = doubts[:_DOUBTS_SHOWN]
    # Tables for people; lines for a file or another program, where borders would be in the way.
    (_rich_tables if sys.stdout.isatty() else _plain_tables)(checkup.outcomes, shown, tr)
    unknown, stale = checkup.solutions_sentence, checkup.stale_answers
    for sentence in filter(None, (unknown, *stale)):
        print()
        _say(sentence)
    if not (doubts or questions or stale):
        # A name that is new isn't doubtful, but it may be a known one's that is misspelt.
        print("\n" + (tr("Rien d’autre à vérifier.") if unknown else tr("Rien à vérifier.")))
    elif more := len(doubts) - len(shown):
        print(
            tr.plural(
                "… et {n} autre ; --report DOSSIER les montre toutes.",
                "… et {n} autres ; --report DOSSIER les montre toutes.",
                more,
                n=more,
            )
        )
    if doubts:
        print("\n" + tr("Pour répondre ligne par ligne : --fixed registre-corrige.xlsx."))
    pasted = tr("Les colonnes reconnues, à coller dans geo-ent.toml pour les imposer :")
    print(f"\n{pasted}\n")
    print(checkup.columns, end="")  # last, and nothing after: it is to be copied


def _say(text: str, start: str = "", under: str | None = None) -> None:
    """Print a text, folded where there is a width."""
    lines = folded_lines(text, text_width() if has_width() else sys.maxsize, start=start,
                         under=under)  # fmt: skip
    print("\n".join(lines))


def _plain_tables(
    outcomes: Sequence[tuple[str, int]], doubts: Sequence["Doubt"], tr: Language
) -> None:
    print()
    for name, count in outcomes:
        print(f"  {count:>6}  {name}")
    if doubts:
        print("\n" + tr("À vérifier :"))
    for doubt in doubts:
        line = tr("{place} : {text}", place=doubt.place, text=doubt.written)
        _say(line, "  ")
        _say(doubt.reason, "    ")
        if doubt.suggestion:
            _say(doubt.suggestion, "    -> ", "       ")


def _rich_tables(
    outcomes: Sequence[tuple[str, int]], doubts: Sequence["Doubt"], tr: Language
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)  # numbers in colour would look like what matters
    table = Table(tr("Devenir"), tr("Lignes"), box=SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for name, count in outcomes:
        table.add_row(name, str(count))
    console.print(table)
    if not doubts:
        return
    titles = (tr("Où"), tr("Écrit"), tr("Pourquoi"), tr("Que faire"))
    table = Table(*titles, box=SIMPLE_HEAD, title=tr("À vérifier"))
    for doubt in doubts:
        cells = (doubt.place, doubt.written, doubt.reason, doubt.suggestion)
        table.add_row(*map(Text, cells))  # text: a cell's brackets are no markup
    console.print(table)
