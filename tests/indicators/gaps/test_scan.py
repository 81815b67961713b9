"""The scan for groups of schools without an ENT: what it finds, and what it must not."""

import itertools
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from gapland import french_notes, in_a_row, make_gap_schools, uais
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.gaps.clusters import CLUSTER_COLUMNS, LEVEL, clusters
from geo_ent.indicators.gaps.scan import likelihood_ratios, scan
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.gaps.gap_sentences import with_sentences
from geo_ent.telling.language import language


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def field(n, seed):
    """Draw n places on 60 by 60 km, to the metre."""
    return np.round(np.random.default_rng(seed).random((n, 2)) * 60_000)


def planted(n=120, seed=1, share=0.3):
    """A field where no school within 12 km of (20, 20) km has an ENT, the others by chance."""
    rng, xy = np.random.default_rng(seed + 100), field(n, seed)
    inside = np.hypot(*(xy - 20_000).T) <= 12_000
    return xy, inside, inside | (rng.random(n) < share)


def as_schools(xy, without):
    """Make schools of places in metres."""
    told = np.where(without, "none", "school")
    rows = [
        (uai, x / 1000, y / 1000, status)
        for uai, (x, y), status in zip(uais(len(xy)), xy.tolist(), told, strict=True)
    ]
    return make_gap_schools(rows)


def log_ratio(c, m, cases, n):
    """Kulldorff's log likelihood ratio, by the textbook."""

    def term(count, among):
        return count * math.log(count / among) if count else 0.0

    outside, out_n = cases - c, n - m
    return (
        term(c, m) + term(m - c, m) + term(outside, out_n) + term(out_n - outside, out_n)
        - term(cases, n) - term(n - cases, n)
    )  # fmt: skip


def test_ratios_are_those_of_the_formula():
    """Every window of ten schools with four cases, against the formula written out."""
    table = likelihood_ratios(10, 4, 5)
    for m, c in itertools.product(range(1, 6), range(5)):
        more = c <= m and c >= 2 and c / m > (4 - c) / (10 - m)
        expected = log_ratio(c, m, 4, 10) if more else 0.0
        assert table[m, c] == pytest.approx(expected, abs=1e-12)


def test_all_of_it_inside_is_the_largest_ratio():
    """Four cases in a window of four: 4 ln(1) inside, 6 ln(1) outside, less the entropy of all."""
    entropy = 4 * math.log(0.4) + 6 * math.log(0.6)
    assert likelihood_ratios(10, 4, 5)[4, 4] == pytest.approx(-entropy)


def test_a_planted_cluster_is_found():
    """The window found holds nearly all of the planted schools and few others, with a small p."""
    xy, inside, without = planted()
    best = scan(xy, without)[0]
    found = np.zeros(len(xy), dtype=bool)
    found[best.members] = True
    assert best.p <= 0.005
    assert (found & inside).sum() / inside.sum() >= 0.8
    assert (found & inside).sum() / found.sum() >= 0.8


def test_planted_clusters_are_found_again_and_again():
    """Of 20 fields with 11 to 24 planted schools at least 17 tell them at the level shown."""
    found = sum(scan(*planted(seed=seed)[::2], seed=seed)[0].p <= LEVEL for seed in range(20))
    assert found >= 17


def test_random_fields_are_not_clusters():
    """Of 400 random fields, 5 % at most have a group at p <= 0.05, fewer at the level shown."""
    ps = []
    for seed in range(400):
        rng = np.random.default_rng(10_000 + seed)
        xy = np.round(rng.random((40, 2)) * 60_000)
        found = scan(xy, rng.random(40) < 0.5, simulations=199, seed=seed, most_groups=1)
        ps.append(found[0].p if found else 1.0)
    assert sum(p <= 0.05 for p in ps) <= 20
    assert sum(p <= LEVEL for p in ps) <= 10  # 4 expected


def test_the_p_of_chance_is_uniform():
    """Under chance p <= 0.2 comes in a fifth of the fields: neither shy nor bold."""
    ps = []
    for seed in range(200):
        rng = np.random.default_rng(20_000 + seed)
        xy = np.round(rng.random((40, 2)) * 60_000)
        ps.append(scan(xy, rng.random(40) < 0.5, simulations=99, seed=seed, most_groups=1)[0].p)
    assert 0.10 <= np.mean(np.array(ps) <= 0.2) <= 0.30


