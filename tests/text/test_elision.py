"""French before a name: INSEE's own list of what each commune takes is the judge."""

import pandas as pd
import pytest

from geo_ent.telling.language import language
from geo_ent.text.elision import at_place, elided, elides, of_place

_LINKS = {0: "de ", 1: "d’", 2: "du ", 3: "de La ", 4: "des ", 5: "de L'", 6: "des ", 7: "de Las ",
          8: "de Los "}  # fmt: skip
"""INSEE's TNCC, the kind of a clear name: what it says before it."""


def test_of_place_is_insee_s(shared_file):
    """The communes of eighty years of events: 24 of 9,874 aren't as INSEE has them."""
    events = pd.read_csv(shared_file("mouvements-communes-2024.csv"), dtype=str)
    sides = [
        events[[f"TNCC_{side}", f"LIBELLE_{side}"]].set_axis(["tncc", "name"], axis=1)
        for side in ("AV", "AP")
    ]
    named = pd.concat(sides).dropna().drop_duplicates()
    links = named["tncc"].astype(int).map(_LINKS)
    told = named["name"].map(of_place)
    right = pd.Series(map(str.startswith, told, links), index=named.index)
    assert len(named) > 9_800
    # 23 with an h: of former communes, or of a name that takes both (Hauteville); and INSEE's own
    # « de Le Vernet-Chaméane »
    wrong = named.loc[~right, "name"]
    assert len(wrong) <= 24, list(wrong)
    assert (wrong.str.startswith("H") | (wrong == "Le Vernet-Chaméane")).all(), list(wrong)


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Rennes", "de Rennes", "à Rennes"),
        ("Évran", "d’Évran", "à Évran"),
        ("Œuilly", "d’Œuilly", "à Œuilly"),
        ("Hérouville-Saint-Clair", "d’Hérouville-Saint-Clair", "à Hérouville-Saint-Clair"),
        ("Haguenau", "de Haguenau", "à Haguenau"),
        ("Yvetot", "d’Yvetot", "à Yvetot"),
        ("Le Havre", "du Havre", "au Havre"),
        ("LE RHEU", "du RHEU", "au RHEU"),
        ("Les Ulis", "des Ulis", "aux Ulis"),
        ("L'Haÿ-les-Roses", "de L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
        ("Aux Marais", "des Marais", "aux Marais"),
        ("Auxerre", "d’Auxerre", "à Auxerre"),
        ("Lescar", "de Lescar", "à Lescar"),
        ("Le", "de Le", "à Le"),
        ("", "de ", "à "),
    ],
)
def test_a_place_has_its_preposition(name, of, at):
    """Articles contract, vowels and mute h elide; what only begins like an article is whole."""
    assert (of_place(name), at_place(name)) == (of, at)


@pytest.mark.parametrize("words", ["huit écoles", "onze", "halles", "11 écoles", "« Un »", ""])
def test_what_keeps_its_vowel(words):
    """An aspirated h, onze, figures, quotes, nothing."""
    assert not elides(words)
    assert elided("que", words) == f"que {words}"


def test_a_sentence_says_which_preposition_each_language():
    """`:de` and `:à` in French; other fields keep their own formats beside them."""
    tr = language("fr")
    text = "{code:>4} {name:de} et {name:à}"
    assert tr(text, code=7, name="Le Mans") == "   7 du Mans et au Mans"
    assert tr("{commune}", commune="Le Mans") == "Le Mans"
    area = "Zone blanche {name:de} : {communes}, {counted}"
    told = language("en")(area, name="Le Mans", communes="1", counted="2")
    assert told.startswith("White area of Le Mans")
