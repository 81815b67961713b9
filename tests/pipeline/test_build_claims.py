"""Every figure that a page says is claimed, and no two sentences give it otherwise."""

import datetime as dt
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from claimed import CALLS, DATES, NUMERALS, check, disagreeing, unclaimed

from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Goal, Project
from geo_ent.telling.claims import Sentence, claims_of

# Words with numerals that claim nothing, with why; what is left of their text is held.
UNCLAIMED = {
    r"^Sources? ?: .*|.* – Licence Ouverte(?: 2\.0)?$|.*, fourni par l’éditeur de la carte$": (
        "names of files, years"
    ),
    r"^Une part sur moins de 5 écoles est fragile : une école équipée de plus la change d’au moins "
    r"25 points": "a threshold of the method",
    r"\(Wilson, 95 %\)|Les intervalles \(95 %\)|intervalle de prévision à 95 %": (
        "a level of confidence"
    ),
    r"\(19 communes sur 20 comme dans la grille": (
        "what the estimate of rurality is worth, measured by bench/rural.py"
    ),
    r"\d+ lignes sur \d+(?= : )": "how much of a table a page shows: the table itself is there",
    r"^« .* » dépasse « .*|^(?:Si|Mettre) tous les groupes (?:étaient )?au niveau du groupe « .*"
    r"|la courbe ajustée (?:monte|descend) d(?:e |’environ )[\d,]+ points?\.$": (
        "what a measure means: its row says it again, and tests/indicators/equity hold it"
    ),
    r"(?:^Données simulées\. )?Les écoles, leurs noms, leurs emplacements, .*": (
        "what a scenario simulates, in its own words"
    ),
    r"^Ruralité estimée pour [\d ]+ écoles": "said by the page's notes too, there with its claim",
    r"^(?:Le programme coûte|Sur \d+ ans, cela fait|Financement —|Le financement n’est pas dit)"
    r" .*€.*": ("a budget is the project's, and its arithmetic has tests of its own"),
}
# Figures that a plain table of schools can't give: found by chance, by distances, by communes, by
# what the register's rows say of solutions, phases and networks, or still to come.
ELSEWHERE = re.compile(
    r"(?:p_value|level|weight|findings_n|rentree|goal_share|(?:circle|white)_\w+|small_white_areas_n"
    r"|listed_(?:alone|nearer_other_sector|with_sector|without_\w+)_n|communes_without_known_n"
    r"|networks_n|network_\w+|solution_\w+|(?:schools|covered)_n:phase|schools_n:(?:network|by)"
    r"|phase_other_ent_n|(?:adhesion_commune|accounts)_\w+|drawn_circonscriptions_n|dates_\w+_n"
    r"|\w+_(?:a_rentree_n|reached_year|curve_(?:share|low|high)|pace_share|gained_n)"
    r"|schools_(?:unopened|undated_before|without_start)_n)(?::.*)?"
)


