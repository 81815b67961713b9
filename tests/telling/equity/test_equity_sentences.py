"""The paragraph on equity: each sentence held to figures known by hand, for every kind of input."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.equity.equity_figures import equity_figures
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.publish.equity.measures_table import figures_table
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.equity.equity_sentences import equity_words
from geo_ent.telling.equity.share_words import points, rate
from geo_ent.telling.language import language
from geo_ent.text.note import Note

FR = language("fr")
LETTERS = {
    "s": "school", "n": "none", "c": "class", "p": "planned", "u": "unknown",
    "d": "undated", "y": "not_yet",
}  # fmt: skip
RURAL = {"r": True, "u": False}


def schools(statuses, rural="", **columns):
    """Make schools from letters: their statuses, and whether they are rural (r, u or ?)."""
    frame = pd.DataFrame(
        {"status": [LETTERS[letter] for letter in statuses]},
        index=pd.Index([f"950{at:04d}A" for at in range(len(statuses))], name="uai"),
    )
    if rural:
        frame["rural"] = pd.array([RURAL.get(letter) for letter in rural], dtype="boolean")
    return frame.assign(**columns)


def told(frame, **asked):
    """Give the words on some schools."""
    return equity_words(equity_figures(frame), FR, **asked)


def said(frame, **asked):
    """Give the paragraph, with ordinary spaces."""
    return told(frame, **asked).paragraph.replace("\u00a0", " ").replace("\u202f", " ")


def areas(*schools_n):
    """Make white areas of so many schools."""
    return NotedTable(pd.DataFrame({"schools_n": list(schools_n)}, dtype=int))


def test_rural_against_urban_by_hand():
    """1 of 4 rural schools, 3 of 4 urban ones: 50 points, 2 schools to close the gap."""
    words = said(schools("snnnsssn", "rrrruuuu"))
    assert words.startswith(
        "Dans les communes rurales, 1 école sur 4 a un ENT (25 %, part fragile) ; dans les "
        "communes urbaines, 3 écoles sur 4 ont un ENT (75 %, part fragile). La part des écoles "
        "rurales est inférieure de 50,0 points à celle des écoles urbaines. Pour combler l’écart, "
        "il faudrait équiper 2 écoles rurales de plus."
    )
    assert words.endswith("3 écoles rurales n’ont pas d’ENT pour toute l’école.")


def test_the_urban_ones_may_be_behind():
    """The sentence turns round; so does who is to be equipped, in the singular."""
    words = said(schools("ssnsn", "rrruu"))
    assert "supérieure de 16,7 points" in words
    assert "il faudrait équiper 1 école urbaine de plus." in words


def test_equal_shares_have_no_gap():
    """Two of four on each side: the same share, nothing to close, no word of chance."""
    words = said(schools("ssnnssnn", "rrrruuuu"))
    assert "La part est la même dans les unes et dans les autres." in words
    assert "combler" not in words
    assert "hasard" not in words


def test_unknown_schools_bound_the_gap():
    """1 rural and 1 urban unknown of 4: the gap is between 75 points less and 25 less."""
    words = said(schools("snnusssu", "rrrruuuu"))
    assert (
        "Selon la situation des 2 écoles dont on ne sait rien, l’écart peut aller de 75,0 points "
        "de moins à 25,0 points de moins pour les écoles rurales." in words
    )
    assert "2 écoles sur 8 dont on ne sait rien sont comptées comme sans ENT" in words
    assert "si toutes en avaient un, la part d’ensemble serait de 75 %." in words


def test_an_undated_school_is_among_those_in_doubt():
    """At a past day, 2 unknown and 1 undated of 8 move the share, and why is said of the one."""
    words = said(schools("snnusdsu", "rrrruuuu"))
    both = "dont on ne sait rien ou dont l’ENT n’est pas daté"
    assert f"3 écoles sur 8 {both} sont comptées comme sans ENT" in words
    assert f"Selon la situation des 3 écoles {both}, l’écart" in words
    alone = said(schools("snndsdsd", "rrrruuuu"))
    assert "3 écoles sur 8 dont l’ENT n’est pas daté sont comptées comme sans ENT" in alone
    assert "1 école y est comptée parce que le registre ne date pas son ENT." in words


def test_one_unknown_school_is_in_the_singular():
    """One school: its verb, its pronoun, and a bound that is zero."""
    words = said(schools("sunsn", "rruuu"))
    assert "Selon la situation de la seule école dont on ne sait rien" in words
    assert "1 école sur 5 dont on ne sait rien est comptée comme sans ENT" in words
    assert "si elle en avait un" in words


def test_chance_is_told_apart():
    """40 and 0 of 40 isn't chance; 1 and 0 of 2 may be."""
    rare = said(schools("s" * 40 + "n" * 40, "u" * 40 + "r" * 40))
    assert "un écart aussi grand serait rare (p ≤ 0,001)." in rare
    frequent = said(schools("snnn", "uurr"))
    assert "un écart aussi grand ne serait pas rare (p = " in frequent
    assert "il ne prouve pas d’inégalité." in frequent


