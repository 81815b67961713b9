"""Write docs/indicators.md from the records of the columns: `python tools/indicators.py [--check]`.

It is for whoever uses the tables: indicators, columns, units, codes, formulas and where methods are
published, in French. The records are in `geo_ent/tables/fields.toml`.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from written_files import write_or_check

from geo_ent.indicators.equity.measure_catalogue import MEASURES
from geo_ent.tables.fields import Field, Kind, Table, fields, table, tables
from geo_ent.telling.atlas.method_words import TOLD, explained
from geo_ent.telling.column_words import heading, meaning, table_words
from geo_ent.telling.equity.measure_sentences import measure_title
from geo_ent.telling.language import language
from geo_ent.telling.workbook.workbook_words import value_words

PAGE = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"
TR = language("fr")
UNITS: dict[Kind, str] = {
    "text": "texte",
    "code": "code",
    "count": "nombre entier",
    "whole": "nombre entier",
    "share": "part, de 0 à 1",
    "points": "points de pourcentage",
    "km": "kilomètres",
    "km2": "kilomètres carrés",
    "figure": "nombre",
    "degrees": "degrés décimaux",
    "day": "jour, AAAA-MM-JJ",
    "flag": "True, False",
}
OF_OURS = {
    "p_chance": "Part des tirages au hasard qui font un écart aussi grand",
    "gini": "Indice de Gini entre circonscriptions",
    "dissimilarity": "Indice de dissimilarité entre circonscriptions",
    "concentration_index": "Indice de concentration selon l’IPS",
    "TI_between": "Part de Theil entre les zones du niveau",
    "TI_within": "Part de Theil dans les zones du niveau",
}
"""The measures of equity.csv that are no summary measures of the WHO's."""
HEAD = Path(__file__).with_suffix(".md")
"""How the page begins."""
FOOT = (
    "\n*Cette page est faite des fiches de colonnes du logiciel par `python tools/indicators.py` ; "
    "un test l’y tient.*\n"
)


def page() -> str:
    """Write the page: indicators, tables, codes, references."""
    known = [record for record in map(table, tables()) if record.file.endswith(".csv")]
    references = list(dict.fromkeys(
        column.reference for record in map(table, tables())
        for column in record.columns.values() if column.reference
    ))  # fmt: skip
    parts = [HEAD.read_text(encoding="utf-8"), "## Les indicateurs\n", *indicators()]
    parts.append("\n## Les tableaux\n")
    for record in known:
        parts += section(record, references)
    parts += ["## Les codes\n", *codes(known), "## Références\n"]
    parts += [f"{rank}. {text}" for rank, text in enumerate(references, 1)]
    return "\n".join(parts) + "\n" + FOOT


def indicators() -> Iterator[str]:
    """Give the indicators of the maps: title, column, formula."""
    yield "| indicateur | colonne | formule |\n|---|---|---|"
    for indicator in TOLD:
        title, formula, _ = explained(indicator, TR)
        column = f"`{indicator.id}`" if indicator.id in table("coverage").columns else ""
        yield f"| {title} | {column} | {formula} |"


def section(record: Table, references: list[str]) -> Iterator[str]:
    """Write a table's section."""
    title, row = table_words(record, TR)
    name = record.file.replace("<level>", "<niveau>")
    key = ", ".join(f"`{column}`" for column in record.key)
    about = f"{title}. {row}" + (f" Clé : {key}." if key else "")
    yield f"### `{name}`\n\n{about}\n"
    yield "| colonne | titre | unité | ce que c’est |\n|---|---|---|---|"
    for column in record.columns.values():
        what = f"{meaning(column, TR)}{made(column, references)}".replace("|", "\\|")
        yield f"| `{column.name}` | {heading(column, TR)} | {unit(column)} | {what} |"
    yield ""


def unit(column: Field) -> str:
    """Say in which unit a column is, or that it holds codes."""
    if column.name in CODED:
        return f"[code](#{column.name})"
    return UNITS[column.kind]


def made(column: Field, references: list[str]) -> str:
    """Give a column's formula, where its meaning doesn't, and the rank of its reference."""
    named = column.formula.replace("÷", "/") in column.meaning
    formula = "" if not column.formula or named else f" = {column.formula}"
    formula = formula and f" `{column.name}`{formula}."
    rank = f" [{references.index(column.reference) + 1}](#références)" if column.reference else ""
    return f"{formula}{rank}"


def codes(known: list[Table]) -> Iterator[str]:
    """List the codes of each column that has some, and what each stands for."""
    there = {name for record in known for name in record.columns}
    for name in sorted(CODED & there):
        words = meanings(name)
        listed = [word for word in fields()[name].words if word] or [*words]
        yield f"### {name}\n\n{heading(fields()[name], TR)}.\n\n| code | ce qu’il dit |\n|---|---|"
        yield from (f"| `{word}` | {words.get(word, word)} |" for word in listed)
        yield ""


def meanings(name: str) -> Mapping[str, str]:
    """Say what the words of a column stand for."""
    if name == "measure":
        return {measure: measure_title(measure, TR) for measure in MEASURES} | OF_OURS
    return value_words(name, TR)


CODED = {name for name, column in fields().items() if column.words or meanings(name)}
"""The columns that hold words of ours."""


def main() -> int:
    """Write the page, or say that it isn't what the records say."""
    return write_or_check(__doc__, lambda: {PAGE: page()})


if __name__ == "__main__":
    sys.exit(main())
