"""Bring the translations up to the code: `python tools/messages.py [--check]`.

Each sentence stands in French in the code, in a template or in the page's script; its English in
`geo_ent/telling/translations/en/<topic>.po`, and so each language that has a folder there. A module
of `telling/` has a catalogue of its own name; a page's script, whose texts travel with an English
page, has its own (`page_script`, `programmes_script`); everything else that of its room. New texts
are added without a translation, unused ones dropped, translations kept.
"""

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "geo_ent"
TRANSLATIONS = PACKAGE / "telling" / "translations"
FIELDS = PACKAGE / "tables" / "fields.toml"
KEYWORDS = {
    "tr": None,
    "mark": None,
    "plural": (1, 2),
    "mark_plural": (1, 2),
    "in_context": ((1, "c"), 2),
}
METHODS = {
    ".js": "javascript",
    ".html": "jinja2.ext:babel_extract",
    ".jinja": "jinja2.ext:babel_extract",
}


class TwoForms(Catalog):
    """A catalogue of as many forms as `Language.plural` reads: Italian has three by the CLDR."""

    num_plurals, plural_expr = 2, "(n != 1)"


def topic_of(path: Path) -> str:
    """Name the catalogue that a file's texts are in."""
    room = path.relative_to(PACKAGE).parts[0]
    if room == "telling":
        return path.stem
    script = {"maps": "page_script", "programmes": "programmes_script", "publish": "atlas_script"}
    return script[room] if path.suffix == ".js" and room in script else Path(room).stem


def texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """List the texts of a file, with their contexts."""
    if path == FIELDS:
        yield from records_texts(tomllib.loads(path.read_text(encoding="utf-8")))
        return
    if path.suffix == ".py":
        yield from python_texts(path)
        return
    options = {"parse_template_string": "false"} if path.suffix == ".js" else {"silent": "false"}
    with path.open("rb") as file:
        for _, text, _, context in extract(METHODS[path.suffix], file, KEYWORDS, (), options):
            if text:
                yield text, context


def python_texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """List the texts of a module.

    Babel's own reader takes the last keyword that it met for the one that is called: a `tr` handed
    on inside `tr.plural(…)` made it lose the plural. Python's parser knows which call is which.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        words = [word.value if isinstance(word, ast.Constant) else None for word in node.args]
        strings = [word for word in words[:2] if isinstance(word, str)]
        if name in {"tr", "mark"} and isinstance(words[0] if words else None, str):
            yield words[0], None
        elif name in {"plural", "mark_plural"} and len(strings) == 2:  # noqa: PLR2004
            yield tuple(strings), None
        elif name == "in_context" and len(strings) == 2:  # noqa: PLR2004
            yield strings[1], strings[0]


def records_texts(records: dict) -> Iterator[tuple[str, str | None]]:
    """List the titles and meanings of the columns and the tables."""
    for key, record in records.items():
        if isinstance(record, dict):
            yield from records_texts(record)
        elif key in {"title", "meaning"}:
            yield record, "column" if key == "title" else None


def catalogues(folder: Path = TRANSLATIONS / "en") -> dict[str, Catalog]:
    """Make a language's catalogues as the code wants them, with the translations that there are."""
    kept: dict[str, Catalog] = {}
    for path in folder.glob("*.po"):
        with path.open("rb") as file:
            kept[path.stem] = read_po(file)
    anywhere = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context): message
        for catalogue in kept.values() for message in catalogue if message.id
    }  # fmt: skip
    wanted: dict[str, Catalog] = {}
    for path in sorted({FIELDS, *(p for p in PACKAGE.rglob("*") if p.suffix in {".py", *METHODS})}):
        if "vendor" in path.parts or path == PACKAGE / "telling" / "language.py":
            continue
        where = path.relative_to(ROOT).as_posix()
        for text, context in texts(path):
            topic = topic_of(path)
            catalogue = wanted.setdefault(topic, TwoForms(locale=folder.name))
            one = text if isinstance(text, str) else text[0]
            known = (kept[topic].get(one, context) if topic in kept else None) or anywhere.get(
                (one, context)
            )
            string = known.string if known and isinstance(known.id, type(text)) else None
            catalogue.add(text, string, locations=[(where, None)], context=context)
    return wanted


def written(catalogue: Catalog) -> str:
    """Write a catalogue, always the same for the same texts."""
    out = BytesIO()
    catalogue.header_comment = f"# {english_name(catalogue)}."
    catalogue.mime_headers  # noqa: B018 sets the charset
    write_po(out, catalogue, width=100, include_lineno=False, omit_header=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head + out.getvalue().decode("utf-8")


def names_begun(folder: Path) -> str:
    """Give `language.po` as a language begins with it: the texts of English's, untranslated."""
    english = TRANSLATIONS.joinpath("en", "language.po").read_text(encoding="utf-8")
    head, *entries = english.split("\n\n")
    empty = [re.sub(r'^msgstr ".*"$', 'msgstr ""', entry, flags=re.MULTILINE) for entry in entries]
    head = head.replace("Language: en\\n", f"Language: {folder.name}\\n")
    return "\n\n".join([head, *empty])


def english_name(catalogue: Catalog) -> str:
    """Name the language of a catalogue."""
    return Locale.parse(catalogue.locale_identifier).english_name


def untranslated(wanted: dict[str, Catalog]) -> list[str]:
    """List the French texts that have no translation."""
    return [
        f"{topic}.po: {message.id if isinstance(message.id, str) else message.id[0]}"
        for topic, catalogue in sorted(wanted.items())
        for message in catalogue
        if message.id
        and not (
            message.string
            if isinstance(message.string, str)
            else message.string and all(message.string)
        )
    ]


def main() -> int:
    """Write the catalogues, or say what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if anything is to do"
    )
    check = parser.parse_args().check
    done = [brought_up(folder, check=check) for folder in sorted(TRANSLATIONS.iterdir())]
    return int(any(done))


def brought_up(folder: Path, *, check: bool) -> bool:
    """Write the catalogues of a language, or say what differs; tell whether anything is to do."""
    wanted, stale = catalogues(folder), []
    names = folder / "language.po"  # `telling/language.py`'s own, which isn't read for texts
    if not (names.exists() or check):
        names.write_text(names_begun(folder), encoding="utf-8", newline="\n")
    for topic, catalogue in wanted.items():
        path, text = folder / f"{topic}.po", written(catalogue)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(f"{folder.name}/{topic}.po is not what the code says")
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    for path in folder.glob("*.po"):
        if path.stem not in {*wanted, "language"}:
            stale.append(f"{folder.name}/{path.name} has no text of the code")
            if not check:
                path.unlink()
    with names.open("rb") as file:
        wanted["language"] = read_po(file)
    missing, name = untranslated(wanted), Locale.parse(folder.name).english_name
    print("\n".join([*(stale if check else ()), *(f"no {name}: {line}" for line in missing)]))
    return bool(missing) or (check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
