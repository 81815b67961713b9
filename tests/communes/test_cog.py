"""The commune code and its history, held against INSEE's own events, polygons and files."""

from collections import defaultdict

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.communes.bundled import communes_without_polygon, read_communes
from geo_ent.communes.codes_to_today import (
    HOW,
    clean_codes,
    commune_names,
    move_codes,
    split_codes,
    unknown_why,
)
from geo_ent.telling.language import language
from geo_ent.telling.notes import write_note
from geo_ent.telling.recode_words import UNKNOWN_WORDS

ALIVE = sorted(commune_names())
MOVING = {"31", "32", "33", "34", "35", "41", "50"}


def moved(code, point=None):
    """Move one code, with a point or without; give its commune, how and whether it is a guess."""
    points = None if point is None else gpd.GeoSeries([point], crs=4326)
    row = move_codes(pd.Series([code]), points=points).iloc[0]
    return row["commune_code"], row["how"], bool(row["guess"])


def inside(code):
    """Give a point inside a commune of today."""
    return read_communes([code[:2]]).geometry[code].representative_point()


@pytest.mark.parametrize(
    ("code", "today", "how"),
    [
        ("35238", "35238", "unchanged"),
        ("49144", "44180", "merged"),  # to 44 as 44225 in 2018, and merged the same day
        ("44225", "44180", "delegated"),
        ("44060", "49160", "merged"),  # from 44 to 49
        ("14513", "50592", "merged"),  # from 14 to 50
        ("02344", "51171", "merged"),  # from 02 to 51
        ("27058", "27676", "renumbered"),  # Les Trois Lacs, 2021 to 2023
        ("27676", "27676", "restored"),
        ("14472", "14654", "delegated"),  # L'Oudon exchanged both codes, then was merged
        ("14697", "14654", "merged"),
        ("14624", "14654", "merged"),
        ("49069", "49126", "renumbered"),  # Orée d'Anjou
        ("12076", "12218", "renumbered"),
        ("49126", "49126", "restored"),
        ("60455", "60694", "delegated"),  # went with Les Hauts-Talican when it left 60054
        ("55273", "55386", "delegated"),  # left 55245 in 1983
        ("85030", "85084", "delegated"),
        ("60696", "60057", "merged"),  # Voisinlieu, to Beauvais in 1943
        ("75112", "75056", "arrondissement"),
        ("69381", "69123", "arrondissement"),
        ("13216", "13055", "arrondissement"),
        ("20004", "2A004", "renumbered"),
        ("20033", "2B033", "renumbered"),
        ("78005", "78005", "unchanged"),
        ("78646", "78646", "unchanged"),
        ("75047", "92046", "renumbered"),  # Malakoff, when the Seine was a département
        ("93059", "93066", "delegated"),
        ("15031", "15031", "restored"),
        ("85165", "85165", "restored"),
        ("75100", "75056", "city"),
        ("69380", "69123", "city"),
        ("13200", "13055", "city"),
        ("97701", "", "overseas"),
        ("97123", "", "overseas"),  # Saint-Barthélemy, of Guadeloupe until 2007
        ("97127", "", "overseas"),
        ("98501", "", "unknown"),
        ("99999", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_known_histories(code, today, how):
    """Cycles, changes of département, cities, restorations: each by the facts that are known."""
    assert moved(code) == (today, how, False)


@pytest.mark.parametrize("code", ["85084", "60054", "14712", "15141", "76676"])
def test_split_without_a_point_is_a_guess(code):
    """A code whose commune was split stays with the seat, and is told to be a guess."""
    assert moved(code) == (code, "split", True)


@pytest.mark.parametrize("code", ["55298", "76108"])
def test_split_before_the_oldest_vintage_is_no_guess(code):
    """What split on 1 January 2014 is split in every file since 2015: nothing to doubt."""
    assert moved(code) == (code, "unchanged", False)


@pytest.mark.parametrize(
    ("code", "child"),
    [
        ("85084", "85165"),
        ("85084", "85212"),
        ("60054", "60694"),
        ("14712", "14666"),
        ("76676", "76601"),
        ("55298", "55138"),
        ("76108", "76095"),
    ],
)
def test_the_point_decides_a_split(code, child):
    """A point in the child moves the code; one in the seat confirms it; neither is a guess."""
    assert moved(code, inside(child)) == (child, "split", False)
    assert moved(code, inside(code)) == (code, "unchanged", False)


def test_a_point_that_decides_nothing():
    """A point elsewhere, an empty one, none, or one in a polygon that hides the children."""
    assert moved("85084", shapely.Point(2.35, 48.85)) == ("85084", "split", True)
    assert moved("85084", shapely.Point()) == ("85084", "split", True)
    assert moved("15141", inside("15141")) == ("15141", "split", True)


def test_shared_out_long_ago():
    """Hocmont was shared out in 1968: the first heir, unless the point is in the second."""
    assert moved("08227") == ("08203", "split", True)
    assert moved("08227", inside("08454")) == ("08454", "split", False)
    assert moved("08227", inside("08203")) == ("08203", "split", False)


def test_points_on_a_part_of_the_index_and_in_metres():
    """Points may be fewer, in another order and another CRS; rows keep their place."""
    codes = pd.Series(["85084", "35238", "85084"], index=["a", "b", "c"])
    points = gpd.GeoSeries([inside("85165")], index=["c"], crs=4326).to_crs(2154)
    frame = move_codes(codes, points=points)
    assert frame["commune_code"].tolist() == ["85084", "35238", "85165"]
    assert frame.index.tolist() == ["a", "b", "c"]
    assert frame["guess"].tolist() == [True, False, False]


def test_an_index_with_repeats():
    """Rows are moved by their place, even if their labels repeat."""
    codes = pd.Series(["85084", "85084"], index=[7, 7])
    points = gpd.GeoSeries([inside("85165"), inside("85084")], index=[7, 7], crs=4326)
    assert move_codes(codes, points=points)["commune_code"].tolist() == ["85165", "85084"]


def test_the_contract():
    """Columns in order, text without missing values, each `how` has its French words."""
    frame = move_codes(pd.Series(["35238", None, "99999"]))
    assert frame.columns.tolist() == ["commune_code", "commune_name", "how", "guess"]
    assert frame["commune_name"].tolist() == ["Rennes", "", ""]
    assert not frame.isna().any().any()
    assert set(HOW) == {
        "unchanged", "merged", "renumbered", "split", "arrondissement", "city", "delegated",
        "restored", "overseas", "unknown",
    }  # fmt: skip
    assert "commune_name" not in move_codes(pd.Series(["35238"]), names=False)


def test_no_codes_at_all():
    """An empty column gives an empty frame of the same columns."""
    frame = move_codes(pd.Series([], dtype=str), points=gpd.GeoSeries([], crs=4326))
    assert frame.empty
    assert frame.columns.tolist() == ["commune_code", "commune_name", "how", "guess"]


@pytest.mark.parametrize(
    ("written", "code", "repaired"),
    [
        ("35238", "35238", False),
        ("  35238\u00a0", "35238", False),
        ("1004", "01004", True),
        (1004, "01004", True),
        (1004.0, "01004", True),
        (35238.0, "35238", False),
        ("1004.0", "01004", True),
        ("1004,00", "01004", True),
        ("2a004", "2A004", True),
        ('="01004"', "01004", True),
        ("'01004", "01004", True),
        ("35 238", "35238", True),
        ("Rennes", "Rennes", False),
        ("3523", "03523", True),
        ("352", "352", False),
        ("352380", "352380", False),
        ("٣٥٢٣٨", "٣٥٢٣٨", False),
        ("1004.5", "1004.5", False),
        (None, "", False),
        (float("nan"), "", False),
        (pd.NA, "", False),
    ],
)
def test_codes_undressed(written, code, repaired):
    """What a spreadsheet makes of a code is undone and told; what is no code stays as it is."""
    codes, told = clean_codes(pd.Series([written], dtype=object))
    assert codes.tolist() == [code]
    assert told.tolist() == [repaired]


def test_moving_cleans_first():
    """A lost zero and a small letter don't stop the history."""
    frame = move_codes(pd.Series(["1004", "2a004", '="49144"']))
    assert frame["commune_code"].tolist() == ["01004", "2A004", "44180"]


OVERSEAS = "collectivité d’outre-mer, hors des 101 départements"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "code vide"),
        ("Rennes", "pas un code de commune (5 caractères, comme 35238 ou 2A004)"),
        ("98818", f"Nouvelle-Calédonie, {OVERSEAS}"),
        ("97701", f"Saint-Barthélemy, {OVERSEAS}"),
        ("97123", f"Saint-Barthélemy (aujourd’hui 97701), {OVERSEAS}"),
        ("97127", f"Saint-Martin (aujourd’hui 97801), {OVERSEAS}"),
        ("98501", "code de Mayotte d’avant le département (976), que l’on ne sait pas traduire"),
        ("99100", "pays étranger"),
        ("99999", "code d’aucune commune depuis 1943"),
        ("35000", "code d’aucune commune depuis 1943"),
    ],
)  # fmt: skip
def test_why_a_code_is_unknown(code, why):
    """Each reason is told apart, a collectivity by its name and its code of today."""
    assert write_note(unknown_why(code), UNKNOWN_WORDS, language("fr")) == why


