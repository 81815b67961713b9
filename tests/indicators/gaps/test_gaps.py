"""The gaps: who is listed, in which order, how far from whom, and why."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from gapland import french_notes, in_a_row, make_gap_schools, uais
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.density import read_density, rurality
from geo_ent.errors import InputError
from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.joint_equipment import networks
from geo_ent.indicators.gaps.nearest import around, nearest_covered
from geo_ent.indicators.gaps.ranked_schools import GAP_COLUMNS, gaps
from geo_ent.indicators.gaps.ranking_rule import make_ranking, ranked, values
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.indicators.metres import nearest_others
from geo_ent.register.read_register import read_register
from geo_ent.register.status_at_date import status_at
from geo_ent.schools.directory import read_schools
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.gaps.criterion_names import CRITERION_NAMES
from geo_ent.telling.gaps.gap_reasons import gap_reasons
from geo_ent.telling.language import language
from geo_ent.territory.locate import locate

A, B, C, D, E = uais(5)


def four():
    """A at the origin without an ENT, B 5 km away with one, C 13 km away, D unknown beside A."""
    return make_gap_schools([(A, 0, 0, "none"), (B, 3, 4, "school"), (C, 5, 12, "class"),
                             (D, 0, 1, "unknown")])  # fmt: skip


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def reasons_of(table, uai=A, rule=None):
    """Say in French why a school is where it is in the list."""
    return plain(gap_reasons(table, language("fr"), rule=rule)[uai])


def test_distances_are_those_of_the_grid():
    """3-4-5: the nearest covered school is 5 km away, by straight line, not in degrees."""
    table = gaps(four()).table
    assert table.loc[A, "nearest_km"] == pytest.approx(5, abs=1e-3)
    assert table.loc[C, "nearest_km"] == pytest.approx(np.hypot(2, 8), abs=1e-3)
    assert set(table["nearest_uai"]) == {B}
    assert set(table["nearest_name"]) == {f"École {B}"}


def test_only_schools_with_a_whole_ent_are_left_out():
    """Class, planned, none and unknown are all without; `school` isn't listed."""
    table = gaps(in_a_row(STATUSES)).table
    assert set(table["status"]) == set(STATUSES) - {"school"}


def test_the_table_has_its_columns_and_ranks():
    """Whatever is missing, the columns are all there, in their order."""
    bare = four()[["status", "departement_code", "geometry"]]
    table = gaps(bare).table
    assert tuple(table.columns) == GAP_COLUMNS
    assert table["rank"].tolist() == [1, 2, 3]
    assert table.index.name == "uai"


def test_a_commune_is_called_as_today():
    """By the code, whatever the directory writes; its word stands where the code is none's."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 3, 4, "none"), (C, 5, 12, "none")])
    schools["commune_code"] = ["35109", "", "35308"]
    schools["commune_name"] = ["Etrelles", "Ailleurs", "Tressé"]
    named = gaps(schools).table["commune_name"]
    assert named[[A, B, C]].tolist() == ["Étrelles", "Ailleurs", "Mesnil-Roc'h"]


def test_among_equal_distances_the_first_uai_is_nearest():
    """A school between two covered ones has the first by UAI, whatever the order of the rows."""
    schools = make_gap_schools([(C, 2, 0, "school"), (B, 1, 0, "none"), (A, 0, 0, "school")])
    assert nearest_covered(schools)["nearest_uai"].to_dict() == {B: A}


def test_same_zone_is_told_or_not_known():
    """The nearest covered school is in the same circonscription, in another, or it isn't known."""
    codes = ["1", "1", "2", ""]
    table = gaps(four().assign(circonscription_code=codes)).table
    same = table["nearest_same_circonscription"]
    assert (same[A], same[C], same.isna()[D]) == (True, False, True)
    assert table["nearest_same_secteur_college"].isna().all()


def test_an_equipped_school_of_another_sector_may_be_nearer():
    """Public schools are counted, the nearest at 5 km: a private one at 1 km is told beside it."""
    private = make_gap_schools([(E, 0, 1, "school")], sector="prive")
    public, everyone = four(), pd.concat([four(), private])
    alone, beside = gaps(public).table, gaps(public, everyone=everyone).table
    assert beside.loc[A, ["nearer_uai", "nearer_sector"]].tolist() == [E, "prive"]
    assert beside.loc[A, "nearer_km"] == pytest.approx(1, abs=1e-3)
    assert beside.loc[D, "nearer_km"] == 0
    assert beside.loc[C, "nearer_uai"] == ""  # 12.1 km away, where B is at 8.2
    assert (alone["nearer_uai"] == "").all()
    # it ranks nothing, and is in no count
    same = [name for name in GAP_COLUMNS if not name.startswith("nearer_")]
    pd.testing.assert_frame_equal(beside[same], alone[same])


