"""How places of a programme stand to each other in time: each case on two or three rows."""

import pandas as pd
import projects

from geo_ent.programmes.programmes_model import NO_SOLUTION, projects_of

RENNES = projects.RENNES | {
    "place": "Rennes", "level": "commune", "codes": "35238", "carrier_kind": "commune",
}  # fmt: skip


def of(*rows):
    """Group rows that say (base, date, solution)."""
    told = [projects.figure(base, date, "Écoles", "1", solution=word) for base, date, word in rows]
    return projects_of(pd.DataFrame(told))


def test_the_largest_place_comes_first_however_late_it_is_known():
    """The city is told in 2010, its académie in 2014; what has no known level comes last."""
    strange = projects.RENNES | {"place": "Ailleurs", "level": "pays", "codes": "x"}
    found = of((strange, "2008", "A"), (RENNES, "2010", "B"), (projects.RENNES, "2014", "C"))
    (programme,) = found.programmes
    assert [place.name for place in programme.places] == [
        "Académie de Rennes",
        "Rennes",
        "Ailleurs",
    ]


def test_a_place_without_a_solution_has_the_one_of_its_day():
    """Each state takes what the académie had by then: nothing yet, the first, the second."""
    found = of(
        (projects.RENNES, "2014-09", "Toutatice"), (projects.RENNES, "2016-09-01", "ONE"),
        (RENNES, "2013", ""), (RENNES, "2015", ""), (RENNES, "2016-09-01", ""),
        (RENNES, "2017", ""),
    )  # fmt: skip
    city = found.programmes[0].places[1]
    assert [(state.date, state.solutions) for state in city.states] == [
        ("2013", (NO_SOLUTION,)),
        ("2015", ("Toutatice",)),
        ("2016-09-01", ("ONE",)),
        ("2017", ("ONE",)),
    ]


def test_what_is_not_told_is_listed_last_even_when_it_came_first():
    """2010 without a solution, ONE in 2012, NEO in 2011: NEO, ONE, then what isn't told."""
    nord = projects.NORD | {"programme": "autre", "codes": "62"}
    found = of((projects.NORD, "2010", ""), (projects.NORD, "2012", "ONE"), (nord, "2011", "NEO"))
    assert found.solutions == ("NEO", "ONE", NO_SOLUTION)
    assert of((projects.NORD, "2012", "ONE")).solutions == ("ONE",)


def test_solutions_of_one_day_are_as_their_programmes():
    """The programme that is known first names its own first."""
    nord = projects.NORD | {"programme": "autre", "codes": "62"}
    found = of((nord, "2011", "B"), (projects.NORD, "2012", "Z"), (nord, "2012", "A"))
    assert found.solutions == ("B", "A", "Z")


def test_the_years_of_nothing_are_none():
    """0 and 0; else the first and the last of any row, the frame's too."""
    assert of().years == (0, 0)
    frame = of((projects.FRANCE, "2009-03", ""), (projects.NORD, "2012-09-01", ""))
    assert frame.years == (2009, 2012)
    assert frame.kinds == ("departement",)
