"""The gaps in two languages: reasons and notes say the same, with the same figures."""

import re
from string import Formatter

import pandas as pd
import pytest
from gapland import in_a_row, make_gap_schools
from hypothesis import given, settings
from hypothesis import strategies as st
from toyland import make_schools

from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.ranked_schools import gaps, reasons_in
from geo_ent.indicators.gaps.ranking_rule import make_ranking
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.telling.gap_texts import GAP_TEXTS

A, B, C = "9500001A", "9500002B", "9500003C"
FRENCH = re.compile(r"\b(?:le|la|les|de|des|est|sont|ont|qui|pour|sur|écoles|élèves?|aucune?)\b")
NAMES = "label Écoles numériques"


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def english(schools, **options):
    """Give the reasons of school A in English."""
    table = gaps(schools, **options).table
    return plain(reasons_in(schools, table, lang="en")[A])


def fields(text):
    """Name what a text, or the second of two, is filled with."""
    form = text if isinstance(text, str) else text[-1]
    return {name for _, name, *_ in Formatter().parse(form) if name}


def test_both_languages_have_the_same_texts():
    """The same keys, filled with the same figures; criteria have a name in both."""
    french, other = GAP_TEXTS["fr"], GAP_TEXTS["en"]
    assert french.keys() == other.keys()
    for key, text in french.items():
        assert fields(text) == fields(other[key]), key
    rule = make_ranking()
    assert rule.labels.keys() == rule.labels_en.keys() == rule.weights.keys()


def test_reasons_in_english():
    """All that is known of a school, with an English hand for numbers."""
    schools = make_gap_schools(
        [(A, 0, 0, "none"), (B, 3, 4, "school"), (C, 0, 1, "none")],
        circonscription_code=["1", "2", "1"], pupils_n=57.0, classes_n=1.0, frr="FRR+",
        priority="REP", rpi_code="12", enir_2017="eligible", enir_2018="not_eligible",
        label_2020="eligible", ips=84.25,
    )  # fmt: skip
    assert english(schools) == (
        "no ENT; 5.0 km from the nearest equipped school, in another circonscription; "
        "2 other schools within 10 km, 1 equipped as far as is known; 57 pupils, 1 class; "
        "commune in FRR+; in REP; in an RPI; "
        "eligible for ENIR 2017 and the label Écoles numériques 2020; IPS 84.2"
    )


@pytest.mark.parametrize(
    ("rows", "phrase"),
    [
        ([(A, 0, 0, "none"), (B, 0, 0, "school")], "an equipped school in the same place"),
        ([(A, 0, 0, "none"), (B, 0, 1, "school")], "one other school within 10 km, equipped"),
        ([(A, 0, 0, "none"), (B, 0, 1, "none")], "one other school within 10 km, not equipped as"),
        ([(A, 0, 0, "none"), (B, 0, 90, "none")], "no other school within 10 km"),
        ([(A, 0, 0, "planned"), (B, 0, 1, "school")], "ENT planned; 1.0 km from the nearest"),
        ([(A, 0, 0, "class"), (B, 0, 1, "school")], "ENT in some classes only"),
        ([(A, 0, 0, "unknown"), (B, 0, 1, "school")], "situation unknown"),
        ([(A, 0, 0, "none"), (B, 0, 1, "school")], "not known: FRR, eligibility to ENIR, IPS"),
    ],
)
def test_reasons_fit_the_case_in_english(rows, phrase):
    """Each situation has its words."""
    assert phrase in english(make_gap_schools(rows))


def test_no_school_around_is_not_a_thing_unknown():
    """A school alone within 10 km is said so, and no more: its surroundings are known."""
    alone = make_gap_schools([(A, 0, 0, "none"), (B, 0, 90, "none")])
    assert english(alone).endswith(
        "no other school within 10 km; 100 pupils; "
        "not known: distance to an equipped school, FRR, eligibility to ENIR, IPS"
    )


