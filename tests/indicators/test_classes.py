"""Classes: each zone in one, whatever the order and the figures."""

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.indicators.catalogue import (
    CATALOGUE,
    COVERAGE,
    ENIR,
    GAP,
    KNOWN,
    MAPPED,
    RURAL,
    UNKNOWN_N,
    WITHOUT,
    Indicator,
)
from geo_ent.indicators.classes import (
    NO_SCHOOL,
    UNKNOWN,
    classify,
    fragile,
    values,
)
from geo_ent.telling.indicator_words import (
    class_labels,
    indicator_caveat,
    indicator_title,
    special_labels,
)
from geo_ent.telling.language import LANGUAGES, language

FRENCH = language("fr")


def coverage_frame(counts):
    """Make a coverage table from (schools, covered, unknown) of each zone."""
    frame = pd.DataFrame(counts, columns=["schools_n", "covered_n", "unknown_n"], dtype=int)
    n = frame["schools_n"].where(frame["schools_n"] > 0)
    frame["coverage_share"] = frame["covered_n"] / n
    frame["known_share"] = 1 - frame["unknown_n"] / n
    return frame.set_axis([f"z{row}" for row in range(len(frame))])


def record(breaks):
    """Make an indicator with other breaks."""
    return Indicator(id="coverage_share", unit="share", direction="up", breaks=breaks)


@st.composite
def zones(draw):
    """Draw zones whose counts can be."""
    rows = []
    for schools_n in draw(st.lists(st.integers(0, 60), min_size=1, max_size=30)):
        covered = draw(st.integers(0, schools_n))
        rows.append((schools_n, covered, draw(st.integers(0, schools_n - covered))))
    return coverage_frame(rows)


@pytest.mark.parametrize(
    ("counts", "rank"),
    [
        ((5, 0, 0), 0),  # 0 %
        ((100, 19, 0), 0),
        ((5, 1, 0), 1),  # 20 % opens its class
        ((100, 39, 0), 1),
        ((5, 2, 0), 2),
        ((5, 3, 0), 3),  # 0.6 and 3/5 are the same 60 %
        ((100, 79, 0), 3),
        ((5, 4, 0), 4),
        ((5, 5, 0), 4),  # 100 % closes the last
    ],
)
def test_a_bound_belongs_to_the_class_above_it(counts, rank):
    """Classes hold their lower bound; the last one holds 100 % too."""
    found = classify(coverage_frame([counts]), COVERAGE)
    assert found.iloc[0] == rank


def test_special_classes_are_no_low_value():
    """No school isn't 0 %, and a rate known of under half of the schools isn't a rate."""
    frame = coverage_frame([(0, 0, 0), (10, 0, 6), (10, 0, 5), (1, 0, 1)])
    assert classify(frame, COVERAGE).tolist() == [
        NO_SCHOOL,
        UNKNOWN,
        0,
        UNKNOWN,
    ]


@given(zones())
def test_every_zone_is_in_exactly_one_class(frame):
    """The result has the zones' index, no hole, and only the legend's words."""
    found = classify(frame, COVERAGE)
    assert found.name == "class"
    assert found.index.equals(frame.index)
    assert found.notna().all()
    assert list(found.cat.categories) == [*range(5), NO_SCHOOL, UNKNOWN]
    assert found.value_counts().sum() == len(frame)