def test_a_p_at_its_floor_is_remarked():
    """The table for programs says that 0.001 is the floor; another p has no remark."""
    for statuses, remark in (("s" * 40 + "n" * 40, "p ≤ 0,001 : le plancher de 999 tirages"),
                             ("s" * 20 + "n" * 20 + "s" * 19 + "n" * 21, "")):  # fmt: skip
        table = figures_table(equity_figures(schools(statuses, "u" * 40 + "r" * 40)), FR)
        row = table[table["measure"] == "p_chance"]
        assert [str(text).replace("\u00a0", " ") for text in row["remark"].fillna("")] == [remark]


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ("", "Il n’y a aucune école."),
        ("ssss", "Toutes les écoles ont un ENT : il n’y a pas d’écart entre elles."),
        ("nnnn", "Aucune école n’a d’ENT : il n’y a pas d’écart à mesurer."),
        ("nnnu", "Aucune école dont la situation est connue n’a d’ENT : il n’y a pas d’écart"),
        ("uuuu", "On ne sait d’aucune école si elle a un ENT : rien à comparer."),
    ],
)
def test_alike_schools_are_said_at_once(statuses, sentence):
    """None, all covered, none covered, all unknown: one sentence, and no comparison."""
    words = said(schools(statuses, "rruu"[: len(statuses)]))
    assert words.startswith(sentence)
    assert "points" not in words
    assert "hasard" not in words


def test_all_covered_leaves_no_rural_school_without():
    """The sentence on rural schools stays true."""
    assert said(schools("ssss", "rruu")).endswith("Aucune école rurale n’est sans ENT.")


def test_what_is_missing_is_said_in_words():
    """No rurality, no priority, no IPS, no circonscription, no pupils: five reasons."""
    words = told(schools("sn"))
    assert words.sentences == ()
    assert len(words.notes) == 5
    assert all(note.endswith(".") for note in words.notes)
    for part in ("rurale", "prioritaire", "IPS", "circonscription", "effectifs"):
        assert any(part in note for note in words.notes), part


def test_one_zone_is_not_compared():
    """One circonscription: the note names it, no range is given."""
    words = told(schools("sn", circonscription_code="A", circonscription_name="Seule"))
    assert any("un seul groupe (« Seule »)" in note for note in words.notes)
    assert "circonscription" not in words.paragraph


def test_range_between_circonscriptions():
    """From 0 to 100 %, ties counted, Gini by hand: 0, 0 and 1 of one school each is 2/3."""
    words = said(
        schools("nns", circonscription_code=list("ABC"), circonscription_name=["Un", "Deux", "Tr"])
    )
    assert "la part va de 0 % (Deux et Un) à 100 % (Tr) ; l’indice de Gini est de 0,67" in words
    four = ["Un", "Deux", "Tr", "Quatre"]
    frame = schools("nnsn", circonscription_code=list("ABCD"), circonscription_name=four)
    assert "la part va de 0 % (Deux et 2 autres) à 100 % (Tr)" in said(frame)


def test_equal_circonscriptions():
    """One of two in each: the same share, said once."""
    words = said(schools("snsn", circonscription_code=list("AABB"), circonscription_name=""))
    assert "La part est la même dans les 2 circonscriptions (50 %)." in words


def test_priority_education():
    """Each group in its own words: one school alone, none of two, all of two."""
    words = said(schools("nnnss", priority=["REP+", "REP", "REP", "", ""]))
    assert (
        "En REP+, la seule école n’a pas d’ENT ; en REP, aucune des 2 écoles n’a d’ENT ; hors "
        "éducation prioritaire, les 2 écoles ont un ENT." in words
    )


def test_ips_names_both_ends():
    """Five schools: the lowest and the highest fifths, with their IPS."""
    words = said(schools("nnsss", ips=[80.0, 90.0, 100.0, 110.0, 120.0]))
    assert "le plus bas (1er cinquième, IPS 80,0), la seule école n’a pas d’ENT" in words
    assert "le plus haut (5e cinquième, IPS 120,0), la seule école a un ENT." in words


def test_pupils_of_rural_schools():
    """30 + 40 pupils; then one number isn't known; then none is."""
    frame = schools("ncsu", "rrur", pupils_n=[30.0, 40.0, 200.0, 50.0])
    end = (
        "2 écoles rurales n’ont pas d’ENT pour toute l’école, soit 70 élèves ; on ne sait pas pour"
    )
    assert f"{end} 1 autre." in said(frame)
    some = said(frame.assign(pupils_n=[30.0, None, 200.0, 50.0]))
    assert "soit 30 élèves au moins (l’effectif de 1 école n’est pas connu)" in some
    none = told(frame.assign(pupils_n=float("nan")))
    assert "élève" not in none.paragraph
    assert any("effectifs" in note for note in none.notes)


