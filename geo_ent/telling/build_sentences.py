"""What a build says while it works, and of its result."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo_ent.tables.contract import IN_DOUBT
from geo_ent.tables.findings import REGISTER_KINDS, TO_MEND
from geo_ent.telling.finding_words import kind_name
from geo_ent.telling.language import Language, mark

if TYPE_CHECKING:
    import datetime as dt

Step = tuple[str, str]
"""A step's name and what was done, in the language of the project."""

Report = Callable[[str, str], None]
"""Called after each step of a build, with the two of `Step`."""

_DIRECTORY = mark("Annuaire")
_COMMUNES = mark("Communes")
_REGISTER = mark("Registre")
_LOCATED = mark("Rattachement")
_ZONES = mark("Zones")
_INDICATORS = mark("Indicateurs")
_PAGE = mark("Page")
_GAPS = mark("Lacunes")
_WRITTEN = mark("Écriture")

STEPS = (_DIRECTORY, _COMMUNES, _REGISTER, _LOCATED, _ZONES, _INDICATORS, _PAGE, _GAPS, _WRITTEN)
"""What `build` does, in order; each is reported when it is done, or left out by --quick."""


def step_line(tr: Language, step: str, done: str) -> str:
    """Tell a step and what was done in one line."""
    return tr("{step} : {done}", step=step, done=done)


def directory_read(
    tr: Language, schools_n: int, *, priority_year: str | None, rentree: int | None
) -> Step:
    """Tell how many schools the directory has, and of when what was added to it is."""
    parts = [
        tr.plural(
            "{n} école du premier degré dans l’annuaire",
            "{n} écoles du premier degré dans l’annuaire",
            schools_n,
            n=tr.number(schools_n),
        )
    ]
    if priority_year:
        parts.append(tr("éducation prioritaire de {year}", year=priority_year))
    if rentree:
        parts.append(tr("effectifs de {year}", year=rentree))
    return tr(_DIRECTORY), ", ".join(parts)


def communes_read(tr: Language, communes_n: int, territory: str, *, outlines: str = "") -> Step:
    """Tell how many communes there are, of which territory, and whose outlines are drawn."""
    communes = tr.plural("{n} commune", "{n} communes", communes_n, n=tr.number(communes_n))
    drawn = [tr("contours de {file}", file=outlines)] if outlines else []
    return tr(_COMMUNES), ", ".join([communes, territory, *drawn])


def register_read(tr: Language, rows_n: int, known_n: int) -> Step:
    """Tell how many rows the register has, and of how many schools it knows the situation."""
    rows = tr.plural("{n} ligne lue", "{n} lignes lues", rows_n, n=tr.number(rows_n))
    schools = tr.plural(
        "{n} école renseignée", "{n} écoles renseignées", known_n, n=tr.number(known_n)
    )
    return tr(_REGISTER), f"{rows}, {schools}"


def schools_located(tr: Language, joined_by: Mapping[str, int], elsewhere_n: int) -> Step:
    """Tell what schools were put in their commune by: a `joined_by`, "" for nothing."""
    by_code_n = joined_by.get("code", 0)
    parts = [
        tr.plural(
            "{n} école par son code de commune",
            "{n} écoles par leur code de commune",
            by_code_n,
            n=tr.number(by_code_n),
        )
    ]
    if by_point_n := joined_by.get("point", 0):
        parts.append(tr("{n} par leur point", n=by_point_n))
    if alone_n := joined_by.get("departement", 0):
        parts.append(tr("{n} dans la seule commune de leur département", n=alone_n))
    if lost_n := joined_by.get("", 0):
        parts.append(tr("{n} sans commune trouvée", n=lost_n))
    sentence = ", ".join(parts)
    if elsewhere_n:
        # After a semicolon: those elsewhere are no part of the schools counted before.
        sentence = tr("{here} ; {n} hors du territoire", here=sentence, n=elsewhere_n)
    return tr(_LOCATED), sentence