def test_nearer_by_less_than_a_hundred_metres_is_not_told():
    """Distances are told to 100 m: 5 km and 4.95 would be read as the same."""
    for y, told in ((4.95, []), (4.85, [A])):
        private = make_gap_schools([(E, 0, y, "school")], sector="prive")
        public = make_gap_schools([(A, 0, 0, "none"), (B, 5, 0, "school")])
        table = gaps(public, everyone=pd.concat([public, private])).table
        assert list(table.index[table["nearer_uai"] != ""]) == told


def test_where_none_of_the_sector_is_equipped_any_other_is_nearer():
    """No public school has an ENT: no distance, and the private one is told."""
    public = make_gap_schools([(A, 0, 0, "none")])
    private = make_gap_schools([(B, 3, 4, "school")], sector="prive")
    row = gaps(public, everyone=pd.concat([public, private])).table.loc[A]
    assert np.isnan(row["nearest_km"])
    assert row["nearer_km"] == pytest.approx(5, abs=1e-3)


def test_surroundings_count_the_others_within_ten_km():
    """A has B and D within 10 km, one of them covered; C has B only."""
    counts = around(four(), pd.Index([A, C]), radius_km=10)
    assert counts.loc[A].tolist() == [2, 1, 1, 0.5]
    assert counts.loc[C].tolist() == [1, 1, 0, 1.0]


def test_nobody_around_is_no_share():
    """Alone within the radius: no share, and the words say so."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 30, 0, "school")])
    table = gaps(schools).table
    alone = table.loc[A]
    assert alone["around_n"] == 0
    assert np.isnan(alone["around_covered_share"])
    assert "aucune autre école à moins de 10 km" in reasons_of(table)
    assert "around" not in alone["unknown_criteria"].split()


def test_only_rural_schools_are_listed():
    """An urban school isn't; one whose rurality isn't known is counted in the notes."""
    rural = pd.array([False, True, True, None], dtype="boolean")
    schools = four().assign(rural=rural)
    answer = gaps(schools)
    assert list(answer.table.index) == [C]
    assert (
        "1 école sans ENT dont la ruralité n’est pas connue est absente" in french_notes(answer)[0]
    )
    assert set(gaps(schools, rural_only=False).table.index) == {A, C, D}


def test_without_rurality_all_are_listed_and_it_is_said():
    """No rurality: the list is of all schools, with a note."""
    answer = gaps(four().drop(columns="rural"))
    assert len(answer.table) == 3
    assert any("quelles communes sont rurales" in note for note in french_notes(answer))


def test_the_score_is_the_weighted_mean():
    """Distance 7.5 of 15 km (weight 3), 75 pupils of 150 (2), status none (2)."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 7.5, 0, "school"), (C, 0, 1, "none")],
                               pupils_n=[75.0, 10.0, 75.0])  # fmt: skip
    weights = dict.fromkeys(make_ranking().weights, 0) | {"distance": 3, "pupils": 2, "status": 2}
    told = gaps(schools, weights=weights).table.loc[A]
    assert told["score"] == pytest.approx(100 * (3 * 0.5 + 2 * 0.5 + 2) / 7, abs=0.01)
    assert told["score_known_share"] == 1


