"""No page names an option, a command or a variable: who reads it has never seen a terminal."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import geo_ent
from geo_ent.app.typed_words import on_the_page, question_on_the_page
from geo_ent.project.build_options import INPUTS
from geo_ent.telling.language import language
from geo_ent.telling.register.column_sentences import question_text
from geo_ent.text.note import Note

PACKAGE = Path(geo_ent.__file__).parent
TYPED = re.compile(
    r"(?<![\w-])--[a-z]|geo-ent (?:build|fetch|check|demo|gaps|sources|equity|cog)\b|"
    r"GEO_ENT_|HTTPS?_PROXY|NO_PROXY|REQUESTS_CA"
)
# What says something to a terminal alone: other commands, help, names of variables.
ELSEWHERE = {"cli", "app", "programmes", "atlas"}
OF_OTHER_COMMANDS = {
    "recoded_table.py", "made_folders.py", "corrected_register.py", "group_table.py",
    "page_markup.py", "option_records.py", "made_map.py", "make_sheets.py", "atlas_sentences.py",
}  # fmt: skip
SAMPLES = {"others": "annuaire,ips", "name": "ips", "by_hand": "par --schools",
           "option": "schools", "_MOVE_ON": "--refresh prend ce que le portail a et renouvelle le "
           "verrou."}  # fmt: skip


@cache
def sentences():
    """List each text of the code that names what is typed, its fields filled in, with its file."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if parts[0] in ELSEWHERE or "doctor" in parts or path.name in OF_OTHER_COMMANDS:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {
            id(part) for node in ast.walk(tree) if isinstance(node, (ast.JoinedStr, ast.Expr))
            for part in ([node.value] if isinstance(node, ast.Expr) else node.values)
        }  # fmt: skip
        texts = (filled(node) for node in ast.walk(tree) if id(node) not in inner)
        found += [(path.name, text) for text in texts if text and TYPED.search(text)]
    return found


def filled(node):
    """Give the text of a literal; "" for what is none, or is told nobody."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else sample(ast.unparse(part.value))
            for part in node.values
        )
    text = node.value if isinstance(node, ast.Constant) else ""
    is_told = isinstance(text, str) and " " in text.strip() and "`" not in text
    return text if is_told and not text.startswith(("#", "Le dossier", "Ne pas")) else ""


def sample(field):
    """Fill a field in."""
    return next((text for name, text in SAMPLES.items() if name in field), "x")


def test_what_a_command_is_told_is_said_as_the_pages_have_it():
    """Every fault that the code can raise, as a page shows it."""
    shown = [(file, text, on_the_page(text)) for file, text in sentences()]
    assert [told for told in shown if TYPED.search(told[2]) or not told[2].strip()] == []


def test_there_are_such_sentences():
    """That the test above looks at what it means to."""
    texts = [text for _, text in sentences()]
    assert len(texts) > 25
    assert any("donnez --departement, --academie ou --region" in text for text in texts)


@pytest.mark.parametrize("key", INPUTS)
def test_each_file_has_a_name_on_the_pages(key):
    """Its option says where it is given."""
    option = key.replace("_", "-")
    shown = on_the_page(f"Donnez-en un autre par --{option}.")
    assert shown.startswith("Donnez-en un autre sur la première page (« ")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("imposed-absent", {"column": "uai", "title": "RNE"}),
        ("ordered-title-absent", {"sheet": "2024", "column": "status", "title": "ENT ?"}),
        ("ordered-sheet-absent", {"file": "a.xlsx", "sheet": "2024", "sheets": ["2025"]}),
        ("ordered-no-table", {"sheet": "2024"}),
    ],
)
def test_what_was_chosen_in_menus_is_not_told_as_toml(lang, code, fields):
    """A sheet or a title that next year's spreadsheet lacks: no [[register.sheets]] on a page."""
    told = question_text(Note(code, **fields), language(lang))
    assert "[register" in told
    assert "[" not in question_on_the_page(told)
    assert question_on_the_page(f"a.xlsx : {told}").endswith(question_on_the_page(told))
