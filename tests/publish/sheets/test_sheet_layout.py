"""Where the parts of a sheet go: never over a page's foot, all that there is room for."""

from hypothesis import given
from hypothesis import strategies as st

from geo_ent.publish.sheets.sheet_layout import GAP, PAGE_HEIGHT, layout

SIZES = st.fixed_dictionaries(
    {
        "head": st.floats(60, 110),
        "figures": st.floats(120, 220),
        "map-key": st.floats(6, 24),
        "middle": st.floats(90, 240),
        "foot": st.floats(80, 210),
        "heading": st.just(12.4),
        "nothing": st.just(0.0),
        "ranked": st.lists(st.floats(10, 30), min_size=1, max_size=90),
        "others-title": st.just(17.0),
        "others": st.lists(st.floats(6, 14), max_size=130),
        "others-spacing": st.just(4.0),
        "equipped": st.floats(0, 600),
    }
)


LEFT_OUT = 28
"""The line that says where those are that have an ENT, where they have no room."""


def above(sizes, chosen):
    """Tell how tall what stands over the lists is."""
    drawn = max(chosen.map_height + 3 + sizes["map-key"], sizes["figures"])
    return sizes["head"] + GAP + drawn + GAP + sizes["middle"] + GAP


def lists(sizes, chosen):
    """Tell how tall the lists are."""
    tall = sizes["heading"]
    if chosen.ranked_n:
        tall += sum(sizes["ranked"][: chosen.ranked_n + 1])
    if chosen.others_n:
        half = -(-chosen.others_n // 2)
        columns = (sizes["others"][:half], sizes["others"][half : chosen.others_n])
        tall += sizes["others-title"]
        tall += max(sum(rows) + 4 * max(len(rows) - 1, 0) for rows in columns)
    if chosen.has_equipped:
        return tall + sizes["equipped"]
    return tall + (LEFT_OUT if sizes["equipped"] else 0)


@given(sizes=SIZES, natural=st.floats(0, 900))
def test_no_page_overflows(sizes, natural):
    """Whatever the parts, each page has room for what is put on it, and there are two at most."""
    chosen = layout(sizes, natural)
    foot = sizes["foot"]
    if chosen.pages == 1:
        assert above(sizes, chosen) + lists(sizes, chosen) + foot <= PAGE_HEIGHT
    else:
        assert above(sizes, chosen) + (foot if chosen.foot_page == 1 else 0) <= PAGE_HEIGHT
        assert lists(sizes, chosen) + (foot if chosen.foot_page > 1 else 0) <= PAGE_HEIGHT
    assert chosen.map_height >= 120


@given(sizes=SIZES, natural=st.floats(0, 900))
def test_schools_are_left_out_for_want_of_room_alone(sizes, natural):
    """All are listed where they go on a page; ranked ones are never left out for the others."""
    chosen = layout(sizes, natural)
    ranked_n, others_n = len(sizes["ranked"]) - 1, len(sizes["others"])
    if chosen.others_n:
        assert chosen.ranked_n == ranked_n
    if chosen.ranked_n + chosen.others_n < ranked_n + others_n:
        assert chosen.pages == 2
        whole = chosen.__class__(2, 200, ranked_n, others_n, has_equipped=False, foot_page=1)
        foot = sizes["foot"] if chosen.foot_page > 1 else 0
        assert lists(sizes, whole) + foot > PAGE_HEIGHT - 20


def test_a_short_list_stays_on_the_first_page():
    """Five schools: one page, with those that have an ENT named too."""
    sizes = {
        "head": 72.0, "figures": 185.0, "map-key": 13.8, "middle": 173.6, "foot": 133.5,
        "heading": 12.4, "nothing": 0, "ranked": [0], "others-title": 16.8, "others": [6.2] * 5,
        "others-spacing": 4.0, "equipped": 83.2,
    }  # fmt: skip
    chosen = layout(sizes, 121.0)
    assert (chosen.pages, chosen.others_n, chosen.has_equipped) == (1, 5, True)