def test_the_likeliest_window_is_that_of_a_full_search():
    """Twelve places: every circle by hand gives the same best ratio."""
    xy = field(12, seed=5)
    without = np.arange(12) % 3 == 0
    best = 0.0
    for centre in range(12):
        away = np.hypot(*(xy - xy[centre]).T)
        for radius in away:
            inside = away <= radius
            m, c = int(inside.sum()), int((without & inside).sum())
            if m <= 6 and c >= 2 and c / m > (4 - c) / (12 - m):
                best = max(best, log_ratio(c, m, 4, 12))
    assert scan(xy, without, simulations=9)[0].ratio == pytest.approx(best)


def test_the_test_counts_the_deals_by_hand():
    """Six places, two cases: p is near the share of the 15 deals whose best is as good."""
    xy = np.array([[0.0, 0], [1, 0], [10, 0], [20, 0], [30, 0], [41, 0]])
    without = np.array([True, True, False, False, False, False])
    best = {}
    for pair in itertools.combinations(range(6), 2):
        told = np.zeros(6, dtype=bool)
        told[list(pair)] = True
        found = scan(xy, told, simulations=1)
        best[pair] = found[0].ratio if found else 0.0
    exact = np.mean([ratio >= best[0, 1] for ratio in best.values()])
    assert scan(xy, without, simulations=1999)[0].p == pytest.approx(exact, abs=0.03)


def test_windows_stop_at_whole_circles():
    """Three schools on one spot: a window has all of them or none."""
    xy = np.array([[0.0, 0], [0, 0], [0, 0], [10, 0], [20, 0], [30, 0], [40, 0], [50, 0]])
    without = np.array([True, True, False, False, False, False, False, False])
    best = scan(xy, without, simulations=9)[0]
    assert sorted(best.members.tolist()) == [0, 1, 2]
    assert best.radius_m == 0


def test_clusters_do_not_overlap():
    """Two planted groups: both are found, and no school is in two windows."""
    xy = np.concatenate([field(60, 3), field(20, 4) / 20, 60_000 - field(20, 5) / 20])
    without = np.arange(100) >= 60
    found = scan(xy, without)
    assert [each.p <= 0.05 for each in found[:2]] == [True, True]
    members = np.concatenate([each.members for each in found])
    assert len(set(members.tolist())) == len(members)


def test_the_same_input_gives_the_same_p():
    """The seed is fixed; another one gives another p, near."""
    xy, _, without = planted(share=0.6)
    first, again, other = (scan(xy, without, seed=seed)[0].p for seed in (0, 0, 1))
    assert first == again
    assert first == pytest.approx(other, abs=0.08)


@pytest.mark.parametrize("without", [[True] * 8, [False] * 8, [True] + [False] * 7, [True, False]])
def test_nothing_to_scan(without):
    """All, none, one case, or fewer than four schools: no window."""
    assert scan(field(len(without), 1), np.array(without)) == []


@examples(12)
@given(st.integers(4, 30), st.integers(0, 2**31), st.floats(0.1, 0.9))
def test_windows_have_more_cases_than_their_part(n, seed, share):
    """Whatever the field: at most half of the schools, more cases than outside, p in range."""
    rng = np.random.default_rng(seed)
    xy, without = np.round(rng.random((n, 2)) * 10), rng.random(n) < share
    for found in scan(xy, without, simulations=19, seed=seed):
        inside = without[found.members]
        assert 2 <= len(found.members) <= n / 2
        assert inside.mean() > without.mean()
        assert 0.05 <= found.p <= 1


# As a table


def test_a_cluster_is_told_in_french():
    """The table says where it is, and the sentence reads on a page."""
    xy, inside, without = planted()
    schools = as_schools(xy, without).assign(commune_name="Carreville")
    told = clusters(schools).table
    row = told.loc["G01"]
    n, without_n, all_n = int(row["schools_n"]), int(row["without_n"]), int(without.sum())
    assert tuple(told.columns) == (*CLUSTER_COLUMNS, "geometry")
    worded = with_sentences(told, language("fr"))
    assert tuple(worded.columns) == (*CLUSTER_COLUMNS, "sentence", "geometry")
    assert row["expected_n"] == pytest.approx(n * all_n / len(xy))
    assert row["outside_without_share"] == pytest.approx((all_n - without_n) / (len(xy) - n))
    assert len(row["uais"].split()) == n
    assert row["centre_uai"] in schools.index[inside]
    assert row.geometry.equals(schools.geometry[row["centre_uai"]])
    sentence = plain(worded.loc["G01", "sentence"])
    assert sentence.startswith(
        f"Regroupement d’écoles sans ENT : {without_n} sur {n} dans un rayon"
    )
    assert sentence.endswith("si l’ENT était réparti au hasard ; p ≤ 0,001.")
    assert "(Carreville)" in sentence