def zones_drawn(tr: Language, circonscriptions_n: int) -> Step:
    """Tell how many circonscriptions were drawn."""
    return tr(_ZONES), tr.plural(
        "{n} circonscription (estimée)",
        "{n} circonscriptions (estimées)",
        circonscriptions_n,
        n=tr.number(circonscriptions_n),
    )


def indicators_computed(tr: Language, levels_n: int, date: "dt.date") -> Step:
    """Tell for how many levels figures were computed, and at which date."""
    levels = tr.plural("{n} niveau", "{n} niveaux", levels_n, n=tr.number(levels_n))
    return tr(_INDICATORS), tr("{levels}, au {day}", levels=levels, day=tr.day(date))


def page_written(tr: Language, bytes_n: int, *, left_out_n: int = 0) -> Step:
    """Tell the weight of the page, and how many communes it leaves out."""
    # Thousands of bytes, as a webmaster's file manager counts.
    weight = tr("{n} ko", n=tr.number(bytes_n / 1000))
    if left_out_n:
        n = tr.number(left_out_n)
        weight = tr("{weight}, sans les {n} communes, trop nombreuses", weight=weight, n=n)
    return tr(_PAGE), weight


def gaps_listed(
    tr: Language, statuses: "Mapping[str, int]", areas_n: int, *, rural: bool = False
) -> Step:
    """Tell how many schools are to be equipped, of how many nothing is known, the white areas.

    Parameters
    ----------
    statuses
        How many of the schools listed have each status.
    rural
        Whether only rural ones are listed: the headline, beside it, counts the others too.
    """
    unknown_n = sum(statuses.get(status, 0) for status in IN_DOUBT)
    known_n = sum(statuses.values()) - unknown_n
    listed = tr.schools_n(known_n)
    if rural:
        listed = tr.plural(
            "{n} {school} rurale", "{n} {schools} rurales", known_n, n=tr.number(known_n)
        )
    parts = [
        tr("{counted} à équiper", counted=listed),
        tr("{n} de situation inconnue", n=tr.number(unknown_n)) if unknown_n else "",
        tr.plural("{n} zone blanche", "{n} zones blanches", areas_n, n=tr.number(areas_n)),
    ]
    return tr(_GAPS), ", ".join(filter(None, parts))


def left_out_quickly(tr: Language) -> Step:
    """Tell what --quick leaves out of the page and of the folder."""
    return tr(_GAPS), tr(
        "pas cherchées avec --quick, qui laisse aussi de côté l’équité, le programme, les images, "
        "le classeur, le GeoPackage et la page des codes à copier"
    )


def folder_written(tr: Language, files_n: int, folder: Path) -> Step:
    """Tell how many files are in the folder."""
    return tr(_WRITTEN), tr("{n} fichiers dans {folder}", n=files_n, folder=folder)


_BESIDE = {
    "coverage.xlsx": mark("le classeur, pour qui suit les chiffres"),
    "equity.html": mark("la fiche d’équité, pour qui décide"),
    "register-report.html": mark("le devenir de chaque ligne, pour qui tient le registre"),
    "embed.html": mark("les codes à coller, pour le webmestre"),
    "datapackage.json": mark("ce que disent les .csv, pour un portail ou un programme"),
}
"""The files that matter beside the page, in the order that they are told in."""

_REPORT, _FINDINGS = "register-report.html", "findings.csv"
_OUT_OF_REPORT = {"answer-changed", "answer-unused"}  # said of answers, of no row of the register
_MOST_READ = 2  # sentences on columns: a national register has thirty sheets
_OF_DEPARTEMENTS = {"absent-departement", "register-silent", "rows-of-absent", "rows-elsewhere"}
_MOST_NAMED = 5  # départements beside their number: more are in the file of the findings
_MOST_FOR_INFORMATION = 6  # kinds that are told one by one: who must act on nothing has a file


