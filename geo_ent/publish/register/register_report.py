"""The register's report: what became of each row, as a page for people and a CSV for programs."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.register.register_markup import (
    Row,
    day_text,
    quoted,
    safe,
    school_and_status,
    spaced,
    table,
    table_row,
    text_of,
    understood,
    written,
)
from geo_ent.telling.language import language
from geo_ent.telling.register_wording import (
    COLUMN_WORDS,
    DOUBTS,
    OUTCOME_WORDS,
    as_sentence,
    outcome_counts,
    place,
    report_rows,
    sentence,
    told_schools,
)
from geo_ent.text.numbers import counted, number
from geo_ent.text.safe import no_formula, printable

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.register.read_register import Reading

__all__ = ["REPORT_CSV", "REPORT_HTML", "report_page", "write_register_report"]

REPORT_HTML = "register-report.html"
REPORT_CSV = "register-report.csv"

_SLOT = re.compile(r"@@(\w+)@@")
_BASE_ENDS = "/* ---- map and panel ---- */"
_TABLES_BEGIN = "/* ---- below ---- */"
_MOST_TITLES = 60  # columns that were not read, by name
_MOST = 2000  # rows that one part of the page lists; the CSV has them all


def write_register_report(
    reading: "Reading", folder: Path, *, schools: "pd.DataFrame", note: str = ""
) -> None:
    """Write `register-report.html` and `register-report.csv` in a folder.

    Parameters
    ----------
    reading
        What `read_registers` gives.
    folder
        Where to write; it must exist.
    schools
        The schools that the register should tell of, indexed by `uai`: `name`, `commune_name`.
    note
        Written on top of the page and on each row of the CSV, when data is simulated.
    """
    rows = report_rows(reading)
    page = _page(reading, rows, schools, note)
    (folder / REPORT_HTML).write_text(page, encoding="utf-8", newline="\n")
    (folder / REPORT_CSV).write_text(_csv(rows, note), encoding="utf-8", newline="")


def report_page(reading: "Reading", *, schools: "pd.DataFrame", note: str = "") -> str:
    """Make the report's page: one file, no script, no third party, everything escaped.

    Parameters
    ----------
    reading, schools, note
        As for `write_register_report`.
    """
    return _page(reading, report_rows(reading), schools, note)


def _csv(rows: "pd.DataFrame", note: str) -> str:
    table = rows.assign(note=note) if note else rows
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    cells = [[_plain_cell(cell) for cell in table[column]] for column in table]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue()


def _plain_cell(cell: object) -> str:
    return no_formula(printable(day_text(cell, "%Y-%m-%d") or text_of(cell)))


def _page(reading: "Reading", rows: "pd.DataFrame", schools: "pd.DataFrame", note: str) -> str:
    counts = outcome_counts(rows)
    doubt = rows["doubt"]
    told = told_schools(reading.register, schools)
    several = len(rows["file"].unique()) > 1
    slots = {
        "base_css": _base_css(),
        "css": _asset("register-report.css") + asset("banner.css"),
        "files": safe(", ".join(rows["file"].unique())),
        "banner": simulated_banner(safe(note), language("fr")),
        "headline": safe(sentence(counts, told_n=told, schools_n=len(schools))),
        "summary": _summary(rows["doubt"]),
        "outcomes": _outcomes(counts),
        "doubtful": f'<span class="tally">({counted(int((doubt != "").sum()), "ligne")})</span>',
        "doubts": _doubts(rows, several=several),
        "spread": _spread(rows[rows["outcome"] == "spread"], schools, several=several),
        "columns": "".join(
            _sheet(key, titles, unread=reading.unread.get(key, ()), several=several)
            for key, titles in reading.columns.items()
        ),
        "rest": _rest(rows[(doubt == "") & (rows["outcome"] != "spread")], several=several),
    }
    return _SLOT.sub(lambda found: slots[found[1]], _asset("register-report.html"))


@cache
def _asset(name: str) -> str:
    return files("geo_ent.publish").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _base_css() -> str:
    """Take the map page's colours, type scale and tables, and leave what is of the map."""
    css = asset("page.css")
    base, _, rest = css.partition(_BASE_ENDS)
    bar = re.findall(r"^\.bar .*$|^\.part .*$", rest, re.MULTILINE)
    tables = re.sub(r"(?s)@media.*", "", rest.partition(_TABLES_BEGIN)[2])
    return "\n".join([base, *bar, tables])