def test_the_commune_of_a_cluster_is_called_as_today():
    """Whatever the directory calls it; a code of no commune leaves it its word."""
    xy, _, without = planted()
    schools = as_schools(xy, without).assign(commune_name="ETRELLES", commune_code="35109")
    assert clusters(schools).table.loc["G01", "commune_name"] == "Étrelles"


def test_unknown_schools_are_left_out_unless_asked():
    """A group that nobody asked isn't a group without an ENT; it is one only when asked."""
    xy, inside, _ = planted()
    schools = as_schools(xy, np.zeros(len(xy), dtype=bool))
    schools.loc[inside, "status"] = "unknown"
    rng = np.random.default_rng(7)
    schools.loc[~inside & (rng.random(len(xy)) < 0.3), "status"] = "none"
    answer = clusters(schools)
    assert answer.table.empty
    assert plain(french_notes(answer)[0]).startswith(f"{inside.sum()} écoles dont on ne sait rien")
    assert "le plus marqué" in french_notes(answer)[-1]
    # At a past day some have an ENT that isn't dated: of those something is known.
    schools.loc[schools.index[inside][0], "status"] = "undated"
    both = f"{inside.sum()} écoles dont on ne sait rien ou dont l’ENT n’est pas daté ne sont pas"
    assert plain(french_notes(clusters(schools))[0]).startswith(both)
    assert len(clusters(schools, unknown=True).table) >= 1


@pytest.mark.parametrize(
    ("statuses", "note"),
    [
        (["none"] * 8, "Aucune école connue n’a d’ENT"),
        (["school"] * 8, "Toutes les écoles connues ont un ENT"),
        (["unknown"] * 8, "Aucune école n’a une situation connue"),
        (["none", "school", "school"], "Trop peu d’écoles connues"),
        ([], "Aucune école n’a une situation connue"),
    ],
)
def test_bad_input_is_said_in_words(statuses, note):
    """All covered, none covered, all unknown, too few: an empty table, and why."""
    answer = clusters(in_a_row(statuses))
    assert isinstance(answer.table, gpd.GeoDataFrame)
    assert list(answer.table.columns) == [*CLUSTER_COLUMNS, "geometry"]
    assert french_notes(answer)[-1].startswith(note)


def test_schools_without_a_point_are_said():
    """They can't be in a circle, and are counted."""
    xy, _, without = planted()
    schools = as_schools(xy, without)
    schools.loc[schools.index[:2], "geometry"] = None
    assert any(note.startswith("2 écoles sans point") for note in french_notes(clusters(schools)))


def test_large_territories_are_scanned_by_departement(monkeypatch):
    """Beyond the most schools at once, each département is scanned apart: its own p."""
    xy, _, without = planted()
    schools = as_schools(np.concatenate([xy, xy + 100_000]), np.concatenate([without, without]))
    schools["departement_code"] = ["95"] * len(xy) + ["78"] * len(xy)
    monkeypatch.setattr("geo_ent.indicators.gaps.clusters._MOST_SCHOOLS", len(xy))
    table = clusters(schools).table
    homes = schools["departement_code"].reindex(table["centre_uai"])
    assert set(homes) == {"78", "95"}


@examples(10)
@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=25), st.integers(0, 2**31))
def test_the_order_of_the_rows_changes_nothing(statuses, seed):
    """Any schools, mixed: the same table and the same notes."""
    rng = np.random.default_rng(seed)
    rows = [
        (uai, *(rng.integers(0, 9, 2).tolist()), status)
        for uai, status in zip(uais(len(statuses)), statuses, strict=True)
    ]
    schools = make_gap_schools(rows)
    mixed = schools.sample(frac=1, random_state=seed)
    first, again = (clusters(each, level=1.0, simulations=19) for each in (schools, mixed))
    assert first.notes == again.notes
    pd.testing.assert_frame_equal(pd.DataFrame(first.table), pd.DataFrame(again.table))