def test_what_is_unknown_lowers_nothing():
    """A school whose pupils aren't known keeps the score of the rest, and the weight is said."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 15, 0, "school")],
                               pupils_n=[np.nan, 100.0])  # fmt: skip
    weights = dict.fromkeys(make_ranking().weights, 0) | {"distance": 3, "pupils": 1}
    answer = gaps(schools, weights=weights)
    assert answer.table.loc[A, "score"] == 100
    assert answer.table.loc[A, "score_known_share"] == 0.75
    assert answer.table.loc[A, "unknown_criteria"] == "pupils"
    assert reasons_of(answer.table, rule=make_ranking({"weights": weights})).endswith("effectif")
    notes = map(plain, french_notes(answer))
    assert any("effectif" in note and "1 sur 4" in note for note in notes)


@pytest.mark.parametrize(
    ("criterion", "columns", "first"),
    [
        ("frr", {"frr": ["Non classée", "FRR+"]}, 1),
        ("enir", {"enir_2017": ["eligible", "not_eligible"], "enir_2018": "not_eligible",
                  "label_2020": "not_eligible"}, 0),
        ("priority", {"priority": ["REP", "REP+"]}, 1),
        ("ips", {"ips": [70.0, 130.0]}, 0),
        ("rpi", {"rpi_code": ["", "12"]}, 1),
        ("rpi", {"rpi_kind": ["none", "disperse"]}, 1),
        ("rpi", {"rpi_kind": ["concentre", "none"]}, 0),
        ("pupils", {"pupils_n": [10.0, 20.0]}, 1),
        ("status", {"status": ["none", "class"]}, 0),
        ("status", {"status": ["planned", "class"]}, 1),
    ],
)  # fmt: skip
def test_each_criterion_puts_a_school_first(criterion, columns, first):
    """With one weight alone, the school it speaks for comes first."""
    rows = [(A, 0, 0, "none"), (B, 1, 0, "none")]
    weights = dict.fromkeys(make_ranking().weights, 0) | {criterion: 1}
    table = gaps(make_gap_schools(rows, **columns), weights=weights).table
    assert table.index[0] == [A, B][first]


def test_an_rpi_in_one_school_counts_as_one_on_several_sites():
    """Both are worth 0.5 of the weight; a school in none loses it; an unknown one is left aside."""
    kinds = ["concentre", "disperse", "none", ""]
    rows = [(uai, 40 * at, 0, "none") for at, uai in enumerate(uais(4))]
    weights = dict.fromkeys(make_ranking().weights, 0) | {"status": 2, "rpi": 0.5}
    table = gaps(make_gap_schools(rows, rpi_kind=kinds, rpi_code=""), weights=weights).table
    assert table.loc[[A, B, C, D], "score"].tolist() == [100, 100, 80, 100]
    assert table.loc[D, "score_known_share"] == 0.8
    assert "en RPI concentré" in reasons_of(table)
    assert "en RPI dispersé" in reasons_of(table, B)
    assert "RPI" not in reasons_of(table, C)
    assert "RPI" in reasons_of(table, D).rpartition("non connu : ")[2]


def test_ties_are_broken_by_uai():
    """Equal scores: the order of the UAIs, not of the rows."""
    schools = make_gap_schools([(C, 0, 0, "none"), (A, 0, 0, "none"), (B, 0, 0, "none")])
    assert list(gaps(schools).table.index) == [A, B, C]


def test_reasons_are_in_words():
    """A school's line says what there is to know of it, in French."""
    schools = four().assign(
        circonscription_code=["1", "2", "1", "1"], pupils_n=57.0, classes_n=3.0, frr="FRR+",
        priority="REP", rpi_code="12", enir_2017="eligible", enir_2018="not_eligible",
        label_2020="eligible", ips=84.25,
    )  # fmt: skip
    assert reasons_of(gaps(schools).table) == (
        "sans ENT ; à 5,0 km de l’école équipée la plus proche, dans une autre circonscription ; "
        "2 autres écoles à moins de 10 km, dont 1 équipée (on ne sait pas pour l’une d’elles) ; "
        "57 élèves, 3 classes ; "
        "commune classée FRR+ ; en REP ; en RPI dispersé ; "
        "éligible à ENIR 2017 et au label Écoles numériques 2020 ; IPS de 84,3"
    )


@pytest.mark.parametrize(
    ("rows", "phrase"),
    [
        ([(A, 0, 0, "none"), (B, 0, 0, "school")], "une école équipée au même endroit"),
        ([(A, 0, 0, "none"), (B, 0, 1, "none")], "une autre école à moins de 10 km, non équipée"),
        ([(A, 0, 0, "planned"), (B, 0, 1, "school")], "ENT prévu"),
        ([(A, 0, 0, "class"), (B, 0, 1, "school")], "ENT limité à certaines classes"),
        ([(A, 0, 0, "unknown"), (B, 0, 1, "school")], "situation inconnue"),
    ],
)
def test_reasons_fit_the_case(rows, phrase):
    """Each situation has its words."""
    assert phrase in reasons_of(gaps(make_gap_schools(rows)).table)


