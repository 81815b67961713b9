import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.coverage import coverage, totals
from geo_ent.indicators.wilson import wilson
from geo_ent.tables.contract import NATURES, STATUSES
from geo_ent.telling.language import language
from geo_ent.telling.page.headline import headline, in_unit

KNOWN = " que l’on connaisse"
NAMES = pd.Series({"A": "Zone A", "B": "Zone B", "C": "Zone C"})


def schools(*rows):
    """Make schools from (zone, status, nature, priority, pupils)."""
    columns = ["circonscription_code", "status", "nature", "priority", "pupils_n"]
    return pd.DataFrame(rows, columns=columns).astype({"pupils_n": float})


def table_of(*rows):
    """Compute their coverage in the zones A, B and C."""
    return coverage(schools(*rows), NAMES, level="circonscription")


def test_counts_and_shares_by_arithmetic():
    """A: 4 schools, 1 of each of four statuses; 1 covered, 1 unknown: 25 %, at most 50 %."""
    table = table_of(
        ("A", "school", "primaire", "", 100),
        ("A", "class", "maternelle", "", 50),
        ("A", "none", "elementaire", "REP", 30),
        ("A", "unknown", "primaire", "REP+", 20),
        ("B", "school", "maternelle", "REP", None),
    )
    a, b, c = (table.loc[zone] for zone in "ABC")
    assert (a["schools_n"], a["covered_n"], a["class_n"], a["planned_n"]) == (4, 1, 1, 0)
    assert (a["coverage_share"], a["coverage_share_max"], a["known_share"]) == (0.25, 0.5, 0.75)
    assert (a["primary_schools_n"], a["primary_covered_n"]) == (3, 1)
    assert (a["pupils_n"], a["covered_pupils_n"], a["pupils_coverage_share"]) == (200, 100, 0.5)
    assert (a["rep_schools_n"], a["rep_covered_n"], a["rep_plus_schools_n"]) == (1, 0, 1)
    assert (b["rep_coverage_share"], b["coverage_share"]) == (1.0, 1.0)
    assert math.isnan(b["pupils_n"])
    assert c["schools_n"] == 0
    assert math.isnan(c["coverage_share"])
    assert math.isnan(a["rural_schools_n"])


def test_wilson_interval_against_published_values():
    """81 of 263 gives 0.2553 to 0.3662 (Newcombe 1998, table I, method 3)."""
    rows = [("A", "school" if i < 81 else "none", "primaire", "", None) for i in range(263)]
    a = table_of(*rows).loc["A"]
    assert a["interval_low"] == pytest.approx(0.2553, abs=5e-5)
    assert a["interval_high"] == pytest.approx(0.3662, abs=5e-5)


def test_wilson_is_the_librarys():
    """On every count up to 60 schools the interval is statsmodels' to 1e-12, and lies in 0 to 1."""
    from statsmodels.stats.proportion import proportion_confint

    pairs = pd.DataFrame([(k, n) for n in range(1, 61) for k in range(n + 1)], columns=["k", "n"])
    low, high = wilson(pairs["k"], pairs["n"].astype(float))
    theirs = proportion_confint(pairs["k"], pairs["n"], method="wilson")
    assert low.to_numpy() == pytest.approx(theirs[0].to_numpy(), abs=1e-12)
    assert high.to_numpy() == pytest.approx(theirs[1].to_numpy(), abs=1e-12)
    assert low.min() >= 0
    assert high.max() <= 1


def test_groups_are_counted_where_they_are_known():
    """With a column rural, rural and urban schools are told apart."""
    frame = schools(("A", "school", "primaire", "", 1), ("A", "none", "primaire", "", 1))
    table = coverage(frame.assign(rural=[True, False]), NAMES, level="circonscription")
    assert table.loc["A", ["rural_coverage_share", "urban_coverage_share"]].tolist() == [1.0, 0.0]


many = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", ""]),
        st.sampled_from(STATUSES),
        st.sampled_from(NATURES),
        st.sampled_from(["", "REP", "REP+"]),
        st.one_of(st.none(), st.integers(0, 900)),
    ),
    max_size=30,
)


