"""What a page says of whom it counts, and of which year its effectifs are."""

import pandas as pd
import pytest

from geo_ent.telling.claims import Scope
from geo_ent.telling.language import language
from geo_ent.telling.page.page_notes import page_notes


@pytest.mark.parametrize(
    ("sector", "said"),
    [
        ("public", "Seules les écoles publiques sont comptées."),
        ("prive", "Seules les écoles privées sont comptées."),
    ],
)
def test_a_sector_alone_is_said_before_all_else(sector, said):
    """Of one sector it is the first note; of all there is none to say."""
    assert notes(sector)[0] == said
    assert not any("Seules" in note for note in notes("all"))


def test_the_effectifs_are_of_one_year_at_every_date():
    """The slider moves the status and not the pupils."""
    assert "Effectifs de la rentrée 2022, quelle que soit la date montrée." in notes("all")


def notes(sector):
    """Write the notes of two schools of a sector."""
    schools = pd.DataFrame({"rurality_basis": ["insee", "insee"], "enir_eligible": [True, False]})
    scope = Scope(sector)
    tr = language("fr", sector).about(scope)
    return list(page_notes(schools, tr, complete=False, shown_inside={}, rentree=2022, scope=scope))
