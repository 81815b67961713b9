"""What is asked about a register's columns, and what isn't."""

import pytest
from ledger import UAIS, reading_of
from told_registers import questions

DAYS = ["02/09/2019", "03/09/2018", "01/09/2020", "04/09/2017", "01/09/2021"]
OTHER_DAYS = ["04/11/2019", "05/11/2018", "02/11/2020", "06/11/2017", "08/11/2021"]
STATUSES = ["oui", "oui", "oui", "oui", "non"]


def asked(folder, header, columns):
    """Read five schools with columns of cells, and give the codes of the questions."""
    rows = [[uai, "", "", *cells] for uai, *cells in zip(UAIS[:5], *columns, strict=True)]
    reading = reading_of(folder, *rows, header=["UAI", "École", "Commune", *header])
    return questions(reading)


@pytest.mark.parametrize(
    ("title", "codes"),
    [("Zorglub", ["rival-column"]), ("Date de formation", []), ("Date de la convention", [])],
)
def test_days_that_could_as_well_be_the_opening(tmp_path, title, codes):
    """Of two columns of days with odd titles either may be it; those of a training may not."""
    opened = [*DAYS[:4], ""]
    other = [*OTHER_DAYS[:4], ""]
    assert asked(tmp_path, ["ENT", "Bidule", title], [STATUSES, opened, other]) == codes


def test_days_beside_yes_and_no(tmp_path):
    """Days that stand beside "non" as well are nobody's opening until someone says so."""
    assert asked(tmp_path, ["ENT", "Bidule"], [STATUSES, DAYS]) == ["unread-dates"]
    assert asked(tmp_path, ["ENT", "Date de mise à jour"], [STATUSES, DAYS]) == []


def test_known_opening_has_no_rival(tmp_path):
    """Beside "Date d'ouverture" days without a meaning aren't asked about."""
    columns = [STATUSES, [*DAYS[:4], ""], [*OTHER_DAYS[:4], ""]]
    assert asked(tmp_path, ["ENT", "Date d’ouverture", "Bidule"], columns) == []
