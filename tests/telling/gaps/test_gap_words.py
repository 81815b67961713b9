"""The gaps in two languages: reasons and notes say the same, with the same figures."""

import ast
import inspect
import re
from importlib import import_module

import pandas as pd
import pytest
from gapland import french_notes, in_a_row, make_gap_schools
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from toyland import make_schools

from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.joint_equipment import networks
from geo_ent.indicators.gaps.local_tables import local_absence, local_rates
from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.indicators.gaps.ranking_rule import make_ranking
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.telling.gaps.criterion_names import CRITERION_NAMES
from geo_ent.telling.gaps.gap_notes import GAP_NOTES
from geo_ent.telling.gaps.gap_reasons import gap_reasons, with_reasons
from geo_ent.telling.gaps.gap_sentences import (
    area_sentence,
    cluster_sentence,
    with_names,
    with_sentences,
)
from geo_ent.telling.language import language
from geo_ent.telling.notes import write_note
from geo_ent.telling.table_notes import table_notes
from geo_ent.text.note import Note

A, B, C, D = "9500001A", "9500002B", "9500003C", "9500004D"
FRENCH = re.compile(r"\b(?:le|la|les|de|des|est|sont|ont|qui|pour|sur|écoles|élèves?|aucune?)\b")
NAMES = "label Écoles numériques"
ENGLISH = language("en")
ROOMS = ("schools_without_ent", *(f"gaps.{name}" for name in (
    "clusters", "joint_equipment", "local_tables", "ranked_schools", "white_areas",
)))  # fmt: skip
CIRCLE = {
    "centre_uai": A, "centre_name": "Les Tilleuls", "commune_name": "Auvers", "radius_km": 2.0,
    "schools_n": 6, "without_n": 5, "expected_n": 1.94, "p": 0.004, "deals_n": 999,
}  # fmt: skip


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def english(schools, **options):
    """Give the reasons of school A in English."""
    return plain(gap_reasons(gaps(schools, **options).table, ENGLISH)[A])


def english_notes(noted):
    """Write the notes of a table in English."""
    return table_notes(noted, ENGLISH)


def codes_in(name):
    """List the codes of the notes that a module of indicators gives."""
    tree = ast.parse(inspect.getsource(import_module(f"geo_ent.indicators.{name}")))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {
        text for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z]+\.[a-z_]+", text)
    }


def test_each_code_has_its_sentence():
    """What the indicators give can be said, and nothing is said that they don't give."""
    assert set().union(*map(codes_in, ROOMS)) == set(GAP_NOTES)
    assert CRITERION_NAMES.keys() == make_ranking().weights.keys()


@pytest.mark.parametrize("code", GAP_NOTES)
def test_each_note_is_said_in_english(code):
    """No note is left in French; each has its figures."""
    fields = {"n": 2, "whole": 7} | {
        "gaps.criterion": {"criterion": "pupils", "weight": 2.0, "total": 13.5},
        "gaps.criterion_of": {"criterion": "pupils", "weight": 2.0, "total": 13.5},
        "areas.small": {"communes_n": 2, "schools_n": 3},
        "groups.chance": CIRCLE | {"level": 0.01},
    }.get(code, {})
    if code in {"gaps.criterion", "groups.chance"}:
        del fields["n"], fields["whole"]
    if code == "areas.small":
        del fields["whole"]
    note = Note(code, **fields)
    french, other = (plain(write_note(note, GAP_NOTES, language(lang))) for lang in ("fr", "en"))
    assert french != other
    assert not FRENCH.search(other.replace("secteur de collège", ""))
    figures = [re.findall(r"\d+", text.replace(",", ".")) for text in (french, other)]
    assert sorted(figures[0]) == sorted(figures[1])


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
        "2 other schools within 10 km, 1 of them equipped; 57 pupils, 1 class; "
        "commune in FRR+; in REP; in a dispersed RPI; "
        "eligible for ENIR 2017 and the label Écoles numériques 2020; IPS 84.3"
    )