def test_one_rural_school_without():
    """In the singular."""
    words = said(schools("ns", "ru", pupils_n=[1.0, 9.0]))
    assert "1 école rurale n’a pas d’ENT pour toute l’école, soit 1 élève." in words


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (areas(), "Aucune zone blanche n’a été trouvée."),
        (areas(3), "1 zone blanche (communes rurales voisines"),
        (replace(areas(3), notes=(Note("areas.rurality"),)), "1 zone blanche (communes voisines"),
        (areas(3, 2), "réunissent 5 écoles."),
    ],
)
def test_white_areas(found, sentence):
    """None, one, two; not a word where they weren't looked for."""
    assert sentence in said(schools("ns", "ru"), areas=found)
    assert "zone blanche" not in said(schools("ns", "ru"))


def test_left_out_schools_are_noted():
    """A school of unknown rurality isn't compared, and the notes say how many."""
    words = told(schools("nsn", "ru?"))
    assert any("1 école sur 3 n’est d’aucun groupe" in note for note in words.notes)


def test_estimated_rurality_is_said():
    """The paragraph itself says so: it is what is pasted."""
    words = said(schools("ns", "ru", rurality_basis="estimated"))
    assert "Dans les communes rurales (ruralité estimée), " in words


def test_rates_and_points_are_never_rounded_to_nothing():
    """0.01 % isn't none, 99.99 % isn't all, 0.01 point isn't 0."""
    assert [rate(share, FR).replace("\u00a0", " ") for share in (0, 0.0001, 0.9999, 1, 1 / 3)] == [
        "0 %", "0,1 %", "99,9 %", "100 %", "33,3 %",
    ]  # fmt: skip
    assert [points(gap, FR) for gap in (0, -0.01, 1.94, -1.96)] == [
        "0,0\u00a0point", "moins de 0,1\u00a0point", "1,9\u00a0point", "2,0\u00a0points",
    ]  # fmt: skip


@examples(20)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(LETTERS)), st.sampled_from("ru?"),
            st.sampled_from(["", "REP", "REP+"]), st.sampled_from(["", "A", "B", "C"]),
            st.one_of(st.none(), st.integers(70, 130)),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_schools_give_whole_sentences(drawn):
    """No nan, no empty word, an end to each sentence; numbers said are those of the schools."""
    letters, rural, priority, codes, ips = ([row[at] for row in drawn] for at in range(5))
    frame = schools(letters, rural or "", priority=priority, circonscription_code=codes,
                    circonscription_name=codes,
                    ips=pd.array(ips, dtype="Float64").astype(float))  # fmt: skip
    words = told(frame)
    for sentence in (*words.sentences, *words.notes):
        assert sentence.endswith("."), sentence
        assert not re.search(r"nan|None|  |\binf\b|\(\)", sentence), sentence
    without = sum(
        one == "r" and status in "ncpy" for status, one in zip(letters, rural, strict=True)
    )
    if without > 1 and not set(letters) <= {"u", "d"}:
        assert f"{without} écoles rurales n’ont pas d’ENT" in words.paragraph
    assert set(STATUSES) == set(LETTERS.values())


def test_the_same_in_english():
    """The other language's plurals, numbers and word order; no word of French is left."""
    frame = schools("snnnsssnu", "rrrruuuur", pupils_n=30.0, priority=["REP", *[""] * 8],
                    ips=range(80, 89), circonscription_code=list("AAABBBCCC"),
                    circonscription_name="")  # fmt: skip
    words = equity_words(equity_figures(frame), language("en"), areas=areas(3))
    paragraph = words.paragraph.replace("\u00a0", " ")
    assert paragraph.startswith(
        "In rural communes, 1 school of 5 has an ENT (20%); in urban communes, 3 schools of 4 have "
        "an ENT (75%, fragile share). The share of rural schools is 55.0 points lower than that of "
        "urban schools. To close the gap, 3 more rural schools would have to be equipped."
    )
    assert "3 rural schools have no ENT for the whole school, 90 pupils" in paragraph
    assert "1 school of 9, of which nothing is known, is counted as without an ENT" in paragraph
    assert not re.search(r"\b(école|est|dont|avec|les|une)\b", paragraph)


def test_figures_are_rows_by_grouping_and_measure():
    """Each measure of each grouping once; a grouping that can't be had is a row with its reason."""
    table = figures_table(equity_figures(schools("snnnsssn", "rrrruuuu")), FR)
    assert not table.duplicated(["grouping", "measure"]).any()
    gap = table[(table["grouping"] == "rurality") & (table["measure"] == "D")]
    assert gap["estimate"].item() == pytest.approx(0.5)
    lacking = table[table["measure"].isna()]
    assert set(lacking["grouping"]) == {
        "density", "priority", "ips", "commune_size", "circonscription",
    }  # fmt: skip
    assert lacking["remark"].str.endswith(".").all()


def test_two_departements_are_split():
    """All the inequality between départements: the step below them is 0."""
    frame = schools("ssnn", departement_code=list("AABB"), circonscription_code=list("1234"),
                    circonscription_name="")  # fmt: skip
    split = equity_figures(frame).split
    assert list(split.index) == ["departement", "circonscription"]
    assert split.loc["departement", "share"] == pytest.approx(1)
    assert not len(equity_figures(frame.assign(departement_code="A")).split)