@pytest.mark.parametrize(
    ("statuses", "note"),
    [
        (["school"] * 3, "Toutes les écoles ont un ENT."),
        (["none"] * 3, "Aucune école connue n’a d’ENT : il n’y a pas de distance à donner."),
        (["unknown"] * 3, "On ne sait pour aucune école de la liste si elle a un ENT."),
        (["unknown", "none", "school"], "Pour 1 école de la liste sur 2, on ne sait pas"),
        ([], "Il n’y a aucune école."),
    ],
)
def test_bad_input_is_said_in_words(statuses, note):
    """All covered, none covered, all unknown, nobody: the list is what it can be, and says why."""
    answer = gaps(in_a_row(statuses))
    assert len(answer.table) == sum(status != "school" for status in statuses)
    assert any(plain(told).startswith(note) for told in french_notes(answer))


def test_no_rural_school_without_an_ent():
    """Rural schools all covered, an urban one not: the list is empty and says of whom it speaks."""
    rural = pd.array([False, True, False, False], dtype="boolean")
    answer = gaps(four().assign(rural=rural))
    assert answer.table.empty
    assert french_notes(answer) == ("Aucune école que l’on sait rurale n’est sans ENT.",)


def test_a_school_without_a_point_is_listed():
    """It has no distance; its other criteria rank it."""
    schools = four()
    schools.loc[[A], "geometry"] = None
    table = gaps(schools).table
    assert np.isnan(table.loc[A, "nearest_km"])
    assert table.loc[A, "nearest_uai"] == ""
    assert "distance à une école équipée" in reasons_of(table)


def test_territories_far_apart_are_measured_each_in_its_system():
    """A school of La Réunion isn't near one of the metropole, and its kilometres are right."""
    points = gpd.points_from_xy([340_000, 343_000], [7_650_000, 7_654_000], crs=2975).to_crs(4326)
    far = gpd.GeoDataFrame({"status": ["none", "school"], "departement_code": "974"},
                           geometry=points, index=["9740001A", "9740002B"])  # fmt: skip
    both = pd.concat([four(), far])
    table = nearest_covered(both)
    assert table.loc["9740001A", "nearest_uai"] == "9740002B"
    assert table.loc["9740001A", "nearest_km"] == pytest.approx(5, abs=1e-3)
    assert table.loc[A, "nearest_uai"] == B


@st.composite
def any_schools(draw):
    """Draw up to 12 schools anywhere on a coarse grid, with anything known or not."""
    n = draw(st.integers(1, 12))
    some = st.integers(0, 40)
    rows = [(uai, draw(some), draw(some), draw(st.sampled_from(STATUSES))) for uai in uais(n)]
    frame = make_gap_schools(rows)
    rural = draw(st.lists(st.sampled_from([True, False, None]), min_size=n, max_size=n))
    figure = st.one_of(st.just(float("nan")), st.floats(0, 500))
    frame = frame.assign(
        rural=pd.array(rural, dtype="boolean"),
        pupils_n=draw(st.lists(figure, min_size=n, max_size=n)),
        ips=draw(st.lists(figure, min_size=n, max_size=n)),
        frr=draw(st.sampled_from(["", "FRR+", "Non classée"])),
        secteur_college_code=draw(st.lists(st.sampled_from(["", "S1", "S2"]), min_size=n,
                                           max_size=n)),
    )  # fmt: skip
    lost = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    frame.loc[lost, "geometry"] = None
    dropped = draw(st.sets(st.sampled_from(["rural", "pupils_n", "ips", "frr", "priority"])))
    return frame.drop(columns=list(dropped))


@examples(10)
@given(any_schools(), st.booleans(), st.randoms(use_true_random=False))
def test_any_input_is_ranked_whatever_its_order(schools, rural_only, random):
    """Ranks are 1 to n, scores fall, and the rows' order changes nothing."""
    table = gaps(schools, rural_only=rural_only).table
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    scores = table["score"].dropna()
    assert scores.is_monotonic_decreasing
    assert scores.between(0, 100).all()
    mixed = schools.sample(frac=1, random_state=random.randrange(2**32))
    pd.testing.assert_frame_equal(gaps(mixed, rural_only=rural_only).table, table)