@pytest.mark.parametrize(
    ("rows", "phrase"),
    [
        ([(A, 0, 0, "none"), (B, 0, 0, "school")], "an equipped school in the same place"),
        ([(A, 0, 0, "none"), (B, 0, 1, "school")], "one other school within 10 km, equipped"),
        ([(A, 0, 0, "none"), (B, 0, 1, "none")], "one other school within 10 km, not equipped;"),
        ([(A, 0, 0, "none"), (B, 0, 1, "unknown")], "10 km, of which nothing is known; 100 pupils"),
        ([(A, 0, 0, "none"), (B, 0, 90, "none")], "no other school within 10 km"),
        ([(A, 0, 0, "planned"), (B, 0, 1, "school")], "ENT planned; 1.0 km from the nearest"),
        ([(A, 0, 0, "class"), (B, 0, 1, "school")], "ENT in some classes only"),
        ([(A, 0, 0, "unknown"), (B, 0, 1, "school")], "situation unknown"),
        (
            [(A, 0, 0, "none"), (B, 0, 1, "school")],
            "not known: FRR, eligibility to ENIR or the label of 2020, IPS",
        ),
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
        "not known: distance to an equipped school, FRR, eligibility to ENIR or the label of "
        "2020, IPS"
    )


def test_a_rule_of_ones_own_is_told():
    """How far the surroundings go is the rule's, in English too."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 0, 7, "school")])
    rule = make_ranking({"around_km": 2.5})
    table = gaps(schools, weights=rule).table
    assert "no other school within 2.5 km" in plain(gap_reasons(table, ENGLISH, rule=rule)[A])


@examples(10)
@given(
    st.lists(st.sampled_from(["school", "class", "planned", "none", "unknown"]), max_size=6),
    st.sampled_from(["", "REP+"]),
    st.sampled_from(["", "FRR+", "FRR bénéficiaire partiellement", "inconnu"]),
)
def test_both_languages_say_as_much(statuses, priority, frr):
    """As many phrases a school, the same figures in each; the column is the Series."""
    schools = in_a_row(statuses).assign(priority=priority, frr=frr, pupils_n=31.0)
    table = gaps(schools).table
    french, other = (gap_reasons(table, language(lang)) for lang in ("fr", "en"))
    assert french.tolist() == with_reasons(table, language("fr"))["reasons"].tolist()
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
    assert len(french_notes(answer)) == len(english_notes(answer))
    assert english_notes(answer) == (
        "1 commune, of whose schools nothing is known, is in no white area.",
        "2 white areas of one commune only aren’t shown.",
    )
    unknown = white_areas(toy_communes, schools.assign(status="none"), minimum_schools=2, minimum=3)
    assert "of fewer than 3 communes or of one school only" in english_notes(unknown)[-1]
    nobody = white_areas(toy_communes, schools.iloc[:0])
    assert english_notes(nobody) == ("There is no school.",)
    covered = white_areas(toy_communes, schools.assign(status="school"))
    assert english_notes(covered)[-1].startswith("Each ")


def test_an_area_in_one_sentence():
    """Its name, its communes, its schools; one of each in the singular."""
    area = {"zone_name": "Auvers", "communes_n": 1, "schools_n": 2}
    assert area_sentence(area, language("fr")) == "Zone blanche d’Auvers : 1 commune, 2 écoles."
    assert area_sentence(area, ENGLISH) == "White area of Auvers: 1 commune, 2 schools."
    some = area | {"class_n": 1, "unknown_n": 1, "others_covered_n": 2}
    assert plain(area_sentence(some, language("fr", "prive"))) == (
        "Zone blanche d’Auvers : 1 commune, 2 écoles privées (1 avec un ENT dans certaines classes,"
        " 1 de situation inconnue) ; 2 écoles publiques y ont un ENT."
    )
    assert area_sentence(some, language("en", "public")).endswith(
        "2 private schools there have an ENT."
    )


def test_reasons_say_of_which_schools_they_speak():
    """Public schools are counted: so is the nearest; a private one that is nearer is told."""
    everyone = make_gap_schools(
        [(A, 0, 0, "none"), (B, 9, 0, "school"), (C, 0, 2, "school"), (D, 0, 0, "school")],
        sector=["public", "public", "prive", "prive"], pupils_n=float("nan"),
    )  # fmt: skip
    public = everyone[everyone["sector"] == "public"]
    for among, phrase in (
        (everyone.iloc[:3], "une école privée équipée à 2,0 km"),
        (everyone, "une école privée équipée au même endroit"),
    ):
        table = gaps(public, everyone=among).table
        told = plain(gap_reasons(table, language("fr", "public"))[A]).split(" ; ")
        assert told[1:4] == [
            "à 9,0 km de l’école publique équipée la plus proche", phrase,
            "une autre école publique à moins de 10 km, équipée",
        ]  # fmt: skip
        notes = table_notes(gaps(public, everyone=among), language("fr", "public"))
        assert plain(notes[-1]) == (
            "Pour 1 école de la liste sur 1, une école privée équipée est plus proche, de 100 m au "
            "moins, que toute école publique équipée."
        )
    told = gap_reasons(gaps(public, everyone=everyone).table, language("en", "public"))[A]
    assert "public school; an equipped private school in the same place; one other public" in told


@pytest.mark.parametrize(
    ("covered", "unknown", "told"),
    [
        (0, 0, "aucune équipée"),
        (0, 1, "aucune équipée (on ne sait pas pour l’une d’elles)"),
        (1, 0, "dont 1 équipée"),
        (2, 1, "dont 2 équipées (on ne sait pas pour l’une d’elles)"),
        (0, 2, "aucune équipée (on ne sait pas pour 2 d’entre elles)"),
        (0, 3, "dont on ne sait rien"),
    ],
)
def test_what_is_known_around_is_counted(covered, unknown, told):
    """Of three others: how many are equipped, and of how many that isn't known."""
    statuses = ["school"] * covered + ["unknown"] * unknown
    rows = [(A, 0, 0, "none")]
    rows += [(uai, 1, at, (statuses + ["none"] * 3)[at]) for at, uai in enumerate((B, C, D))]
    said = plain(gap_reasons(gaps(make_gap_schools(rows)).table, language("fr"))[A])
    assert f"3 autres écoles à moins de 10 km, {told} ; 100 élèves" in said


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
    assert english_notes(answer)[-1].startswith(note)
    assert len(french_notes(answer)) == len(english_notes(answer))


def test_schools_that_can_be_in_no_group_in_english():
    """Those of which nothing is known, those without a point."""
    schools = in_a_row(["none", "school", "unknown", "none"])
    schools.loc[schools.index[3], "geometry"] = None
    assert english_notes(clusters(schools))[:2] == (
        "1 school of which nothing is known isn’t counted in the groups.",
        "1 school without a point can be in no group.",
    )


def test_the_strongest_group_is_placed_in_english():
    """Where it is, and its p with a point."""
    schools = in_a_row(["none", "school"] * 6).assign(name="X", commune_name="Y")
    told = plain(english_notes(clusters(schools))[-1])
    assert re.search(r"level of 1%\); the strongest, .*“X” \(Y\), has p = [01]\.\d{3}\.$", told)


def test_a_group_in_one_sentence():
    """Its schools, its circle, what chance would give; a circle of one place has no radius."""
    assert plain(cluster_sentence(CIRCLE, ENGLISH)) == (
        "Group of schools without an ENT: 5 of 6 within 2.0 km of “Les Tilleuls” (Auvers), "
        "where 1.9 would be expected if ENTs were spread at random; p = 0.004."
    )
    bare = CIRCLE | {"radius_km": 0.0, "centre_name": "", "commune_name": ""}
    assert f"5 of 6 at “{A}”, where" in plain(cluster_sentence(bare, ENGLISH))
    french = language("fr")
    assert f"5 sur 6 à l’endroit de {A}, contre" in cluster_sentence(bare, french)
    named = CIRCLE | {"centre_name": "Ecole primaire publique Jules Ferry"}
    place = "autour de l’école primaire publique Jules Ferry (Auvers), contre"
    assert place in plain(cluster_sentence(named, french))


def test_names_of_a_network_are_joined():
    """By semicolons, which French sets apart; a list without a network stays empty."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 1, 0, "none")], secteur_college_code="S")
    table = networks(schools).table
    french, other = (with_names(table, language(lang)).loc["S", "names"] for lang in ("fr", "en"))
    assert french == f"École {A}\u00a0; École {B}"
    assert other == f"École {A}; École {B}"
    assert with_names(table.iloc[:0], ENGLISH).empty


def test_the_tables_have_no_words_and_stay_as_they_are():
    """Words are asked for: another table comes of it."""
    schools = in_a_row(["none"] * 5 + ["school"] * 11).assign(secteur_college_code="S")
    land = (gaps(schools).table, clusters(schools, level=1.0).table, networks(schools).table)
    before = [table.copy() for table in land]
    words = (with_reasons(land[0], ENGLISH), with_sentences(land[1], ENGLISH))
    assert [list(table)[-1] for table in words] == ["reasons", "geometry"]
    assert not {"reasons", "sentence"} & set().union(*map(set, land))
    for table, same in zip(land, before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(same))


def test_what_is_local_is_said_in_english(toy_communes):
    """Schools and zones that can't be compared, and why."""
    absence = local_absence(in_a_row(["none", "unknown"]))
    assert english_notes(absence) == (
        "1 school of unknown situation or without a point isn’t counted.",
        "Too few known schools to compare each with its neighbours.",
    )
    rates = local_rates(pd.Series(0.5, index=toy_communes.index), toy_communes)
    assert english_notes(rates) == ("All zones have the same value: none stands out.",)
