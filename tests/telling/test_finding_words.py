"""What findings mean, in both languages."""

from geo_ent.tables.findings import KINDS, TO_MEND, Findings
from geo_ent.telling import finding_details as details
from geo_ent.telling.finding_words import KIND_NAMES, findings_table
from geo_ent.telling.language import language
from geo_ent.telling.notes import write_note
from geo_ent.telling.register.register_wording import _notes
from geo_ent.text.note import Note


def test_each_kind_has_a_name() -> None:
    """A reader's kind and its meaning go together."""
    assert tuple(KIND_NAMES) == KINDS


def test_what_is_to_mend_comes_first() -> None:
    """A doubt that was noticed last stands before what was mended by rule; else as noticed."""
    findings = Findings()
    for kind, row in (("no-ips", 1), ("row-total", 2), ("row-unmatched", 4), ("row-unmatched", 3)):
        findings.add(kind, "", rows=[row])
    assert findings_table(findings, language("fr"))["row"].tolist() == ["4", "3", "2", "1"]
    assert set(KINDS) > TO_MEND


def test_the_doubts_of_a_row_are_those_to_mend() -> None:
    """What the report of a register asks to check is what the end of a build asks to mend."""
    of_rows = {"unknown-status": True, "unknown-solution": False, "staff-tool": False}
    for kind, doubtful in of_rows.items():
        note = Note("as-written", text="x")
        assert [said[2] for said in _notes([(kind, note)], language("fr"))] == [doubtful]
        assert (kind in TO_MEND) is doubtful


def test_what_was_in_the_file_stays_as_it_was() -> None:
    """A code or a name is the same in each language, and a finding stays a row."""
    findings = Findings()
    findings.add("partial-epci", "CC du Pays (200000001)", file="a.csv", rows=[4])
    table = findings_table(findings, language("en"))
    assert table.to_dict("records") == [
        {"kind": "partial-epci", "file": "a.csv", "row": "4", "uai": "",
         "message": "CC du Pays (200000001)"}
    ]  # fmt: skip


def test_no_code_hides_the_sentence_of_another() -> None:
    """The rooms' tables are put together: a code that two of them had would say one thing only."""
    rooms = (
        details._OF_SCHOOLS, details._OF_COMMUNES,  # noqa: SLF001
        details._OF_TERRITORY, details._OF_REGISTER,  # noqa: SLF001
    )  # fmt: skip
    assert sum(map(len, rooms)) == len(details._DETAILS)  # noqa: SLF001


def test_a_note_is_written_by_its_code_its_count_and_its_fields() -> None:
    """One or several, numbers as the language writes them, lists with commas, notes in notes."""
    wordings = {
        "few": ("{n} école : {names} ({why})", "{n} écoles : {names} ({why})"),
        "late": "trop tard",
        "made": lambda tr, share: tr.percent(share),
    }
    french = language("fr")
    note = Note("few", n=1, names=("A", "B"), why=Note("late"))
    assert write_note(note, wordings, french) == "1 école : A, B (trop tard)"
    many = Note("few", n=1200, names=[], why="")
    assert write_note(many, wordings, french).startswith("1\u202f200 écoles")
    assert write_note(Note("made", share=0.5), wordings, language("en")) == "50.0%"
    assert write_note("0350001A", wordings, french) == "0350001A"