def result_lines(  # noqa: PLR0913 what a build ends with, by keyword
    tr: Language,
    findings: Iterable[tuple[str, int]],
    headline: str,
    page: Path,
    *,
    columns: Sequence[str] = (),
    questions: Sequence[str] = (),
    beside: Collection[str] = (),
    departements: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[str]:
    """Tell what is to mend, what is for information, the figures in a sentence, where they are.

    Parameters
    ----------
    findings
        Kinds of findings with their number, as `Findings.summary` gives them.
    columns, questions
        What was taken from the register's columns, and what they leave open; the latter are the
        first to mend, since a figure is worth what it was read from.
    beside
        The names of the files in the page's folder: those that matter are told.
    departements
        Those that kinds of findings name, as `Findings.departements` gives them: a few are told.
    """
    counts = dict(findings)
    to_mend = {kind: n for kind, n in counts.items() if kind in TO_MEND}
    to_know = {kind: n for kind, n in counts.items() if kind not in TO_MEND}
    if to_mend or questions:
        yield "\n" + tr("À corriger")
        yield from _to_mend(tr, to_mend, questions, departements)
    else:
        yield "\n" + tr("Rien n’est à corriger.")
    if to_know or columns:
        yield "\n" + tr("Pour information")
        yield from _columns_read(tr, columns)
        yield from _to_know(tr, to_know)
    yield f"\n{headline}"
    yield "\n" + tr("La page : {page}", page=page)
    names = [name for name in _BESIDE if name in beside]
    width = max(map(len, names), default=0)
    yield from (f"  {name:<{width}}  {tr(_BESIDE[name])}" for name in names)


def _to_mend(
    tr: Language,
    counts: Mapping[str, int],
    questions: Sequence[str],
    departements: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    """Tell what someone must act on, under the file that has it one by one."""
    # A question is one of the findings too: it is told whole, not counted.
    told = {kind: n for kind, n in counts.items() if kind != "register-question"}
    in_report = REGISTER_KINDS - _OUT_OF_REPORT
    of_register = {kind: n for kind, n in told.items() if kind in in_report}
    others = {kind: n for kind, n in told.items() if kind not in in_report}
    if questions:
        yield "  " + tr(
            "À trancher d’abord, les chiffres en dépendent (voir {file}) :", file=_REPORT
        )
        yield from (f"      ?  {question}" for question in questions)
    if of_register:
        yield "  " + tr("Dans le registre (ligne par ligne dans {file}) :", file=_REPORT)
        yield from _counted(tr, of_register.items())
    if others:
        yield "  " + tr("Dans les autres fichiers (le détail est dans {file}) :", file=_FINDINGS)
        yield from _counted(tr, others.items(), departements)


def _columns_read(tr: Language, columns: Sequence[str]) -> Iterator[str]:
    """Tell what was taken of the register's columns: of one or two sheets, else where it is."""
    few = columns if len(columns) <= _MOST_READ else columns[:1]
    yield from ("  " + tr("Lu dans le registre : {columns}", columns=text) for text in few)
    if len(few) < len(columns):
        text = mark("Les autres feuilles ont d’autres titres, qui sont dans {file}.")
        yield "  " + tr(text, file=_REPORT)


def _to_know(tr: Language, counts: Mapping[str, int]) -> Iterator[str]:
    """Tell what was left out, mended or estimated by rule: the commonest kinds, then the rest."""
    ranked = sorted(counts.items(), key=lambda entry: -entry[1])
    first = ranked if len(ranked) <= _MOST_FOR_INFORMATION + 1 else ranked[:_MOST_FOR_INFORMATION]
    yield from _counted(tr, first)
    if left := ranked[len(first) :]:
        n = sum(count for _, count in left)
        more = tr("autres, de {kinds} sortes (le détail est dans {file})",
                  kinds=len(left), file=_FINDINGS)  # fmt: skip
        yield _line(tr.number(n), more)


def _counted(
    tr: Language,
    counts: Iterable[tuple[str, int]],
    departements: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[str]:
    # Counts before words: a column of figures is scanned at a glance.
    for kind, n in counts:
        named = departements.get(kind, ()) if kind in _OF_DEPARTEMENTS else ()
        which = tr("\u00a0: {names}", names=", ".join(named))
        told = 0 < len(named) <= _MOST_NAMED
        yield _line(tr.number(n), kind_name(kind, n, tr) + (which if told else ""))


def _line(number: str, words: str) -> str:
    return f"  {number:>5}  {words}"