@examples(12)
@given(many, st.randoms())
def test_counts_add_up_in_any_order(rows, random):
    """Each school of a zone is in one count; shares lie in their bounds; order is indifferent."""
    table = table_of(*rows)
    counts = ["covered_n", *(f"{status}_n" for status in STATUSES if status != "school")]
    assert (table[counts].sum(axis=1) == table["schools_n"]).all()
    assert table["schools_n"].sum() == sum(zone != "" for zone, *_ in rows)
    some = table[table["schools_n"] > 0]
    assert (some["interval_low"] <= some["coverage_share"] + 1e-12).all()
    doubt = (some["undated_n"] + some["unknown_n"]) / some["schools_n"]
    assert (
        some["coverage_share_max"] - some["coverage_share"] - doubt
    ).abs().max() < 1e-12 or some.empty
    assert (some["interval_high"] >= some["coverage_share"] - 1e-12).all()
    random.shuffle(rows)
    pd.testing.assert_frame_equal(table_of(*rows), table)


def with_use(*rows):
    """Make schools of (zone, status, classes, classes with an ENT, created, activated)."""
    names = ["classes_n", "ent_classes_n", "accounts_created_n", "accounts_activated_n"]
    known = pd.DataFrame([row[2:] for row in rows], columns=names).astype(float)
    frame = schools(*((zone, status, "primaire", "", 1) for zone, status, *_ in rows))
    return frame.join(known)


def counted(schools):
    """Compute their coverage."""
    return coverage(schools, NAMES, level="circonscription")


def test_classes_by_arithmetic():
    """10 for the whole school, 2 of 5, 3 of 3 (said to be 4), none of 4: 15 of 22 classes."""
    used = with_use(
        ("A", "school", 10, None, None, None),
        ("A", "class", 5, 2, None, None),
        ("A", "class", 3, 4, None, None),
        ("A", "none", 4, 4, None, None),
        ("A", "school", None, 9, None, None),
        ("B", "class", 6, None, None, None),
        ("C", "school", None, None, None, None),
    )
    table = counted(used)
    counts = table[["classes_n", "covered_classes_n"]]
    assert counts.loc["A"].tolist() == [22, 15]
    assert counts.loc["B"].tolist() == [6, 0]
    assert counts.loc["C"].isna().all()
    assert table.loc["A", "classes_coverage_share"] == 15 / 22
    added = totals(used)
    assert (added["classes_n"], added["covered_classes_n"]) == (28, 15)
    assert added["classes_coverage_share"] == 15 / 28
    assert not any("accounts" in name for name in added.index)


def test_accounts_by_arithmetic():
    """Both numbers of a school, whatever its status; a school that tells one counts in neither."""
    used = with_use(
        ("A", "school", 1, None, 200, 194),
        ("A", "none", 1, None, 100, 50),
        ("A", "school", 1, None, 70, None),
        ("B", "school", 1, None, None, 5),
        ("C", "school", 1, None, 0, 0),
    )
    table = counted(used)
    names = ["accounts_created_n", "accounts_activated_n", "accounts_activated_share"]
    assert table.loc["A", names].tolist() == [300, 244, 244 / 300]
    assert table.loc["B", names].isna().all()
    assert table.loc["C", names].tolist()[:2] == [0, 0]
    assert math.isnan(table.loc["C", "accounts_activated_share"])
    assert totals(used)["accounts_activated_share"] == 244 / 300


def test_one_number_of_accounts_is_enough_to_be_counted():
    """Where no school tells the accounts activated, those created are added up, without a share."""
    used = with_use(("A", "school", 1, None, 200, None), ("A", "none", 1, None, 100, None))
    table = counted(used)
    assert table.loc["A", "accounts_created_n"] == 300
    assert math.isnan(table.loc["A", "accounts_activated_n"])
    assert math.isnan(table.loc["A", "accounts_activated_share"])
    assert "accounts_created_n" not in totals(used)


def test_no_account_at_all_is_no_figure_of_the_whole():
    """Where every school tells of 0 accounts, there is no share to give."""
    added = totals(with_use(("A", "school", 3, None, 0, 0)))
    assert "accounts_created_n" not in added
    assert added["covered_classes_n"] == 3


def test_without_classes_or_accounts_nothing_is_known():
    """Schools without these columns have none of the figures, not zero."""
    given = schools(("A", "school", "primaire", "", 100))
    table = coverage(given, NAMES, level="circonscription")
    told = table.filter(regex="classes|accounts").loc["A"]
    assert len(told) == 6
    assert told.isna().all()
    assert totals(given)["covered_pupils_n"] == 100


use = st.tuples(
    st.sampled_from(["A", "B", ""]),
    st.sampled_from(STATUSES),
    *[st.one_of(st.none(), st.integers(0, 20))] * 4,
)


