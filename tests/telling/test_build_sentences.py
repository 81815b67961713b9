"""What a build says while it works, in both languages."""

import datetime as dt
from pathlib import Path

from geo_ent.tables.findings import KINDS, TO_MEND
from geo_ent.telling import build_sentences as sentences
from geo_ent.telling.language import language

FR, EN = language("fr"), language("en")


def test_the_directory_with_what_was_added_to_it():
    """Schools, then the years of the list and of the effectifs, where there are any."""
    step = sentences.directory_read(FR, 685, priority_year="2022-2023", rentree=2022)
    assert sentences.step_line(FR, *step) == (
        "Annuaire : 685 écoles du premier degré dans l’annuaire, éducation prioritaire de "
        "2022-2023, effectifs de 2022"
    )
    step = sentences.directory_read(EN, 1, priority_year=None, rentree=None)
    assert sentences.step_line(EN, *step) == "Directory: 1 primary school in the directory"


def test_schools_by_what_put_them_in_their_commune():
    """Points, schools without a commune and those of elsewhere are told where there are any."""
    _, all_by_code = sentences.schools_located(FR, {"code": 685}, 0)
    assert all_by_code == "685 écoles par leur code de commune"
    _, mixed = sentences.schools_located(FR, {"code": 1, "point": 2, "": 3}, 4)
    assert mixed == (
        "1 école par son code de commune, 2 par leur point, 3 sans commune trouvée ; "
        "4 hors du territoire"
    )
    _, english = sentences.schools_located(EN, {"code": 1, "point": 2}, 4)
    assert english == "1 school by its commune’s code, 2 by their point; 4 outside the territory"


def test_dates_and_numbers_are_those_of_the_language():
    """The day and the thousands are written as each language does."""
    _, french = sentences.indicators_computed(FR, 5, dt.date(2023, 6, 30))
    _, english = sentences.indicators_computed(EN, 5, dt.date(2023, 6, 30))
    assert (french, english) == ("5 niveaux, au 30 juin 2023", "5 levels, on 30 June 2023")
    statuses = {"none": 1000, "class": 200, "unknown": 10}
    told = sentences.gaps_listed(EN, statuses, 1)[1]
    assert told == "1,200 schools to equip, 10 whose situation isn’t known, 1 white area"
    assert sentences.gaps_listed(FR, {"none": 1}, 0)[1] == "1 école à équiper, 0 zone blanche"
    rural = sentences.gaps_listed(FR, {"none": 2}, 0, rural=True)[1]
    assert rural == "2 écoles rurales à équiper, 0 zone blanche"


def told_result(tr, findings, **more):
    """Give the lines that a build ends with."""
    return list(sentences.result_lines(tr, findings, "Half of them.", Path("index.html"), **more))


def test_the_result_begins_with_what_is_to_mend():
    """By the file to look in, then what is for information, the headline, the files by reader."""
    found = [("outline-double", 2), ("no-sector", 1), ("row-total", 1200), ("row-unmatched", 3)]
    names = {"embed.html", "coverage.xlsx", "schools.csv"}
    assert told_result(EN, found, columns=["Status in “ENT”."], beside=names) == [
        "\nTo put right",
        "  In the register (row by row in register-report.html):",
        "      3  Rows of the register whose school isn’t in the directory",
        "  In the other files (details in findings.csv):",
        "      1  School without a known secteur de collège",
        "\nFor information",
        "  Read in the register: Status in “ENT”.",
        "  1,200  Total rows of the register, left out",
        "      2  Communes drawn as several outlines, put together",
        "\nHalf of them.",
        "\nThe page: index.html",
        "  coverage.xlsx  the workbook, for whoever follows the figures",
        "  embed.html     the codes to paste, for the webmaster",
    ]


def test_a_question_comes_before_all_and_is_counted_once():
    """The columns in doubt are asked whole; answers that fit no row are in findings.csv."""
    found = [("register-question", 1), ("row-total", 1), ("answer-unused", 1)]
    lines = told_result(FR, found, questions=["Est-ce bien elle ?"])
    assert lines[1].endswith("(voir register-report.html) :")
    assert lines[2] == "      ?  Est-ce bien elle ?"
    assert lines[3].endswith("(le détail est dans findings.csv) :")
    assert lines[4:6] == ["      1  Réponse dont la ligne n’est plus dans le registre",
                          "\nPour information"]  # fmt: skip


def test_a_result_of_many_kinds_stays_short():
    """What is for information is told by its six commonest kinds, the rest in one line."""
    kinds = [kind for kind in KINDS if kind not in TO_MEND][:9]
    lines = told_result(FR, [(kind, n) for n, kind in enumerate(kinds, start=1)])
    assert lines[0] == "\nRien n’est à corriger."
    counts = [int(line.split()[0]) for line in lines[2:9]]
    assert counts == [9, 8, 7, 6, 5, 4, 3 + 2 + 1]
    assert "autres, de 3 sortes" in lines[8]
    assert len(told_result(FR, [])) == 3


def test_the_columns_of_many_sheets_are_told_once():
    """Of two layouts both are told; of three, the first, and where the others are."""
    said = told_result(FR, [], columns=["A.", "B."])
    assert said[2:4] == ["  Lu dans le registre : A.", "  Lu dans le registre : B."]
    said = told_result(FR, [], columns=["A.", "B.", "C."])
    assert said[2] == "  Lu dans le registre : A."
    assert said[3].endswith("qui sont dans register-report.html.")
    assert len(said) == 6
