"""What the tests of the layer of gaps share: lands whose gaps are computed or written by hand."""

import acceptance
import browser
import geopandas as gpd
import pandas as pd

from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.page.gaps_layer import Gaps
from geo_ent.telling.gaps.gap_reasons import with_reasons
from geo_ent.telling.language import language


def toy(communes, schools):
    """Give toyland's schools, zones and coverage, with all that gaps need."""
    return acceptance.rich(browser.page_inputs(communes, schools))


def group(uai="9500003C", **changed):
    """Make a table of one group of schools: 3 out of 3 within 1.1 km."""
    told = {
        "centre_uai": uai,
        "radius_km": 1.1,
        "schools_n": 3,
        "without_n": 3,
        "expected_n": 1.96,
        "p": 0.004,
        "deals_n": 999,
    }
    return pd.DataFrame([told | changed], index=pd.Index(["G01"], name="cluster_code"))


def layer_of(communes, schools, *, lang="fr", **changed):
    """Compute the gaps of schools; the group is written by hand."""
    parts = {
        "ranks": with_reasons(gaps(schools).table, language(lang)),
        "white_areas": white_areas(communes, schools).table,
        "clusters": group(schools.index[2]),
        "notes": ("Une note sur les zones.",),
    }
    return Gaps(**(parts | changed))


def page_of(inputs, layer, *, levels=None, lang="fr", **said):
    """Make the page's text, with three dates."""
    schools, zones, coverage = inputs
    series = acceptance.series_of(schools)
    facts = browser.facts(**said)
    return coverage_map(
        schools, zones, coverage, facts=facts, levels=levels, series=series, gaps=layer, lang=lang
    ).html()


def many(communes, schools_n=60):
    """Give a land of many schools and its gaps: two communes are white, many may be ringed."""
    schools, zones, coverage, _ = browser.land(communes, schools_n=schools_n)
    schools["departement_code"] = "95"
    white = schools["commune_code"].isin(["95001", "95002"])
    schools["status"] = schools["status"].mask(white, "none")
    coverage = browser.coverage_at(schools, zones)
    return (schools, zones, coverage), layer_of(communes, schools)


def hostile_layer(layer, text):
    """Put a text in every field of the layer that a page shows."""
    areas = layer.white_areas.assign(zone_name=text)
    return Gaps(
        ranks=layer.ranks.assign(reasons=text),
        white_areas=gpd.GeoDataFrame(areas),
        clusters=layer.clusters,
        notes=(text,),
    )
