"""Our own French, read as an editor would: each rule by hand, then what the demos really write."""

import pytest
from commands import run_here
from french.rules import faults
from french.sentences import of_folder, of_page

FAULTY = [
    ("elision", "Zone blanche de Olmeto."),
    ("elision", "la part de élèves"),
    ("elision", "le plus proche de École"),
    ("elision", "autour de « Ecole Jules Ferry »"),
    ("elision", "si ils ont un ENT"),
    ("elision", "On sait que aucune n’en a."),
    ("elision", "la heure, le histogramme"),
    ("elision", "d’Rennes"),
    ("contraction", "les communes de Le Mans"),
    ("contraction", "à les écoles"),
    ("negation", "Aucune école a un ENT."),
    ("negation", "On sait qu’aucune école est équipée."),
    ("negation", "3 équipées que l’on sache"),
    ("plural", "0 écoles"),
    ("plural", "1,5 points"),
    ("plural", "1 écoles ont un ENT"),
    ("plural", "2 école"),
    ("plural", "une école tous les 1,5 mois"),
    ("ordinal", "19e plus forte part sur 19"),
    ("ordinal", "la 2ème école"),
    ("unit", "à 7,9 km"),
    ("unit", "12 345 écoles"),
    ("names", "Les départements sont Ain, Aisne, Allier, Ardèche, Ardennes et Aube."),
    ("twice", "la part de de la commune"),
    ("twice", "équipée .. Non"),
]

RIGHT = [
    "Zone blanche d’Olmeto, du Mans, de Haguenau, d’Hyères, de La Haye.",
    "Il reste à les équiper ; de le faire en deux ans.",
    "Aucune école n’a d’ENT ; on ne sait rien d’aucune autre.",
    "Sans ENT, aucune équipée à moins de 10\u00a0km.",
    "0 école, 1,5\u00a0point, 2 écoles, 1\u00a0mois, 12\u00a0345 élèves.",
    "de 0 à 4 écoles, le 1er rang sur 19, la 2e part la plus faible sur 19",
    "la onzième, le oui, le huitième, le haut, le héros, la hausse",
    "La Rochelle, Nantes, Niort, Angers et Laval en sont.",
    "Depuis le 30 juin 2023, 15 écoles de plus.",
]


@pytest.mark.parametrize(("rule", "sentence"), FAULTY)
def test_a_fault_is_found(rule, sentence):
    """Each kind of fault is seen, by the rule of its kind."""
    assert rule in {fault.rule for fault in faults(sentence)}


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_is_right_is_left_alone(sentence):
    """Right French raises nothing, however near to a fault it looks."""
    assert not faults(sentence)


def test_a_page_is_read_by_blocks():
    """A block is a sentence, its bold words in it; code has a place and no words; scripts speak."""
    page = (
        '<p>À 7,9 <b>km</b> de <code>x</code>.</p><img alt="Une carte">'
        '<script>say("Deux mots")</script>'
    )
    assert [text for text in of_page(page) if text] == [
        "À 7,9 km de X.", "Une carte", "Deux mots",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def cantal(tmp_path_factory):
    """What the demo of the Cantal writes, with what it says on the terminal."""
    folder = tmp_path_factory.mktemp("french") / "cantal"
    said = run_here("demo", "cantal", "--out", folder).stdout
    (folder / "terminal.txt").write_text(said, encoding="utf-8")
    return folder


def test_a_demo_writes_right_french(cantal):
    """Nothing that a build writes is struck out: pages, picture, tables, workbook, terminal."""
    read = list(of_folder(cantal))
    wrong = [(name, fault) for name, sentence in read for fault in faults(sentence)]
    assert len(read) > 1000
    assert wrong == []
