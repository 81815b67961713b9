"""The object of a notebook on the real case: the figures of the command's folder."""

import geopandas as gpd
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal, assert_series_equal
from raw_files import DATE

import geo_ent


def test_one_call_gives_what_the_command_writes(files, folder):
    """210 of 421 in memory as in the folder: each table, each level's zones, each sentence."""
    given = {name: path for name, path in files.items() if name != "truth"}
    made = geo_ent.build(departement="35", date=DATE.date(), **given)
    opened = geo_ent.open(folder)
    assert made.headline.startswith("210 écoles publiques sur 421 ont un ENT, soit 49,9")
    assert made.sentences == opened.sentences
    assert made.columns == opened.columns
    assert_series_equal(made.totals, opened.totals)
    assert_geodataframe_equal(made.schools, opened.schools)
    for level in opened.levels:
        assert_geodataframe_equal(made.zones(level), opened.zones(level))
    for path in folder.glob("*.csv"):
        assert_frame_equal(made.table(path.stem), opened.table(path.stem))
    zones = made.zones("circonscription")
    joined = gpd.sjoin(made.schools, zones, predicate="within")
    assert (joined["zone_code"] == joined["circonscription_code"]).sum() == 420  # one strays
