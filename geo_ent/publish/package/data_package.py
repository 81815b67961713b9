"""The Data Packages of a folder: its tables, column by column, for other programs and portals."""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.publish.package.table_schema import table_schema
from geo_ent.tables.fields import Table, table, tables
from geo_ent.telling.atlas.method_words import empty_sentence
from geo_ent.telling.column_words import table_words
from geo_ent.telling.page.page_words import level_words
from geo_ent.telling.page.picture_words import credit
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts, Source

PACKAGE = "datapackage.json"
OF_REGISTER = "register-report.datapackage.json"
"""Of the tables that quote the register's cells: whoever publishes a folder leaves it out with
them, by the beginning of their name."""

_NAMED_APART = {OF_REGISTER: "-registre"}
"""What tells a package's name from that of the folder: a portal takes a name once."""

_QUOTES_REGISTER = frozenset({"findings", "register-report"})
_LEVEL = "<level>"
_MOST_NAMED = 6  # départements in a package's name
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, kw_only=True)
class About:
    """What the packages of a folder say of it, in one language.

    Attributes
    ----------
    title, territory, date
        As the map's page says them.
    departements
        Their codes, sorted.
    sentences
        What is to be known of all the tables: the headline, the notes.
    simulated
        What is simulated and what is published; "" where all is real.
    sources
        The data sets that the tables are made from.
    contact, url
        Where corrections are sent, and where the folder is published; "" where they aren't known.
    """

    title: str
    territory: str
    date: "date"
    departements: Sequence[str]
    sentences: Sequence[str]
    simulated: str
    sources: "Sequence[Source]"
    contact: str = ""
    url: str = ""


def about_page(facts: "PageFacts", departements: Sequence[str]) -> About:
    """Say of a folder what its map's page says."""
    return About(
        title=facts.title,
        territory=facts.territory,
        date=facts.date,
        departements=departements,
        sentences=(facts.headline, *facts.notes),
        simulated=facts.simulated or "",
        sources=facts.sources,
        contact=facts.contact,
        url=facts.url,
    )


def write_packages(folder: Path, about: About, tr: "Language") -> list[str]:
    """Describe every CSV of a folder, and give the names of what was written.

    Parameters
    ----------
    folder
        Where the tables are: those that are in the folder itself.
    about
        What the packages say of them together.
    tr
        The language of titles and descriptions.

    Returns
    -------
    list of str
        `PACKAGE`, and `OF_REGISTER` where there are tables that quote the register.
    """
    records = {path: file_record(path.name) for path in sorted(folder.glob("*.csv"))}
    quoting = [path for path, record in records.items() if record.name in _QUOTES_REGISTER]
    shown = [path for path in records if path not in quoting]
    titles = {
        PACKAGE: about.title,
        OF_REGISTER: tr("{title} : lecture du registre", title=about.title),
    }
    names = []
    for name, paths in {PACKAGE: shown, OF_REGISTER: quoting}.items():
        if paths:
            resources = [_resource(path, records[path], tr) for path in paths]
            content = {**_package(about, titles[name], tr), "resources": resources}
            content["name"] += _NAMED_APART.get(name, "")
            text = json.dumps(content, ensure_ascii=False, indent=2)
            (folder / name).write_text(text + "\n", encoding="utf-8", newline="\n")
            names.append(name)
    return names


def file_record(name: str) -> Table:
    """Give the record of a CSV that geo-ent writes, by the file's name.

    Raises
    ------
    KeyError
        If it is none of them.

    Examples
    --------
    >>> file_record("coverage-epci.csv").name, file_record("gaps.csv").name
    ('coverage', 'gaps')
    """
    general = f"coverage-{_LEVEL}.csv" if name.startswith("coverage-") else name
    return _records()[general]


@cache
def _records() -> "Mapping[str, Table]":
    return {record.file: record for record in map(table, tables())}


def _package(about: About, title: str, tr: "Language") -> dict[str, Any]:
    """Describe what the tables of a folder have in common."""
    own = tr(
        "C’est à qui publie ces tableaux d’en dire la licence ; chaque source garde la sienne."
    )
    sentences = [about.simulated, *about.sentences, empty_sentence(tr), own]
    texts = map(printable, filter(None, sentences))
    where = about.departements if len(about.departements) <= _MOST_NAMED else ["france"]
    named = "-".join(["ent-ecoles", *where, str(about.date)]).lower()
    content = {
        "profile": "tabular-data-package",
        "name": named,
        "title": tr("{title}, situation au {day}", title=printable(title), day=tr.day(about.date)),
        "description": _PARAGRAPH.join(texts),
        "keywords": ["ENT", tr("écoles"), about.territory],
        "sources": [_source(source, tr) for source in about.sources],
    }
    if about.url:
        content["homepage"] = about.url
    if about.contact:
        content["contributors"] = [
            {"title": about.contact, "email": about.contact, "role": "maintainer"}
        ]
    return content


def _source(source: "Source", tr: "Language") -> dict[str, Any]:
    """Credit a source in one line, and each part of it apart."""
    known = {
        "title": credit(source, tr),
        "path": source.url if source.url.startswith(("https://", "http://")) else "",
        "producer": source.producer,
        "licence": source.licence,
    }
    return {key: words for key, words in known.items() if words}


def _resource(path: Path, record: Table, tr: "Language") -> dict[str, Any]:
    """Describe a file: what it is, its bytes, its columns."""
    content = path.read_bytes()
    with path.open(encoding="utf-8", newline="") as lines:
        names = next(csv.reader(lines))
    title, row = table_words(record, tr)
    level = path.stem.removeprefix("coverage-")
    if record.name == "coverage":
        title = tr("Écoles et ENT par {level}", level=level_words(level, tr).one)
    return {
        "profile": "tabular-data-resource",
        "name": path.stem.replace("_", "-").lower(),
        "path": path.name,
        "title": title,
        "description": row,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table_schema(record, names, tr),
    }
