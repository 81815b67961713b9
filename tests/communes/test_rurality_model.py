"""The rurality model: its arithmetic, the files made from it, the figures of its page."""

import re

import numpy as np
import pandas as pd
import pytest
from boundaries import rurality_fit
from boundaries import rurality_model as model
from scripts import ROOT, script

PAGE = ROOT / "docs" / "rurality.md"


@pytest.fixture(scope="module")
def national():
    """Give every commune of France with its features, once."""
    communes = model.read_communes()
    return communes, model.features(communes)


def test_features_of_toyland(toy_communes):
    """Nine communes of 1 km² and 100 people: who is within 3 km, and who touches, is counted."""
    toy = toy_communes.assign(departement_code="95")
    toy.loc["95005", "population_n"] = 800
    told = model.features(toy)
    assert np.exp(told["ln_population_3km"]).round().tolist() == [1601] * 9
    assert np.exp(told.loc["95001", "ln_population"]) == pytest.approx(101)
    assert np.exp(told.loc["95001", "ln_densest_neighbour"]) == pytest.approx(800.1)
    assert np.exp(told.loc["95005", "ln_densest_neighbour"]) == pytest.approx(100.1)
    assert told["ln_beyond_town"].tolist() == [0.0] * 9
    product = told["ln_density"] * told["ln_population_5km"]
    assert told["density_x_5km"].tolist() == pytest.approx(product.tolist())


def test_fit_finds_the_coefficients_that_made_the_data():
    """Drawn from known coefficients, 20,000 answers give them back within a few hundredths."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"a": rng.normal(size=20_000), "b": rng.normal(size=20_000)})
    chance = 1 / (1 + np.exp(-(0.5 + 2 * table["a"] - table["b"])))
    told = model.fit(table, pd.Series(rng.random(20_000) < chance))
    assert told.to_numpy() == pytest.approx([0.5, 2, -1], abs=0.06)
    assert model.predict(table, told).corr(chance) > 0.999


def test_kappa_by_hand():
    """Cohen's own arithmetic: 20 + 15 agreements of 50 with margins 25/25 and 30/20 give 0.4."""
    truth = pd.Series([True] * 25 + [False] * 25)
    told = pd.Series([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)
    assert model.kappa(truth, told) == pytest.approx(0.4)
    assert model.kappa(truth, truth) == 1
    assert np.isnan(model.kappa(truth | True, truth | True))


def test_folds_never_part_a_departement(national):
    """Each département of the metropole is in one of ten folds, those overseas in none."""
    homes = national[0]["departement_code"]
    fold = model.folds(homes)
    assert fold.groupby(homes).nunique().eq(1).all()
    assert sorted(fold.unique()) == list(range(-1, 10))
    assert homes[fold == -1].unique().tolist() == ["971", "972", "973", "974", "976"]


def test_bundled_estimates_follow_from_the_coefficients(national):
    """The bundled table is what the written coefficients say of the bundled boundaries."""
    communes, table = national
    told = model.predict(table, model.read_model())
    bundled = pd.read_parquet(rurality_fit.ESTIMATES).set_index("commune_code")["rural_probability"]
    assert len(bundled) == 34875
    assert (bundled[communes.index] - told).abs().max() < 0.002
    assert bundled["15031"] == bundled["15141"]  # shown inside it


def test_model_file_names_every_feature():
    """The readable file has one coefficient for each feature, and the constant."""
    assert list(model.read_model().index) == ["constant", *model.FEATURES]


def test_page_says_what_is_measured(shared_file):
    """The page's confusion matrix and κ are those of a new computation; κ reaches 0.78."""
    bench = script("bench/rurality")
    judged = bench.judge(shared_file("densite-7-niveaux-cog2025.csv"))
    assert judged.kappa("estimate") > 0.78
    assert judged.kappa("two_figures") == pytest.approx(0.73, abs=0.005)
    assert judged.kappa("village") == pytest.approx(0.59, abs=0.007)
    written = PAGE.read_text(encoding="utf-8").split(bench.BEGIN)[1].split(bench.END)[0]
    assert _numbers(written) == pytest.approx(_numbers(bench.figures(judged)), rel=0.02, abs=1.5)
    assert f"{judged.kappa('estimate'):.3f}".replace(".", ",") in written


def _numbers(text):
    """Read the numbers of the tables, thousands apart and decimals after a comma."""
    found = re.findall(r"\d[\d\u202f\u00a0]*(?:,\d+)?", text)
    return [float(re.sub(r"[\u202f\u00a0]", "", each).replace(",", ".")) for each in found]