def test_a_rule_of_ones_own_is_told():
    """How far the surroundings go is the rule's, in English too."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 0, 7, "school")])
    rule = make_ranking({"around_km": 2.5})
    table = gaps(schools, weights=rule).table
    assert "no other school within 2.5 km" in plain(reasons_in(schools, table, rule, lang="en")[A])


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["school", "class", "planned", "none", "unknown"]), max_size=6),
    st.sampled_from(["", "REP+"]),
    st.sampled_from(["", "FRR+", "FRR bénéficiaire partiellement", "inconnu"]),
)
def test_both_languages_say_as_much(statuses, priority, frr):
    """As many phrases a school, the same figures in each, French said again as it was."""
    schools = in_a_row(statuses).assign(priority=priority, frr=frr, pupils_n=31.0)
    table = gaps(schools).table
    french, other = (reasons_in(schools, table, lang=lang) for lang in ("fr", "en"))
    assert french.tolist() == table["reasons"].tolist()
    for one, two in zip(french, other, strict=True):
        assert len(one.split("\u00a0; ")) == len(two.split("; "))
        assert set(re.findall(r"\d+ ?k|3 ?1", plain(one))) == set(
            re.findall(r"\d+ ?k|3 ?1", plain(two))
        )
        assert not FRENCH.search(two.replace(NAMES, ""))


def test_what_the_areas_leave_out_in_english(toy_communes):
    """The same notes, as many."""
    schools = make_schools(
        [(A, 0.5, 0.5, "95001", "A"), (B, 2.5, 0.5, "95003", "A"), (C, 0.5, 2.5, "95007", "A")]
    ).assign(status=["none", "unknown", "planned"])
    answer = white_areas(toy_communes, schools)
    assert len(answer.notes) == len(answer.notes_en)
    assert answer.notes_in("en") == (
        "1 commune, of whose schools nothing is known, is in no white area.",
        "2 white areas of fewer than 2 communes aren’t shown.",
    )
    unknown = white_areas(toy_communes, schools.assign(status="none"), minimum_schools=2, minimum=3)
    assert "3 communes or 2 schools" in unknown.notes_en[-1]
    assert white_areas(toy_communes, schools.iloc[:0]).notes_en == ("There is no school.",)
    covered = white_areas(toy_communes, schools.assign(status="school"))
    assert covered.notes_en[-1].startswith("Each ")


@pytest.mark.parametrize(
    ("statuses", "note"),
    [
        ([], "The situation of no school is known: there is no group to look for."),
        (["none"] * 3, "No known school has an ENT: this is the whole territory, not a group."),
        (["school"] * 3, "All known schools have an ENT: there is no group to look for."),
        (["none", "school"] * 6, "No group of schools without an ENT stands out from chance"),
    ],
)
def test_why_there_is_no_group_in_english(statuses, note):
    """One reason, as in French."""
    answer = clusters(in_a_row(statuses))
    assert answer.notes_en[-1].startswith(note)
    assert len(answer.notes) == len(answer.notes_en)


def test_schools_that_can_be_in_no_group_in_english():
    """Those of which nothing is known, those without a point."""
    schools = in_a_row(["none", "school", "unknown", "none"])
    schools.loc[schools.index[3], "geometry"] = None
    assert clusters(schools).notes_en[:2] == (
        "1 school of which nothing is known isn’t counted in the groups.",
        "1 school without a point can be in no group.",
    )


def test_the_strongest_group_is_placed_in_english():
    """Where it is, and its p with a point."""
    schools = in_a_row(["none", "school"] * 6).assign(name="X", commune_name="Y")
    told = plain(clusters(schools).notes_en[-1])
    assert re.search(r"level of 1%\); the strongest, .*“X” \(Y\), has p = [01]\.\d{3}\.$", told)


def test_the_whole_table_keeps_its_reasons_in_french():
    """What is asked in English is another Series: the table isn't changed."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 0, 1, "school")])
    table = gaps(schools).table
    before = table.copy()
    reasons_in(schools, table.head(1), lang="en")
    pd.testing.assert_frame_equal(table, before)