class _Texts(HTMLParser):
    """The paragraphs, items and captions of a page, without its scripts and drawings."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.aside = [], [], 0

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 the parser's signature
        self.aside += tag in {"script", "style", "svg"}
        if tag in {"p", "li", "figcaption", "caption"}:
            self.open.append([tag, ""])

    def handle_endtag(self, tag):
        self.aside -= tag in {"script", "style", "svg"}
        if self.open and self.open[-1][0] == tag:
            self.texts.append(self.open.pop()[1])

    def handle_data(self, data):
        if not self.aside:
            for part in self.open:
                part[1] += data


def plain(text):
    """Write a text with ordinary spaces, one between words."""
    return re.sub(r"\s+", " ", str(text)).strip()


def shown(page):
    """List the texts of a page that have a numeral."""
    parser = _Texts()
    parser.feed(page.read_text(encoding="utf-8"))
    return [text for text in map(plain, parser.texts) if re.search(r"\d", text)]


def held(text):
    """Write a text without the words that claim nothing."""
    rest = plain(text)
    for pattern in UNCLAIMED:
        rest = re.sub(pattern, "", rest)
    return rest


def ille_et_vilaine(shared_file, out, date, **more):
    """Give Ille-et-Vilaine with what most builds have."""
    return Project(
        departements=("35",),
        schools=shared_file("annuaire-035-2023-06.csv"),
        register=shared_file("registre-ent-035-simule.xlsx"),
        out=out,
        date=date,
        density=shared_file("densite-7-niveaux-cog2025.csv"),
        pupils=shared_file("effectifs-ecoles-035-2019-2022.csv"),
        college_sectors=shared_file("carte-scolaire-colleges-035-2023.csv"),
        **more,
    )


@pytest.fixture(scope="module")
def real(shared_file, tmp_path_factory):
    """Ille-et-Vilaine with every input."""
    files = {"frr": "frr-2025-07.csv", "ips": "ips-ecoles-2021-2022.csv"}
    more = {key: shared_file(name) for key, name in files.items()}
    out = tmp_path_factory.mktemp("claims") / "35"
    return build(ille_et_vilaine(shared_file, out, dt.date(2023, 6, 30), **more))


@pytest.fixture(scope="module")
def past(shared_file, tmp_path_factory):
    """The same on a day when 23 equipped schools aren't dated, with a goal in pupils."""
    out, goal = tmp_path_factory.mktemp("past") / "35", Goal(0.8, dt.date(2024, 9, 1), "pupils")
    return build(ille_et_vilaine(shared_file, out, dt.date(2018, 10, 1), goal=goal))


@pytest.fixture(scope="module", params=["real", "past", "cantal", "montpellier", "somme"])
def built(request, demo):
    """Ille-et-Vilaine, today or before its register was kept, or a bundled demo."""
    if request.param in {"real", "past"}:
        return request.getfixturevalue(request.param)
    return demo(request.param)


def raw(built):
    """Read the schools of a build, as they were published."""
    path = built.page.with_name("schools.csv")
    texts = [name for name in pd.read_csv(path, nrows=0) if name.endswith("_code")]
    texts += ["priority", "circonscription_name", "solution"]
    schools = pd.read_csv(path, dtype={**dict.fromkeys(texts, str), "rural": "boolean"})
    return schools.fillna(dict.fromkeys(texts, ""))


def test_each_numeral_of_a_sentence_is_claimed(built):
    """What a build says has a claim for each of its figures, or is of a short list of excuses."""
    schools = raw(built)
    # A school in the middle of a sentence has a small letter: « autour de l'école simulée 6 ».
    small = schools["name"].str[:1].str.lower() + schools["name"].str[1:]
    names = {*schools["name"], *small, *schools["circonscription_name"], *schools["solution"]}
    missing = {
        plain(text): left
        for text in built.sentences
        if (left := unclaimed(Sentence(held(text), claims_of(text)), names=names))
    }
    assert not missing


def test_what_a_page_shows_is_what_the_build_says(built):
    """No paragraph or item of the page or the equity sheet has a figure that no claim is behind."""
    told = sorted({plain(text) for text in built.sentences}, key=len, reverse=True)
    for name in ("index.html", "equity.html"):
        for text in shown(built.page.with_name(name)):
            rest = text
            for sentence in told:
                rest = rest.replace(sentence, "")
            rest = CALLS.sub("", DATES.sub("", held(rest)))
            known = not NUMERALS.search(rest) or any(text in sentence for sentence in told)
            assert known, (name, text, rest)


def test_two_sentences_agree_on_the_same_figure_of_the_same_schools(built):
    """One scope and one figure have one value on a page, its sheets and its pictures."""
    assert not disagreeing(built.sentences)


def test_each_claim_is_true_of_the_schools_published(built):
    """Counts, shares, gaps, zones and the index of Gini, from schools.csv by other code."""
    claims = {claim.figure for text in built.sentences for claim in getattr(text, "claims", ())}
    elsewhere = {name.partition(":")[0] for name in claims if ELSEWHERE.fullmatch(name)}
    sentences = [
        type(text)(text, [claim for claim in text.claims if not ELSEWHERE.fullmatch(claim.figure)])
        for text in built.sentences
        if hasattr(text, "claims")
    ]
    assert check(sentences, raw(built), known=elsewhere) > 5
