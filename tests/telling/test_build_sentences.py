"""What a build says while it works, in both languages."""

import datetime as dt
from pathlib import Path

from geo_ent.telling import build_sentences as sentences
from geo_ent.telling.language import language

FR, EN = language("fr"), language("en")


def test_the_directory_with_what_was_added_to_it():
    """Schools, then the years of the list and of the effectifs, where there are any."""
    step = sentences.directory_read(FR, 685, priority_year="2022-2023", rentree=2022)
    assert sentences.step_line(FR, *step) == (
        "Annuaire : 685 écoles du premier degré dans l'annuaire, éducation prioritaire de "
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


def test_the_result_lists_what_is_to_be_looked_at():
    """Kinds of findings with their number, the headline, the page; nothing where there is none."""
    lines = list(
        sentences.result_lines(EN, [("no-sector", 3)], "Half of them.", Path("index.html"))
    )
    assert lines == [
        "\nTo check (details in findings.csv):",
        "      3  Schools without a known secteur de collège",
        "\nHalf of them.",
        "The page: index.html",
    ]
    assert len(list(sentences.result_lines(FR, [], "La moitié.", Path("index.html")))) == 2