@examples(15)
@given(any_schools())
def test_the_nearest_is_the_nearest(schools):
    """No covered school is nearer than the one named, by measuring them all."""
    table = nearest_covered(schools)
    metric = schools.to_crs(2154).geometry
    covered = metric[(schools["status"] == "school") & metric.notna()]
    for uai, row in table.iterrows():
        away = covered.distance(metric[uai]) / 1000
        assert row["nearest_km"] == pytest.approx(away.min(), abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=30))
def test_neighbours_are_the_nearest_others(places):
    """Neighbours by a tree and by a full sort: the same, ties by place."""
    xy = np.array(places, dtype=float) * 1000
    away = ((xy[:, None] - xy[None]) ** 2).sum(axis=2)
    np.fill_diagonal(away, np.inf)
    expected = np.argsort(away, axis=1, kind="stable")[:, :4]
    assert nearest_others(xy, 4).tolist() == expected.tolist()


def test_far_neighbours_are_found():
    """Points hundreds of kilometres apart have neighbours too."""
    xy = np.array([[0.0, 0.0], [900_000.0, 0.0], [910_000.0, 0.0]])
    assert nearest_others(xy, 2).tolist() == [[1, 2], [2, 0], [1, 0]]


# The rule


def test_the_default_rule_reads_as_the_file_says():
    """Every criterion has a weight, a name and a scale or points; nothing else is named."""
    rule = make_ranking()
    assert set(rule.weights) == set(CRITERION_NAMES) == set(rule.scales) | set(rule.points)
    assert not set(rule.scales) & set(rule.points)


def test_a_rule_changes_what_it_names():
    """A weight, a scale, a word and the radius change; the rest stays."""
    changes = {"around_km": 5, "weights": {"ips": 0}, "scales": {"pupils": [0, 50]}}
    rule = make_ranking(changes | {"points": {"frr": {"FRR+": 0.2}}})
    assert (rule.around_km, rule.weights["ips"], rule.weights["distance"]) == (5, 0, 3)
    assert rule.scales["pupils"] == (0, 50)
    assert rule.points["frr"] == {"FRR+": 0.2}
    assert gaps(four(), weights=rule).table.loc[C, "around_n"] == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weights": {"distanse": 1}}, "« distanse » n’est pas connu"),
        ({"weights": {"ips": -1}}, "positif ou nul, trouvé -1"),
        ({"weights": {"ips": "fort"}}, "doit être un nombre, trouvé 'fort'"),
        ({"weights": {"ips": True}}, "doit être un nombre"),
        ({"weights": {"ips": float("nan")}}, "doit être un nombre"),
        ({"weights": 3}, "doit être un tableau"),
        ({"weights": dict.fromkeys(make_ranking().weights, 0)}, "tous les poids sont nuls"),
        ({"scales": {"ips": [100, 100]}}, "deux nombres différents"),
        ({"scales": {"ips": 100}}, "deux nombres différents"),
        ({"points": {"frr": {"FRR+": 2}}}, "entre 0 et 1"),
        ({"points": {"frr": 1}}, "doit être un tableau"),
        ({"around_km": 0}, "plus grand que 0"),
        ({"poids": {}}, "« poids » n’est pas connu ; on attend around_km, weights"),
    ],
)
def test_a_wrong_rule_is_refused_in_words(changes, words):
    """A weight that can't be is refused in one line that says what was found."""
    with pytest.raises(InputError, match=r"^regle\.toml") as caught:
        make_ranking(changes, where="regle.toml")
    assert words in str(caught.value)


def test_a_school_of_which_nothing_is_known_is_last():
    """No criterion known: no score, rank after the others."""
    valued = pd.DataFrame({"distance": [np.nan, 0.0]}, index=[A, B])
    table = ranked(valued, make_ranking())
    assert list(table.index) == [B, A]
    assert np.isnan(table.loc[A, "score"])


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_further_never_ranks_lower(near, far):
    """The value of a criterion never falls as its figure goes towards `full_at`."""
    low, high = sorted((near, far))
    rule = make_ranking()
    facts = pd.DataFrame({name: [low, high] for name in rule.weights}, dtype=object)
    distance = values(facts, rule)["distance"].tolist()
    assert 0 <= distance[0] <= distance[1] <= 1


# Networks