@given(st.lists(use, max_size=20))
def test_shares_of_classes_lie_in_their_bounds(rows):
    """Covered classes are at most the classes and, a zone at least, what whole schools have."""
    table = counted(with_use(*rows))
    part, whole = table["covered_classes_n"], table["classes_n"]
    assert (part.fillna(0) <= whole.fillna(0)).all()
    own = [
        sum(r[2] for r in rows if r[0] == zone and r[1] == "school" and r[2] is not None)
        for zone in table.index
    ]
    assert (part.fillna(0) >= own).all()
    assert part.isna().equals(whole.isna())


def test_totals_are_the_sum_of_the_zones():
    """2 of 4 over two zones: 50 %, and 75 % if the unknown one had an ENT."""
    given = schools(
        ("A", "school", "primaire", "", 1), ("A", "school", "primaire", "", 1),
        ("B", "unknown", "primaire", "", 1), ("B", "none", "primaire", "", 1),
    )  # fmt: skip
    added = totals(given)
    zones = counted(given)[["schools_n", "covered_n", "unknown_n"]].sum()
    assert added[zones.index].tolist() == zones.tolist()
    assert (added["schools_n"], added["covered_n"], added["unknown_n"]) == (4, 2, 1)
    assert (added["coverage_share"], added["coverage_share_max"]) == (0.5, 0.75)


@pytest.mark.parametrize(
    ("counts", "sector", "said"),
    [
        ((578, 271, 12), "public",
         "271 écoles publiques sur 578 ont un ENT, soit 46,9 % ; on ne sait pas pour 12 écoles."),
        ((3, 1, 0), "prive", "1 école privée sur 3 a un ENT, soit 33,3 %."),
        ((1, 1, 0), "all", "La seule école a un ENT."),
        ((8, 8, 0), "public", "Les 8 écoles publiques ont toutes un ENT."),
        ((8, 0, 8), "public", "On ne sait d’aucune des 8 écoles publiques si elle a un ENT."),
        ((2021, 1070, 1), "public",
         "1 070 écoles publiques sur 2 021 ont un ENT, soit 52,9 % ; on ne sait pas pour 1 école."),
        ((5, 0, 0), "public", "Aucune des 5 écoles publiques n’a d’ENT."),
        ((5, 0, 2), "public",
         f"Aucune des 5 écoles publiques n’a d’ENT{KNOWN} ; on ne sait pas pour 2 écoles."),
        ((1, 0, 0), "public", "La seule école publique n’a pas d’ENT."),
        ((1, 0, 1), "public", "On ne sait pas si la seule école publique a un ENT."),
        ((0, 0, 0), "public", "Aucune école publique dans ce territoire."),
    ],
)  # fmt: skip
def test_headline_is_true_and_french(counts, sector, said):
    """Plural, singular, none, unknown: each case has its sentence."""
    schools_n, covered_n, unknown_n = counts
    share = covered_n / schools_n if schools_n else float("nan")
    totals_of = {"schools_n": schools_n, "covered_n": covered_n, "unknown_n": unknown_n,
                 "coverage_share": share}  # fmt: skip
    found = headline(totals_of, language("fr"), sector=sector)
    assert found.replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("covered", "unit", "lang", "said"),
    [
        (900.0, "classes", "fr", "900 classes sur 1 428 ont un ENT, soit 63,0 %."),
        (1.0, "pupils", "fr", "1 élève sur 1 428 a un ENT, soit 0,1 %."),
        (900.0, "classes", "en", "900 of 1,428 classes have an ENT, or 63.0%."),
        (900.0, "schools", "fr", ""),
    ],
)
def test_a_goal_in_classes_is_told_in_classes_too(covered, unit, lang, said):
    """The headline adds the unit of the goal; nothing where it is schools, or isn't known."""
    totals = {f"{unit}_n": 1428.0, f"covered_{unit}_n": covered}
    told = in_unit(totals, unit, language(lang))
    assert told.replace("\u00a0", " ").replace("\u202f", " ").strip() == said
    assert in_unit({}, unit, language(lang)) == ""


def test_schools_that_may_be_eligible_are_counted_apart():
    """One eligible, one not, two undecided; nothing is counted where nobody decided of any."""
    schools = pd.DataFrame({"commune_code": "35001", "status": "none", "nature": "primaire",
                            "enir_eligible": pd.array([True, False, None, None], "boolean"),
                            "priority": ""})  # fmt: skip
    names = pd.Series({"35001": "Acigné"})
    table = coverage(schools, names, level="commune").loc["35001"]
    assert (table["enir_eligible_schools_n"], table["enir_undecided_n"]) == (1, 2)
    bare = coverage(schools.drop(columns="enir_eligible"), names, level="commune")
    assert bare["enir_undecided_n"].isna().all()