def test_every_commune_has_a_name():
    """34,871 communes with a polygon and the 4 without."""
    assert len(ALIVE) == 34_875
    assert set(communes_without_polygon().index) <= set(ALIVE)
    assert all(commune_names().values())


def test_today_is_a_fixed_point():
    """Every commune of today keeps its code; only those known to be split leave a doubt."""
    frame = move_codes(pd.Series(ALIVE))
    assert frame["commune_code"].tolist() == ALIVE
    assert set(frame["how"]) == {"unchanged", "restored", "split"}
    doubtful = set(frame.loc[frame["guess"], "commune_code"])
    assert doubtful == {"14712", "15141", "60054", "76676", "85084"}
    assert doubtful < split_codes()


def read_events(path):
    """Read INSEE's events as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def heirs_of(events):
    """Resolve each dead code transitively by the events alone, as INSEE's files are usually read.

    The latest event of a code is where it went; from there on the next ones.
    """
    communes = events[(events["TYPECOM_AV"] == "COM") & (events["TYPECOM_AP"] == "COM")]
    communes = communes[communes["MOD"].isin(MOVING) & (communes["COM_AV"] != communes["COM_AP"])]
    steps = defaultdict(list)
    for row in communes.itertuples():
        steps[row.COM_AV].append((row.DATE_EFF, row.COM_AP))

    def heir(code, since):
        later = sorted(step for step in steps[code] if step[0] >= since)
        if code in commune_names() or not later:
            return code
        date, target = later[0]
        return heir(target, date)

    return {code: heir(code, max(steps[code])[0]) for code in list(steps)}


def test_every_dead_code_of_the_events_resolves(shared_file):
    """The 4,174 codes that had died by 2024 each give a commune of today, the one that INSEE's
    events lead to; but two former communes that went with a commune re-established since.
    """
    events = read_events(shared_file("mouvements-communes-2024.csv"))
    grid = pd.read_excel(
        shared_file("grille-densite-7-niveaux-2024.xlsx"), header=4, dtype=str, engine="calamine"
    )
    heirs = heirs_of(events)
    dead = sorted(set(heirs) - set(grid["CODGEO"]))
    assert len(dead) == 4174
    frame = move_codes(pd.Series(dead, index=dead))
    assert not (frame["how"] == "unknown").any()
    assert frame["commune_code"].isin(ALIVE).all()
    back = {"12218", "14581", "15031", "15035", "15047", "15171", "49126", "69114"}
    assert set(frame.index[frame["how"] == "restored"]) == back
    led_to = move_codes(pd.Series([heirs[code] for code in dead], index=dead))  # events end in 2024
    differ = set(frame.index[frame["commune_code"] != led_to["commune_code"]])
    assert differ - back == {"60455", "55273"}


def test_renumbered_codes_are_those_of_insee(shared_file):
    """Until 2024 a code is said renumbered where INSEE's events tell of a change of département or
    of seat, and of no merger since.
    """
    events = read_events(shared_file("mouvements-communes-2024.csv"))
    communes = events[(events["TYPECOM_AV"] == "COM") & (events["TYPECOM_AP"] == "COM")]
    renamed = communes[communes["MOD"].isin({"41", "50"})]
    straight = set(renamed.loc[renamed["COM_AP"].isin(ALIVE), "COM_AV"]) - set(ALIVE)
    asked = pd.Series(sorted(set(communes["COM_AV"])))
    frame = move_codes(asked)
    told = set(asked[frame["how"] == "renumbered"])
    since_2024 = {"12076", "14011", "49069", "69159"}
    assert told - straight - since_2024 == set()
    assert straight - told == set()


def test_shared_out_communes_are_those_of_insee(shared_file):
    """A suppression that names several heirs is a split; no other dead code is."""
    events = read_events(shared_file("mouvements-communes-2024.csv"))
    gone = events[(events["MOD"] == "30") & (events["TYPECOM_AP"] == "COM")]
    heirs = gone.groupby("COM_AV")["COM_AP"].agg(set)
    several = heirs[heirs.map(len) > 1]
    dead = pd.Series(sorted(set(events["COM_AV"]) - set(ALIVE)))
    frame = move_codes(dead)
    assert set(dead[frame["how"] == "split"]) == set(several.index)
    for code, codes in several.items():
        assert {moved(code, inside(heir))[0] for heir in codes} == codes


def test_every_school_of_2021_finds_its_commune(shared_file):
    """Of 32,091 schools of 2021 each has a commune of today, but 11 of Saint-Barthélemy and
    Saint-Martin; 869 stand in an arrondissement of a city.
    """
    rows = pd.read_csv(shared_file("ips-ecoles-2021-2022.csv"), sep=";", dtype=str)
    codes = rows["Code INSEE de la commune"]
    frame = move_codes(codes)
    lost = codes[frame["commune_code"] == ""]
    assert len(frame) == 32_091
    assert len(lost) == 11
    assert set(lost) == {"97701", "97801"}
    assert {note.fields["name"] for note in lost.map(unknown_why)} == {
        "Saint-Barthélemy", "Saint-Martin",
    }  # fmt: skip
    assert (frame["how"] == "arrondissement").sum() == 869
    assert frame["guess"].sum() == 7


def test_polygons_of_2018_lie_in_their_commune_of_today(shared_file):
    """Maine-et-Loire of 2018: each of its 183 polygons lies in the commune its code gives by at
    least 95 % of its area, but for three of 2 to 5 km² whose code and bounds never changed: their
    two simplified drawings differ by strips under 40 m wide.
    """
    old = gpd.read_file(shared_file("communes-49-cog2018.geojson"))
    frame = move_codes(old["code"].astype(str), points=old.geometry.representative_point())
    today = read_communes(["49", "44", "53", "72", "79", "85", "86", "37"]).to_crs(2154)
    own = shapely.make_valid(old.to_crs(2154).geometry.to_numpy())
    new = today.geometry.reindex(frame["commune_code"]).to_numpy()
    share = shapely.area(shapely.intersection(own, new)) / shapely.area(own)
    within = shapely.area(shapely.intersection(own, shapely.buffer(new, 40))) / shapely.area(own)
    assert len(frame) == 183
    assert set(old.loc[share < 0.95, "code"]) <= {"49028", "49288", "49308"}
    assert share.min() >= 0.93
    assert within.min() >= 0.95
    assert frame["how"].value_counts().to_dict() == {
        "unchanged": 175, "delegated": 7, "renumbered": 1
    }  # fmt: skip


def test_grid_of_2024_moves_as_the_facts_say(shared_file):
    """Between the COG 2024 and today 68 codes vanish and 8 come back."""
    grid = pd.read_excel(
        shared_file("grille-densite-7-niveaux-2024.xlsx"), header=4, dtype=str, engine="calamine"
    )
    frame = move_codes(grid["CODGEO"])
    assert (frame["commune_code"] != grid["CODGEO"]).sum() == 68
    assert len(set(ALIVE) - set(grid["CODGEO"])) == 8


written_codes = st.one_of(
    st.sampled_from(ALIVE),
    st.sampled_from(["75112", "49144", "20004", "60455", "85084", "15031", "08227", "97701"]),
    st.from_regex(r"[0-9]{4,5}", fullmatch=True),
    st.from_regex(r"2[AB][0-9]{3}", fullmatch=True),
)
anything = st.one_of(
    written_codes, st.text(max_size=8), st.none(), st.floats(), st.integers(), st.booleans()
)


@examples(25)
@given(st.lists(written_codes, max_size=30))
def test_moving_twice_changes_nothing(codes):
    """The codes of today, moved again, stay; a code that is alive was never moved."""
    series = pd.Series(codes, dtype=str)
    once = move_codes(series)
    found = once.loc[once["commune_code"] != "", "commune_code"]
    assert move_codes(found)["commune_code"].tolist() == found.tolist()
    alive = series.map(commune_names().__contains__).astype(bool)
    assert once.loc[alive, "commune_code"].tolist() == series[alive].tolist()


@examples(20)
@given(st.lists(written_codes, max_size=20), st.randoms())
def test_row_order_does_not_matter(codes, random):
    """Each row's answer is its own."""
    series = pd.Series(codes, dtype=str)
    order = list(range(len(codes)))
    random.shuffle(order)
    shuffled = move_codes(series.iloc[order])
    assert shuffled.sort_index().equals(move_codes(series))


@examples(50)
@given(st.lists(anything, max_size=12))
def test_no_input_crashes(cells):
    """Whatever a column holds: one row each, a commune of today or none, a known `how`."""
    frame = move_codes(pd.Series(cells, dtype=object))
    assert len(frame) == len(cells)
    assert frame["how"].isin(HOW).all()
    assert ((frame["commune_code"] == "") == frame["how"].isin(["unknown", "overseas"])).all()
    assert all(code in commune_names() for code in frame["commune_code"] if code)


@examples(50)
@given(st.lists(anything, max_size=12))
def test_cleaning_twice_changes_nothing(cells):
    """A clean code is clean, and is not told to be repaired again."""
    codes, _ = clean_codes(pd.Series(cells, dtype=object))
    again, repaired = clean_codes(codes)
    assert again.tolist() == codes.tolist()
    assert not repaired.any()