def test_schools_of_a_sector_make_a_network():
    """Three schools of a 3-4-5 triangle: mean 4 km, longest 5 km, their pupils added up."""
    rows = [(A, 0, 0, "none"), (B, 3, 0, "planned"), (C, 3, 4, "unknown"), (D, 9, 9, "school")]
    schools = make_gap_schools(rows, secteur_college_code="S", secteur_college_name="Collège S",
                               pupils_n=[10.0, 20.0, np.nan, 50.0])  # fmt: skip
    row = networks(schools).table.loc["S"]
    assert row[["schools_n", "unknown_n", "covered_n", "pupils_unknown_n"]].tolist() == [3, 1, 1, 1]
    assert row["pupils_n"] == 30
    assert row["mean_km"] == pytest.approx(4, abs=1e-3)
    assert row["max_km"] == pytest.approx(5, abs=1e-3)
    assert row["zone_name"] == "Collège S"
    assert row["uais"] == f"{A} {B} {C}"
    assert row["names"] == (f"École {A}", f"École {B}", f"École {C}")


def test_schools_without_a_sector_are_counted_in_the_notes():
    """One school has no sector, one is alone in its own: both are said."""
    rows = [(uai, at, 0, "none") for at, uai in enumerate(uais(4))]
    schools = make_gap_schools(rows, secteur_college_code=["S", "S", "T", ""])
    answer = networks(schools)
    assert list(answer.table.index) == ["S"]
    assert "dont le secteur de collège n’est pas connu est absente" in french_notes(answer)[0]
    assert "1 école sans ENT sur 3 est d’un secteur" in french_notes(answer)[1]


def test_without_sectors_the_answer_says_what_to_give():
    """No carte scolaire: nothing can be told, and what to give is said."""
    answer = networks(make_gap_schools([(A, 0, 0, "none")]))
    assert answer.table.empty
    assert "carte scolaire" in french_notes(answer)[-1]


def test_a_network_without_points_has_no_distance():
    """Schools without points are a network whose distances aren't known."""
    schools = make_gap_schools([(A, 0, 0, "none"), (B, 1, 0, "none")], secteur_college_code="S")
    schools["geometry"] = None
    row = networks(schools).table.loc["S"]
    assert row["schools_n"] == 2
    assert np.isnan(row["mean_km"])


@examples(15)
@given(any_schools())
def test_networks_count_every_school_once(schools):
    """Every school without an ENT is in a network or in the notes."""
    table = networks(schools, rural_only=False, minimum=1).table
    without = schools[(schools["status"] != "school") & (schools["secteur_college_code"] != "")]
    assert sorted(" ".join(table["uais"]).split()) == sorted(without.index)
    assert table["schools_n"].sum() == len(without)


def test_the_toy_schools_of_two_circonscriptions(toy_schools):
    """Toyland: 95005's second school is without, half a kilometre from the first."""
    status = ["school", "school", "school", "none", "none", "none"]
    table = gaps(toy_schools.assign(status=status)).table
    assert table.loc["9500004D", "nearest_km"] == pytest.approx(0.5, abs=1e-3)
    assert table["nearest_same_circonscription"].tolist() == [False, False, False]


def test_ille_et_vilaine_in_june_2023(shared_file):
    """Public rural schools of a real directory with a simulated register: known aggregates."""
    density = read_density(shared_file("densite-7-niveaux-cog2025.csv"))
    communes = read_communes(["35"])
    communes = communes.join(rurality(communes, density=density))
    directory = read_schools(shared_file("annuaire-035-2023-06.csv"))
    schools = locate(directory, communes)
    schools = schools[schools["sector"] == "public"]
    register = read_register(shared_file("registre-ent-035-simule.xlsx"), directory)
    schools = schools.join(status_at(register, schools.index, dt.date(2023, 6, 30)))
    table = gaps(schools).table
    rural = schools[schools["rural"].fillna(value=False)]
    assert len(table) == (rural["status"] != "school").sum() == 128
    metric = schools.to_crs(2154).geometry
    covered = metric[schools["status"] == "school"]
    away = metric[table.index].apply(lambda point: covered.distance(point).min() / 1000)
    assert table["nearest_km"].tolist() == pytest.approx(away.tolist(), abs=1e-3)
    areas = white_areas(communes, schools).table
    assert len(areas) == 12
    assert areas.iloc[0][["communes_n", "schools_n", "unknown_n"]].tolist() == [18, 21, 2]
    assert clusters(schools).table.empty