@given(zones(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(frame, random):
    """A zone's class depends on its own figures only."""
    mixed = list(frame.index)
    random.shuffle(mixed)
    pd.testing.assert_series_equal(
        classify(frame.loc[mixed], COVERAGE), classify(frame, COVERAGE).loc[mixed]
    )


@given(zones())
def test_a_higher_share_is_never_in_a_lower_class(frame):
    """Among classed zones, class order is share order."""
    found = classify(frame, COVERAGE)
    classed = frame[~found.isin([NO_SCHOOL, UNKNOWN])].sort_values("coverage_share")
    ranks = found.cat.codes.loc[classed.index].tolist()
    assert all(low <= high for low, high in pairwise(ranks))


@given(st.lists(st.integers(0, 100_000), min_size=2, max_size=6, unique=True))
def test_labels_differ_after_rounding(points):
    """However near two breaks are, their labels tell them apart."""
    labels = class_labels(record(tuple(sorted(point / 100_000 for point in points))), FRENCH)
    assert len(set(labels)) == len(labels) == len(points) - 1


def test_labels_are_plain_french():
    """The coverage classes read as a person would say them."""
    assert [label.replace("\u00a0", " ") for label in class_labels(COVERAGE, FRENCH)] == [
        "moins de 20 %",
        "20 à moins de 40 %",
        "40 à moins de 60 %",
        "60 à moins de 80 %",
        "80 % et plus",
    ]


@pytest.mark.parametrize("breaks", [(), (0.5,), (0.0, 0.0, 1.0), (0.0, 0.6, 0.4), (0.0, math.nan)])
def test_breaks_that_make_no_classes_are_refused(breaks):
    """Breaks must increase strictly."""
    with pytest.raises(ValueError, match="strictly increasing"):
        record(breaks)


def test_the_catalogue_is_complete():
    """Each record is found by its id and says its title and caveat in both languages."""
    for name, found in CATALOGUE.items():
        assert found.id == name
        for write in (indicator_title, indicator_caveat):
            texts = {write(found, language(lang)) for lang in LANGUAGES}
            assert len(texts) == len(LANGUAGES), name
            assert all(texts), name


def group_frame(rural, urban):
    """Make a coverage table of zones that have (schools, covered) of each kind."""
    counts = [(a, b, c, d) for (a, b), (c, d) in zip(rural, urban, strict=True)]
    columns = ["rural_schools_n", "rural_covered_n", "urban_schools_n", "urban_covered_n"]
    frame = pd.DataFrame(counts, columns=columns, dtype=int)
    for kind in ("rural", "urban"):
        n = frame[f"{kind}_schools_n"]
        frame[f"{kind}_coverage_share"] = frame[f"{kind}_covered_n"] / n.where(n > 0)
    return frame.assign(schools_n=frame.iloc[:, [0, 2]].sum(axis=1), known_share=1.0)


def test_a_zone_without_the_schools_concerned_has_a_class_apart():
    """A zone without a rural school isn't unknown, nor 0 %: no school of it is concerned."""
    frame = group_frame([(0, 0), (5, 1)], [(4, 4), (0, 0)])
    assert classify(frame, RURAL).tolist() == [NO_SCHOOL, 1]
    assert classify(frame, GAP).tolist() == [NO_SCHOOL] * 2
    assert special_labels(RURAL, language("fr", "public"))[0] == "sans école publique rurale"


def test_none_known_to_be_concerned_is_not_none():
    """No school known to be eligible: none where all are decided, unknown where one isn't."""
    rows = pd.DataFrame({
        "known_share": 1.0,
        "enir_eligible_schools_n": [0, 0, 2],
        "enir_undecided_n": [0, 3, 3],
        "enir_eligible_coverage_share": [None, None, 1.0],
    })  # fmt: skip
    assert classify(rows, ENIR).tolist() == [NO_SCHOOL, UNKNOWN, 4]
    bare = classify(rows.drop(columns="enir_undecided_n"), ENIR)
    assert bare.tolist() == [NO_SCHOOL, NO_SCHOOL, 4]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_indicator_names_what_a_zone_has_none_of(lang):
    """Of one sector, it is said; of some of its schools, which ones; no label is another's."""
    labels = {record.id: special_labels(record, language(lang, "prive"))[0] for record in MAPPED}
    some = {record.id for record in MAPPED if record.concerned != ("schools_n",)}
    every = {label for name, label in labels.items() if name not in some}
    assert every == {"sans école privée" if lang == "fr" else "no private school"}
    assert len({labels[name] for name in some}) == len(some)
    assert all(("privée" if lang == "fr" else "private") in label for label in labels.values())


def test_a_gap_is_in_points_and_negative_when_rural_schools_are_behind():
    """1 of 4 rural against 3 of 4 urban schools: 50 points behind, in the lowest class."""
    frame = group_frame([(4, 1), (4, 3), (4, 2)], [(4, 3), (4, 1), (4, 2)])
    assert values(frame, GAP).tolist() == [-50, 50, 0]
    labels = class_labels(GAP, FRENCH)
    assert classify(frame, GAP).tolist() == [0, 4, 2]
    assert [label.replace("\u00a0", " ") for label in labels[:3]] == [
        "moins de −20 points",
        "−20 à moins de −5 points",
        "−5 à moins de 5 points",
    ]


def test_schools_without_an_ent_leave_out_the_unknown():
    """Ten schools, three covered, two unknown: five without; nought has a class of its own."""
    frame = coverage_frame([(10, 3, 2), (4, 4, 0), (30, 2, 2)])
    assert values(frame, WITHOUT).tolist() == [5, 0, 26]
    labels = class_labels(WITHOUT, FRENCH)
    assert [labels[rank] for rank in classify(frame, WITHOUT)] == ["5 à 9", "0", "20 et plus"]


def test_what_tells_how_much_is_known_is_shown_where_little_is():
    """The number of unknown schools, and the known share, have a class everywhere."""
    frame = coverage_frame([(10, 0, 9)]).assign(unknown_n=[9])
    assert classify(frame, UNKNOWN_N).tolist() == [2]
    assert classify(frame, KNOWN).tolist() == [0]
    assert classify(frame, WITHOUT).tolist() == [UNKNOWN]


def test_a_value_on_few_schools_is_fragile_but_a_number_is_not():
    """Four schools are few, five aren't; a gap is fragile when either side is."""
    frame = group_frame([(4, 1), (9, 1), (0, 0)], [(9, 1), (9, 1), (9, 1)])
    assert fragile(frame, GAP).tolist() == [True, False, False]
    assert fragile(frame, RURAL).tolist() == [True, False, False]
    assert fragile(coverage_frame([(4, 0, 0), (5, 0, 0)]), COVERAGE).tolist() == [True, False]
    assert not fragile(coverage_frame([(4, 0, 0)]), WITHOUT).any()


def test_an_unknown_column_is_named():
    """Asking for a value that the table can't give says which."""
    with pytest.raises(KeyError, match="known_share"):
        values(pd.DataFrame({"schools_n": [1]}), KNOWN)


@pytest.mark.parametrize("record", MAPPED, ids=lambda record: record.id)
def test_classes_have_names_in_both_languages(record):
    """As many labels as classes in each, none twice, and the special ones differ from them."""
    for lang in LANGUAGES:
        tr = language(lang)
        labels = (*class_labels(record, tr), *special_labels(record, tr))
        assert len(set(labels)) == len(record.breaks) + 1