def _summary(doubt: "pd.Series[str]") -> str:
    """List the kinds of doubts and lead to each, or say that there is none."""
    counts = doubt.value_counts()
    lines = "".join(
        f'<li><a href="#{kind}">{words.title}</a>\u00a0: {counted(int(counts[kind]), "ligne")}</li>'
        for kind, words in DOUBTS.items()
        if kind in counts
    )
    if not lines:
        return '<p class="summary clear">Il n’y a rien à vérifier.</p>'
    found = int((doubt != "").sum())
    verb = "est" if found == 1 else "sont"
    return (
        '<nav class="summary" aria-label="Les lignes à vérifier">'
        f"<p><strong>{counted(found, 'ligne')} {verb} à vérifier.</strong></p>"
        f"<ul>{lines}</ul></nav>"
    )


def _outcomes(counts: Mapping[str, int]) -> str:
    """Count the rows by outcome, in a bar and in a table with their sum."""
    bar = "".join(
        f'<span class="part {outcome}" style="flex-grow:{count}"></span>'
        for outcome, count in counts.items()
        if count
    )
    body = "".join(
        f'<tr{"" if count else " class=nil"}><th scope="row"><span class="swatch {outcome}"></span>'
        f'{OUTCOME_WORDS[outcome].name}</th><td class="n">{number(count)}</td>'
        f"<td>{spaced(OUTCOME_WORDS[outcome].meaning)}</td></tr>\n"
        for outcome, count in counts.items()
    )
    return (
        f'<div class="bar outcomes-bar" aria-hidden="true">{bar}</div>\n'
        '<table class="outcomes">\n<thead><tr><th scope="col">Devenir</th>'
        '<th scope="col" class="n">Lignes</th><th scope="col">Ce que cela veut dire</th></tr>'
        f"</thead>\n<tbody>\n{body}</tbody>\n<tfoot><tr><th scope=row>Total</th>"
        f"<td>{number(sum(counts.values()))}</td><td></td></tr></tfoot>\n</table>"
    )


def _doubts(rows: "pd.DataFrame", *, several: bool) -> str:
    parts = [
        _doubt(kind, rows[rows["doubt"] == kind], several=several)
        for kind in DOUBTS
        if (rows["doubt"] == kind).any()
    ]
    return "\n".join(parts) or "<p>Toutes les lignes d’école ont été comprises.</p>"


def _doubt(kind: str, rows: "pd.DataFrame", *, several: bool) -> str:
    words = DOUBTS[kind]
    listed = [
        table_row(
            place(row, files=several),
            {
                "Écrit": written(row),
                "Pourquoi": safe(as_sentence(row["reason"])),
                "Que faire": safe(row["suggestion"]),
            },
        )
        for row in _first(rows)
    ]
    return (
        f'<div class="doubt" id="{kind}">\n<h3>{words.title} <span class="tally">'
        f"({number(len(rows))})</span></h3>\n<p>{spaced(words.about)}</p>\n"
        f"{table(('Écrit', 'Pourquoi', 'Que faire'), listed, words.title)}{_more(rows)}</div>"
    )


def _first(rows: "pd.DataFrame") -> list[Row]:
    return list(rows.head(_MOST).to_dict("records"))


def _more(rows: "pd.DataFrame") -> str:
    if len(rows) <= _MOST:
        return ""
    return (
        f'<p class="small">Seules les {number(_MOST)} premières sont montrées ; toutes sont dans '
        f"{REPORT_CSV}.</p>"
    )


