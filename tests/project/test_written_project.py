"""geo-ent.toml as the application writes it is read by a build as what was chosen and answered."""

import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st
from properties import examples

from geo_ent.app.works import Work
from geo_ent.project.project_file import read_project
from geo_ent.project.written_project import read_choices, without_files
from geo_ent.register.vocabulary import COLUMNS

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
ROWS = TEXTS.filter(str.strip)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))
UAIS = st.from_regex(r"0[0-9]{6}[A-Z]", fullmatch=True)
TITLES = st.text(st.characters(codec="utf-8"), max_size=20)  # "": a column that isn't to be read
NAMES = st.sampled_from(COLUMNS)
ANSWERS = st.fixed_dictionaries(
    {"row": ROWS, "answered_on": DATES},
    optional={
        "uai": st.lists(UAIS, min_size=1, max_size=3),
        "status": st.sampled_from(["oui", "classe", "prévu", "non", "inconnu"]),
        "solution": ROWS,
        "start": DATES,
        "end": DATES,
        "ignore": st.booleans(),
        "keep": st.booleans(),
    },
)
SHEETS = st.fixed_dictionaries(
    {"file": TEXTS, "sheet": st.text(st.characters(codec="utf-8"), max_size=20)},
    optional={
        "read": st.booleans(),
        "columns": st.dictionaries(NAMES, TITLES, max_size=3),
    },
)
REGISTERS = st.fixed_dictionaries(
    {"files": st.lists(TEXTS, min_size=1, max_size=3)},
    optional={
        "columns": st.dictionaries(NAMES, TITLES | st.lists(TITLES, min_size=1), min_size=1),
        "sheets": st.lists(SHEETS, min_size=1, max_size=3,
                           unique_by=lambda sheet: (sheet["file"], sheet["sheet"])),
        "answers": st.lists(ANSWERS, min_size=1, max_size=4),
    },
)  # fmt: skip
SHARES = st.floats(0.01, 1)
CHOICES = st.fixed_dictionaries(
    {"departements": st.lists(st.sampled_from(["35", "2A", "974"]), min_size=1, unique=True)},
    optional={
        "register": REGISTERS,
        "schools": TEXTS,
        "pupils": TEXTS,
        "date": DATES,
        "as_of": DATES,
        "rentree": st.integers(2000, 2040),
        "sector": st.sampled_from(["public", "prive", "all"]),
        "complete": st.booleans(),
        "title": TEXTS,
        "contact": st.just("dane@ac-rennes.fr"),
        "url": st.just("https://cartes.exemple.fr/ent"),
        "lang": st.sampled_from(["fr", "en"]),
        "datasets": st.lists(st.sampled_from(["annuaire", "+contours", "ips"]), min_size=1),
        "gaps": st.dictionaries(TEXTS, st.booleans() | st.floats(0, 9) | st.integers(0, 9),
                                min_size=1, max_size=3),
        "goal": st.fixed_dictionaries({"share": SHARES, "by": DATES})
                | st.fixed_dictionaries({"share": SHARES, "years": st.integers(1, 20)}),
        "programme": st.fixed_dictionaries(
            {"budget": st.integers(1, 10**9)},
            optional={"name": TEXTS, "years": st.integers(1, 9), "since": DATES,
                      "shares": st.dictionaries(TEXTS, st.floats(0, 1), min_size=1, max_size=3)},
        ),
    },
)  # fmt: skip


@examples(20)
@given(CHOICES)
@example({
    "departements": ["35"], "programme": {"budget": 1, "shares": {"register": 0.5, "é.à": 0.5}},
    "register": {"files": ["register = [1].csv", "[register.columns].csv"],
                 "columns": {"uai": ["[[register.answers]]", 'a "b" \\ \n\r\t\u2028']},
                 "answers": [{"row": "\ufefféà | # x = 'y'\x7f", "ignore": True}]},
})  # fmt: skip
def test_what_was_chosen_and_answered_is_what_a_build_reads(tmp_path, choices):
    """Any text in any place: nothing is lost, changed or refused, however often it is written."""
    work = Work(tmp_path / "work")
    work.inputs.mkdir(parents=True, exist_ok=True)
    work.choose(choices)
    assert work.choices() == choices
    text = work.project_file.read_bytes()
    first = read_project(work.project_file)
    work.choose(work.choices())
    assert work.project_file.read_bytes() == text
    assert read_project(work.project_file) == first
    assert first["departements"] == tuple(choices["departements"])
    for key in ("date", "as_of", "rentree", "sector", "complete", "title", "lang"):
        assert first.get(key) == choices.get(key)
    register = choices.get("register", {})
    orders = first.get("sheet_orders", ())
    assert [(order.file, order.sheet, order.read, dict(order.columns)) for order in orders] == [
        (sheet["file"], sheet["sheet"], sheet.get("read"), sheet.get("columns", {}))
        for sheet in register.get("sheets", [])
    ]
    said = [entry for entry in register.get("answers", []) if entry.keys() - {"row", "answered_on"}]
    assert [answer.row for answer in first.get("answers", ())] == [e["row"].strip() for e in said]
    assert [answer.uais for answer in first.get("answers", ())] == [
        tuple(entry.get("uai", ())) for entry in said
    ]


@examples(20)
@given(CHOICES)
def test_what_is_taken_along_names_no_file_and_keeps_the_rest(tmp_path, choices):
    """Next year, on another machine: the choices and the answers, and no path."""
    kept = without_files(choices)
    work = Work(tmp_path / "work")
    work.inputs.mkdir(parents=True, exist_ok=True)
    work.choose(kept)
    again = read_choices(work.project_file)
    assert not {"schools", "pupils"} & set(again)
    assert "files" not in again.get("register", {})
    register = choices.get("register", {})
    for key in ("columns", "sheets", "answers"):
        assert again.get("register", {}).get(key) == register.get(key)
    for key in choices.keys() - {"schools", "pupils", "register"}:
        assert again[key] == choices[key]