def _spread(rows: "pd.DataFrame", schools: "pd.DataFrame", *, several: bool) -> str:
    """List the territory rows, each with the schools that it reached."""
    if rows.empty:
        return ""
    names = _names(schools)
    listed = [
        table_row(
            place(row, files=several),
            {
                "Écrit": written(row),
                "Compris": understood(row),
                "Écoles atteintes": _reached(row, names),
            },
        )
        for row in _first(rows)
    ]
    titles = ("Écrit", "Compris", "Écoles atteintes")
    name = "Les lignes qui valent pour un territoire"
    return (
        f'<section aria-labelledby="territoires">\n<h2 id="territoires">{name} '
        f'<span class="tally">({number(len(rows))})</span></h2>\n'
        "<p>Une école qui a sa propre ligne garde ce que dit celle-ci.</p>\n"
        f"{table(titles, listed, name)}{_more(rows)}\n</section>\n"
    )


def _reached(row: Row, names: Mapping[str, str]) -> str:
    uais = str(row["uai"]).split()
    items = "".join(f"<li>{quoted(names.get(uai, ''))} ({safe(uai)})</li>" for uai in uais)
    return (
        f"<details><summary>{counted(len(uais), 'école')}</summary>"
        f'<ul class="reached">{items}</ul></details>'
    )


def _names(schools: "pd.DataFrame") -> dict[str, str]:
    """Name each school with its commune."""
    communes = schools.get("commune_name", schools["name"].where(schools["name"] == "", ""))
    named = zip(schools.index, schools["name"], communes, strict=True)
    return {
        uai: ", ".join(word for word in (name, commune) if word) for uai, name, commune in named
    }


def _sheet(
    key: tuple[str, str], titles: Mapping[str, str], *, unread: Sequence[str], several: bool
) -> str:
    """Say which title of a sheet was taken for which column, and which weren't read."""
    file, sheet = key
    name = ", ".join([*([file] if several or not sheet else []), *([sheet] if sheet else [])])
    if titles:
        pairs = "".join(
            f"<div><dt>{COLUMN_WORDS.get(column, escape(column))}</dt>"
            f"<dd>{quoted(' '.join(str(title).split()))}</dd></div>"
            for column, title in titles.items()
        )
        told = f'<dl class="titles">{pairs}</dl>{_unread(unread)}'
    else:
        told = "<p>Cette feuille n’est pas un registre d’ENT : ses lignes sont ignorées.</p>"
    return f'<div class="sheet">\n<h3>{quoted(name)}</h3>\n{told}\n</div>\n'


def _unread(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    listed = ", ".join(quoted(" ".join(title.split())) for title in titles[:_MOST_TITLES])
    more = len(titles) - _MOST_TITLES
    others = f" et {counted(more, 'autre')}" if more > 0 else ""
    return f'<p class="unread">Colonnes non lues\u00a0: {listed}{others}.</p>'


def _rest(rows: "pd.DataFrame", *, several: bool) -> str:
    parts = [
        _folded(outcome, rows[rows["outcome"] == outcome], several=several)
        for outcome in OUTCOME_WORDS
        if (rows["outcome"] == outcome).any()
    ]
    return "\n".join(parts) or "<p>Il n’y en a pas d’autre.</p>"


def _folded(outcome: str, rows: "pd.DataFrame", *, several: bool) -> str:
    """Fold the rows of an outcome: what was written, what was understood, why."""
    words = OUTCOME_WORDS[outcome]
    listed = [
        table_row(
            place(row, files=several),
            {
                "Écrit": written(row),
                "Compris": school_and_status(row),
                "Pourquoi": safe(as_sentence(row["reason"])),
            },
        )
        for row in _first(rows)
    ]
    told = words.counted(len(rows))
    return (
        f'<details><summary><span class="swatch {outcome}"></span>{told}</summary>\n'
        f"{table(('Écrit', 'Compris', 'Pourquoi'), listed, told)}{_more(rows)}</details>"
    )
