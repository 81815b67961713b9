"""The published figures of programmes: the bundled file, its sources, its sums, its reader."""

import csv
import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.errors import InputError
from geo_ent.programmes.printed_numbers import (
    agrees,
    as_printed,
    is_year,
    printed_decimals,
    printed_value,
)
from geo_ent.programmes.published_figures import COLUMNS, read_programmes
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.text.numbers import number, percent

SEEDS = {
    "nancy-metz": "nancy-metz-2020",
    "montpellier": "montpellier-2015",
    "nantes": "nantes-2011-2013",
    "limoges": "nantes-2011-2013",
    "besancon": "nantes-2011-2013",
    "saint-maur": "nantes-2011-2013",
    "france": "nantes-2011-2013",
    "cantal": "cantal-2017",
    "somme": "somme-2015",
}
"""Programme → the document that its figures come from."""

WORDS = {
    "dix": 10,
    "huit": 8,
    "deux": 2,
    "deux approches": 2,
    "deux manières": 2,
    "trois": 3,
    "trois ans": 3,
    "trois quarts": 0.75,
    "quatre": 4,
    "quatre secteurs": 4,
    "un an": 1,
    "doublé": 2,
    "un peu plus de la moitié": 0.5,
    "toutes les circonscriptions": 1,
    "toutes les écoles": 1,
    "l’ensemble des écoles": 1,
    "Tous les collèges": 1,
    "avril dernier": 201104,  # told in an article of after October 2011
    "mois de juin": 201306,  # of 2013, by the other schools that follow in October
}
"""What is printed in letters → its value."""

NO_FIGURES = {
    "cantal-2017": {
        "16.01.2017": "the article's own date",
        "2015": "the convention's year, told with its day elsewhere",
        "XXI": "a century",
        "3": "cycle 3",
        "1er septembre au 18 octobre 2017": "another notice of the same page",
    },
    "montpellier-2015": {
        "1er degré": "the first degree",
        "(34)": "a département's number",
        "Plus de 200": "a heading, with the capital",
        "Commentaire 0": "how many comments the page had",
    },
    "nancy-metz-2020": {
        "2014/2015": "the school year of the trial",
        "2015 à 2017": "a section's title",
        "2018/2019": "a school year",
        "2019/2020": "a school year",
        "rentrée 2019": "the date of the 150 schools",
        "rentrée 2020": "the date of Moselle's plan",
        "1er juillet 2020": "the date of the table",
        "numériques 2020": "the name of a call for projects",
        "cycle 3": "a cycle",
        "Ari@ne57": "the name of a solution",
    },
    "nantes-2011-2013": {
        "1er degré": "the first degree",
        " 1. ": "a number of a list",
        " 2. ": "a number of a list",
        " 3. ": "a number of a list",
        "juin 2004": "the date of a book",
        "19 août 2004": "the date of a book",
        "236947": "the name of a picture",
    },
    "somme-2015": {
        "(80)": "a département's number",
        "80000": "a postcode",
        "83 rue": "an address",
        "En 2015": "the date of the figures",
        "Mi-2015": "the date of the figures",
        "CM1-CM2-6e": "classes",
        "fin de 3e": "a class",
        "deux formules": "a newsletter",
    },
}
"""What has a digit in the documents and is no figure → what it is."""


def clean(text):
    """Write spaces and apostrophes in one way."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("'", "’"))


@pytest.fixture(scope="module")
def told():
    """Read the bundled file."""
    return read_programmes()


@pytest.fixture(scope="module")
def figures(told):
    """Give each figure by programme, id and codes."""
    return {(row["programme"], row["figure"], row["codes"]): row for row in told.to_dict("records")}


@pytest.fixture
def seed(shared_file):
    """Read a document, where it lies."""

    def read(name):
        return clean(shared_file(f"../seeds/{name}.txt").read_text(encoding="utf-8"))

    return read


def test_every_programme_of_the_stories_is_told(told):
    """Five programmes, three cities before them, and the national frame."""
    assert set(told["programme"]) == set(SEEDS)
    assert tuple(told.columns) == COLUMNS
    assert told["programme"].value_counts()[["nancy-metz", "montpellier"]].tolist() == [36, 20]


def test_every_figure_says_where_it_comes_from(told):
    """Each row has a place, a title, a publisher and a date of publication."""
    for column in ("place", "name", "title", "publisher", "source_date", "subject"):
        assert told[column].ne("").all(), column


def test_a_figure_is_found_by_its_id_and_its_territory(told):
    """No programme gives a figure twice for a territory, at whatever dates."""
    assert not told.duplicated(["programme", "figure", "codes"]).any()


def test_values_printed_in_letters_are_those_of_the_words(told):
    """A figure without a digit is in the list above, with its value."""
    spelt = told[~told["printed"].str.contains(r"\d")]
    assert {row.printed: row.value for row in spelt.itertuples()} == WORDS


def test_every_year_is_that_of_its_date(told):
    """A launch, a convention, a seminar: the value is the year of the row's date."""
    ids = ("launch", "convention", "amendment", "opening", "seminar", "academic", "local_projects",
           "pilot")  # fmt: skip
    own = told["figure"].isin([f"{name}_{as_far}" for name in ids
                               for as_far in ("year", "month", "day")])  # fmt: skip
    assert own.sum() == 14
    # as far as it is told: 2007 is the year of any day in it, 201401 the month of 2014-01
    for row in told[own].itertuples():
        day, value = row.date.replace("-", ""), f"{row.value:.0f}"
        assert day[: len(value)] == value[: len(day)], (row.programme, row.figure)
        digits = {"year": 4, "month": 6, "day": 8}[row.figure.rpartition("_")[2]]
        assert len(value) == digits, (row.programme, row.figure)


@pytest.mark.parametrize("name", sorted(set(SEEDS.values())))
def test_every_printed_figure_is_in_its_source(told, seed, name):
    """What is said to be printed is found in the document, letter for letter but for spaces."""
    text = seed(name)
    printed = told.loc[told["programme"].map(SEEDS) == name, "printed"]
    assert [figure for figure in printed if clean(figure) not in text] == []


@pytest.mark.parametrize("name", sorted(set(SEEDS.values())))
def test_no_figure_of_a_source_is_missed(told, seed, name):
    """Once the printed figures and what is no figure are struck out, no digit is left.

    Nor a number in letters; but « un », « une », which is nearly always an article.
    """
    text = seed(name)
    printed = told.loc[told["programme"].map(SEEDS) == name, "printed"]
    known = {clean(words) for words in (*printed, *NO_FIGURES[name])}
    for words in sorted(known, key=len, reverse=True):
        text = re.sub(rf"(?<!\d){re.escape(words)}(?!\d)", "¤", text)
    left = re.findall(r".{0,20}\d+.{0,20}", text)
    letters = (
        r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent|mille|moitié|quarts?|doublé"
    )
    assert left + re.findall(rf".{{0,20}}\b(?:{letters})\b.{{0,20}}", text) == []


@pytest.mark.parametrize("name", sorted(set(SEEDS.values())))
def test_no_sentence_of_a_source_is_copied(told, seed, name):
    """No seven words in a row of a subject or a remark are the document's."""
    text = words_of(seed(name))
    runs = {tuple(text[at : at + 7]) for at in range(len(text))}
    mine = told[told["programme"].map(SEEDS) == name]
    for sentence in (*mine["subject"], *mine["remark"]):
        words = words_of(clean(sentence))
        own = {tuple(words[at : at + 7]) for at in range(len(words) - 6)}
        assert not own & runs, sentence


def words_of(text):
    """Cut a text into its words."""
    return re.findall(r"[\w@]+", text.lower())


def test_titles_are_those_of_the_sources(told, seed):
    """The title of each article is printed in it, or is the page's own with the extract's."""
    for programme, title in told[["programme", "title"]].drop_duplicates().itertuples(index=False):
        quoted = re.findall(r"« (.+) »", clean(title)) or [clean(title).split(" : extraits")[0]]
        assert quoted[0] in seed(SEEDS[programme])


def test_the_table_of_nancy_metz_is_the_one_of_the_demo(figures):
    """The two bundled files give the same counts and the same printed shares."""
    with bundled_file("schools", "nancy-metz-2020-07.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    for row in rows:
        code = row["departement_code"] or "12"
        for ours, theirs in {
            "schools_n": "schools_n",
            "covered_n": "covered_n",
            "coverage_share": "coverage_share_printed",
            "primary_covered_share": "primary_share_printed",
        }.items():
            assert figures["nancy-metz", ours, code]["value"] == float(row[theirs])


def test_codes_are_those_of_the_places(told):
    """Each commune and département is named as the official code names it."""
    columns = ["name", "departement_code", "departement_name", "academie_code", "academie_name"]
    path = bundled_file("boundaries", "communes.parquet")
    communes = pd.read_parquet(path, columns=["commune_code", *columns]).set_index("commune_code")
    homes = communes.drop_duplicates("departement_code").set_index("departement_code")
    academies = communes.drop_duplicates("academie_code").set_index("academie_code")
    for row in told.to_dict("records"):
        if row["level"] == "commune":
            assert communes["name"][row["codes"]] == row["place"]
        elif row["level"] == "circonscription":
            assert communes["name"][row["codes"]] in row["place"]
        elif row["level"] == "departement":
            assert homes["departement_name"][row["codes"]] == row["place"]
        elif row["level"] == "academie":
            assert row["place"] == "Académie de " + academies["academie_name"][row["codes"]]


# Remarks: every number in one is printed by the same source, or worked out here.

ACADEMIES = {"nantes": "NANTES", "montpellier": "MONTPELLIER", "nancy-metz": "NANCY-METZ"}


@pytest.fixture
def ips(shared_file):
    """Count the écoles of the ministry's file, all and public, by a column."""
    path = shared_file("ips-ecoles-2021-2022.csv")
    table = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")
    public = table[table["Secteur"] == "public"]
    commune, homes = "Code INSEE de la commune", "Code du département"
    return {
        "all": len(table),
        "public": len(public),
        "communes": table[commune].nunique(),
        "by_academie": (table.groupby("Académie").size(), public.groupby("Académie").size()),
        "by_departement": public.groupby(homes).size(),
        "by_commune": public.groupby(commune).size(),
        "public_communes": public.groupby("Académie")[commune].nunique(),
        "home_communes": public.groupby(homes)[commune].nunique(),
    }


@pytest.fixture(scope="module")
def communes_n():
    """Count the communes of today by département and by académie, and all of them."""
    path = bundled_file("boundaries", "communes.parquet")
    table = pd.read_parquet(path, columns=["departement_code", "academie_code"])
    with bundled_file("boundaries", "communes-without-polygon.csv").open(encoding="utf-8") as file:
        unseen = [row["commune_code"][:2] for row in csv.DictReader(file)]
    homes = table.groupby("departement_code").size()
    return {
        **homes.add(pd.Series(unseen).value_counts(), fill_value=0).astype(int).to_dict(),
        **{f"academie {code}": n for code, n in table.groupby("academie_code").size().items()},
        "all": len(table) + len(unseen),
    }


def fr(value, decimals=0):
    """Write a number as a remark does."""
    return number(value, decimals=decimals)


def less(part, whole):
    """Write by how many hundredths a number is below another."""
    return fr(100 * (1 - part / whole))


def nancy(ips):
    """Worked out of Nancy-Metz: by its printed table and the ministry's file."""
    table = {"54": (578, 271, 205), "55": (147, 104, 89), "57": (961, 609, 609),
             "88": (335, 86, 65), "12": (2021, 1070, 968)}  # fmt: skip
    counts = ips["by_departement"]
    public = {code: counts[f"0{code}"] for code in table if code != "12"}
    public["12"] = sum(public.values())
    told = {}
    for code, (schools_n, covered_n, primary_n) in table.items():
        told["schools_n", code] = [fr(public[code]),
                                   fr(100 * (1 - public[code] / schools_n), 1)]  # fmt: skip
        told["coverage_share", code] = [percent(covered_n / schools_n)]
        told["primary_covered_share", code] = [fr(primary_n)]
        if primary_n < covered_n:
            told["primary_covered_share", code].append(percent(primary_n / covered_n))
    return told | {
        ("covered_before_2019_n", "12"): [percent(240 / 2021)],
        ("enir_schools_n", "12"): [fr(240 + 150), fr(1070 - 240 - 150)],
        ("schools_n", "88321"): [fr(34 + 45), percent((34 + 45) / 335)],
        ("goal_share", "57"): [fr(961 - 609)],
    }


def worked_out(ips, communes_n):
    """Give, for each programme, figure and territory, the numbers that its remark may have."""
    every, public = ips["by_academie"]
    ratio = 2021 / public["NANCY-METZ"]
    least, most = math.ceil(300 / 0.155), math.floor(300 / 0.145)
    pupils = [20700 / share for share in (0.635, 0.63, 0.625)]
    by_town = ips["by_commune"]
    elsewhere = {
        ("limoges", "launch_year", "87085"): [fr(by_town["87085"])],
        ("besancon", "launch_year", "25056"): [fr(by_town["25056"])],
        ("saint-maur", "convention_month", "94068"): [fr(by_town["94068"])],
        ("france", "schools_n", "FR"): [fr(ips["all"]), fr(ips["public"]), less(ips["all"], 53000)],
        ("france", "communes_n", "FR"): [
            fr(53000 / 24000, 1), fr(communes_n["all"]),
            fr(100 * 24000 / communes_n["all"]), fr(ips["communes"]), less(ips["communes"], 24000),
        ],
        ("nantes", "schools_n", "17"): [
            fr(every["NANTES"]), less(every["NANTES"], 3000), fr(public["NANTES"]),
            less(public["NANTES"], 3000), fr(2021), fr(public["NANCY-METZ"]),
            fr(ratio * public["NANTES"]), fr(ratio * every["NANTES"]),
        ],
        ("nantes", "pilot_covered_n", "17"): [percent(10 / 3000)],
        ("montpellier", "covered_n", "11"): [
            fr(least), fr(most), fr(every["MONTPELLIER"]), fr(public["MONTPELLIER"]), fr(2021),
            fr(public["NANCY-METZ"]), fr(ratio * public["MONTPELLIER"]),
            percent(300 / (ratio * public["MONTPELLIER"])),
        ],
        ("montpellier", "coverage_share", "11"): [
            fr(least), fr(most), fr(public["MONTPELLIER"]), percent(300 / public["MONTPELLIER"]),
        ],
        ("montpellier", "covered_pupils_n", "11"): [fr(30000 / 300)],
        ("montpellier", "covered_pupils_n", "34057"): [
            fr(by_town["34057"]), fr(480 / by_town["34057"]), fr(30000 / 300),
        ],
        ("montpellier", "adhering_communes_n", "11"): [fr(300 / 200, 1), fr(2000 / 1000), fr(2000)],
        ("montpellier", "communes_n", "11"): [
            fr(communes_n["academie 11"]), fr(ips["public_communes"]["MONTPELLIER"]),
        ],
        ("montpellier", "goal_share", "11"): [
            fr(least), fr(most), fr(math.ceil(0.8 * least)), fr(math.ceil(0.8 * most)),
            fr(5 * 300), fr(100 * 5 * 300 / most), fr(100 * 5 * 300 / least),
        ],
        ("montpellier", "budget", "11"): [
            fr(least), fr(most), fr(3e6 / (0.8 * most)), fr(3e6 / (0.8 * least)),
        ],
        ("montpellier", "feder_share", "11"): [fr(0.49 * 3, 2)],
        ("montpellier", "digital_budget_per_year", "11"): [fr(3 / 5, 1), fr(2 / 2)],
        ("somme", "classes_coverage_share", "80"): [fr(value) for value in pupils],
        ("somme", "covered_pupils_n", "80"): [fr(pupils[0]), fr(pupils[2])],
        ("somme", "goal_year", "80"): [fr(100 - 63), fr((100 - 63) / (2019 - 2015), 2)],
        ("somme", "member_communes_n", "80"): [fr(communes_n["80"]), fr(782 - communes_n["80"]),
                                               fr(10)],
        ("somme", "priority_share", "80021"): [fr(by_town["80021"])],
        ("somme", "cost_pupil_year", "80"): [fr(10 * 20700)],
        ("somme", "colleges_assistants_n", "80"): [fr(50 / 8, 2)],
        ("cantal", "network_schools_n", "15"): [
            fr(ips["by_departement"]["015"]), fr(100 * 20 / ips["by_departement"]["015"]),
        ],
        ("cantal", "beneylu_share", "15"): [
            fr(ips["by_departement"]["015"]), fr(ips["home_communes"]["015"]), fr(communes_n["15"]),
        ],
    }  # fmt: skip
    return elsewhere | {("nancy-metz", *key): found for key, found in nancy(ips).items()}


NUMBER = r"(?<![\w@-])\d+(?:[\u202f.]\d{3})*(?:,\d+)?(?![\w-])"


def test_every_number_of_a_remark_is_printed_or_worked_out(told, figures, ips, communes_n):
    """Remarks say by how much figures disagree: each number is recomputed from the data at hand."""
    known = worked_out(ips, communes_n)
    assert set(known) <= set(figures)
    for key, row in figures.items():
        mine = told[told["programme"] == key[0]]
        own = {fr(value * times) for value in mine["value"] for times in (1, 100)}
        own |= {text for words in mine["printed"] for text in re.findall(NUMBER, words)}
        own |= {written for value in known.get(key, ()) for written in re.findall(NUMBER, value)}
        bare = re.sub(r"2021-2022|\d+\u00a0M€ chacun", "", row["remark"])
        found = set(re.findall(NUMBER, bare))
        years = {text for text in found if re.fullmatch(r"(19|20)\d\d", text)}
        assert found - years - own == set(), key


def test_every_number_worked_out_is_in_its_remark(figures, ips, communes_n):
    """Nothing is recomputed in vain: each number is written in the remark that needs it."""
    for key, numbers in worked_out(ips, communes_n).items():
        for text in numbers:
            assert text.replace("\u00a0%", "") in figures[key]["remark"], (key, text)


def test_ten_communes_of_the_somme_merged_between_2017_and_2019(shared_file, communes_n):
    """782 communes in 2015, ten fewer by the official list of events, 771 today."""
    events = pd.read_csv(shared_file("mouvements-communes-2024.csv"), dtype=str)
    gone = events[events["TYPECOM_AV"].eq("COM") & events["COM_AV"].str.startswith("80")
                  & events["TYPECOM_AP"].eq("COM") & events["DATE_EFF"].gt("2015-07-01")
                  & events["COM_AV"].ne(events["COM_AP"])]  # fmt: skip
    stayed = set(events.loc[events["COM_AV"].eq(events["COM_AP"]) & events["TYPECOM_AP"].eq("COM")
                            & events["DATE_EFF"].gt("2015-07-01"), "COM_AV"])  # fmt: skip
    lost = set(gone["COM_AV"]) - stayed
    assert len(lost) == 10
    assert set(gone["DATE_EFF"].str[:4]) == {"2017", "2019"}
    assert communes_n["80"] == 782 - 11


# The reader.

ROW = {
    "programme": "essai", "name": "Essai", "place": "Montpellier", "level": "commune",
    "codes": "34172", "date": "2015", "solution": "ONE", "carrier": "Ville",
    "carrier_kind": "commune", "unit": "école", "figure": "covered_n", "subject": "Écoles",
    "printed": "12", "value": "12", "relation": "=", "decimals": "0", "measure": "covered_n",
    "title": "Un article", "publisher": "Un journal", "source_date": "2015-01", "remark": "",
}  # fmt: skip


def write(folder, *rows, separator=";"):
    """Write a file of programmes."""
    path = folder / "mine.csv"
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_ones_own_file_is_read(tmp_path):
    """A row of one's own comes out with numbers where there are numbers."""
    frame = read_programmes(write(tmp_path, ROW))
    assert frame.index.tolist() == [2]
    assert frame.iloc[0].to_dict() == ROW | {"value": 12.0, "decimals": 0}


def test_what_says_nothing_of_the_figure_may_be_left_out(tmp_path):
    """Ten columns are enough; equality and the printed precision go without saying."""
    needed = ("programme", "name", "level", "codes", "date", "figure", "subject", "title")
    row = {column: ROW[column] for column in needed} | {"printed": "46,9 %", "value": "0,469"}
    found = read_programmes(write(tmp_path, row)).iloc[0]
    assert (found["value"], found["relation"], found["decimals"]) == (0.469, "=", 1)
    assert (found["solution"], found["remark"]) == ("", "")


def test_words_may_have_their_accents_or_not(tmp_path):
    """Levels, carriers and units are told in one way, however they are accented."""
    row = ROW | {"unit": "Ecole", "carrier_kind": "État", "level": "Département", "codes": "34"}
    found = read_programmes(write(tmp_path, row)).iloc[0]
    assert found[["unit", "carrier_kind", "level"]].tolist() == ["école", "etat", "departement"]


def test_empty_lines_and_titles_dressed_by_a_spreadsheet_do_no_harm(tmp_path):
    """Capitals in titles, spaces around cells and blank lines at the end are of no consequence."""
    path = write(tmp_path, {title.upper(): f" {cell} " for title, cell in ROW.items()})
    path.write_text(path.read_text("utf-8") + ";" * (len(ROW) - 1) + "\n", encoding="utf-8")
    assert read_programmes(path).iloc[0].to_dict() == ROW | {"value": 12.0, "decimals": 0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"programme": "Nancy Metz"}, "colonne programme : on attend un identifiant"),
        ({"figure": ""}, "colonne figure : on attend un identifiant"),
        ({"name": ""}, "colonne name : on attend un texte, trouvé «  »"),
        ({"level": "ville"}, "colonne level : on attend commune, circonscription"),
        ({"codes": "4172"}, "avec leur zéro de tête, trouvé « 4172 »"),
        ({"codes": ""}, "colonne codes"),
        ({"level": "departement", "codes": "99"}, "trouvé « 99 »"),
        ({"level": "academie", "codes": "09 57"}, "trouvé « 09 57 »"),
        ({"level": "france", "codes": "00"}, "FR"),
        ({"date": "01/2015"}, "colonne date : on attend une date comme 2015, 2015-01"),
        ({"date": "2015-13"}, "colonne date"),
        ({"source_date": "2011/2012/2013"}, "colonne source_date"),
        ({"carrier_kind": "mairie"}, "colonne carrier_kind : on attend commune, epci"),
        ({"unit": "salle"}, "colonne unit : on attend classe, école"),
        ({"value": "douze"}, "colonne value : on attend un nombre"),
        ({"value": "13"}, "on attend le nombre de la colonne printed, trouvé « 13 »"),
        ({"figure": "covered_share", "printed": "12", "value": "12"}, "une part entre 0 et 1"),
        ({"figure": "goal_year", "printed": "2018", "value": "2019"}, "colonne printed"),
        ({"relation": "≈"}, "colonne relation : on attend =, >, <, ~"),
        ({"decimals": "un"}, "colonne decimals"),
        ({"measure": "Le nombre d’écoles"}, "colonne measure"),
        ({"title": ""}, "colonne title : on attend un texte"),
    ],
)
def test_a_wrong_cell_is_refused_by_line_and_column(tmp_path, change, said):
    """One line says which cell, what was expected and what was found."""
    path = write(tmp_path, ROW, ROW | {"figure": "schools_n"} | change)
    with pytest.raises(InputError) as fault:
        read_programmes(path)
    message = str(fault.value)
    assert message.startswith(f"{path}, ligne 3, colonne ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW, ROW], "un chiffre par territoire et par date ; celui-ci est déjà ligne 2"),
        ([ROW, ROW | {"figure": "schools_n", "name": "Autre"}], "« Essai », le nom donné ligne 2"),
        ([{"programme": "essai", "nom": "x"}], "il manque « name », « level », « codes »"),
        ([ROW | {"solutoin": "ONE"}], "« solutoin » n’est pas une colonne"),
    ],
)  # fmt: skip
def test_rows_that_do_not_go_together_are_refused(tmp_path, rows, said):
    """A figure given twice, a programme with two names, a column that is lacking or unknown."""
    with pytest.raises(InputError) as fault:
        read_programmes(write(tmp_path, *rows))
    assert said in str(fault.value)


@examples(50)
@given(st.sampled_from(COLUMNS), st.text(max_size=12))
def test_any_cell_is_read_or_refused_in_one_line(tmp_path, column, text):
    """Whatever is written in a cell, the answer is a table or one line that names the file."""
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file).writerows([list(ROW), (ROW | {column: text}).values()])
    said, rows_n = str(path), 1
    try:
        rows_n = len(read_programmes(path))
    except InputError as fault:
        said = str(fault)
    assert (said[: len(str(path))], rows_n) == (str(path), 1)
    assert len(said.splitlines()) == 1


def test_a_file_without_a_row_is_refused(tmp_path):
    """Titles alone tell of no programme."""
    path = tmp_path / "mine.csv"
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="une ligne par chiffre publié"):
        read_programmes(path)


def test_the_same_figure_may_be_given_at_two_dates(tmp_path):
    """A programme that publishes its count each year has a row a year."""
    later = ROW | {"date": "2016", "printed": "20", "value": "20"}
    assert read_programmes(write(tmp_path, ROW, later))["value"].tolist() == [12, 20]


# What agrees with a printed figure.


def figure(printed, value, relation="=", decimals=0, name="covered_n"):
    """Make the part of a row that a computed number is compared with."""
    return {"figure": name, "printed": printed, "value": value, "relation": relation,
            "decimals": decimals}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "right", "wrong"),
    [
        (figure("300", 300), [300], [299, 301]),
        (figure("15 %", 0.15), [300 / 1936, 300 / 2068], [300 / 1935, 300 / 2069]),
        (figure("30 000", 30000, decimals=-3), [29500, 30499], [29400, 30600]),
        (figure("3 M€", 3e6), [3e6, 3.4e6], [3.6e6]),
        (figure("plus de 200", 200, ">"), [201, 240], [200, 199]),
        (figure("inférieur à 10 euros", 10, "<"), [9.99], [10, 12]),
        (figure("un peu moins de 1 000", 1000, "~"), [900, 999], [899, 1000, 1001]),
    ],
)
def test_agreement_is_at_the_printed_precision(row, right, wrong):
    """Equality is to half of the last digit printed; « presque » is at most a tenth below."""
    assert [agrees(row, value) for value in (*right, *wrong)] == [True] * len(right) + [
        False
    ] * len(wrong)


def test_the_half_of_the_last_digit_agrees_on_both_sides():
    """Whichever way a half is rounded, and whatever floats make of it."""
    row = figure("46,9 %", 0.469, decimals=1)
    assert [agrees(row, share) for share in (0.4684, 0.4685, 0.4695, 0.4696)] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "value", "again"),
    [
        ("1,5 million d’euros", 1.5e6, "1,5\u00a0M€"),
        ("3\u00a0millions d’euros", 3e6, "3\u00a0M€"),
        ("2 M€", 2e6, "2\u00a0M€"),
        ("10 euros sur un budget de 3 millions d’euros", 10, "10\u00a0€"),
    ],
)
def test_millions_of_euros_are_read_in_letters_too(printed, value, again):
    """As newspapers print them; only the millions of the number itself count."""
    assert printed_value(printed) == value
    assert as_printed(figure(printed, value, decimals=printed_decimals(printed)), value) == again


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 2))
def test_a_share_agrees_with_what_is_printed_of_it(part, rest, decimals):
    """Any share, printed by the page's own words, is read back and agrees with itself."""
    share = part / (part + rest)
    printed = percent(share, decimals=decimals)
    row = figure(printed, printed_value(printed), decimals=printed_decimals(printed))
    assert agrees(row, share)
    assert not agrees(row, share + 1.1 * 10**-decimals / 100)


@given(st.integers(0, 10**7))
def test_a_count_agrees_with_itself_alone(count):
    """Any count, printed with its thousands apart, is read back to the unit."""
    row = figure(number(count), printed_value(number(count)))
    assert row["value"] == count
    assert agrees(row, count)
    assert not agrees(row, count + 1)
    assert as_printed(row, count) == number(count)


def test_computed_figures_are_written_in_the_printed_unit():
    """Per cent, millions of euros and years are written as the source writes them."""
    assert as_printed(figure("63%", 0.63), 0.6303) == "63\u00a0%"
    assert as_printed(figure("3 M€", 3e6), 3e6) == "3\u00a0M€"
    assert as_printed(figure("2019", 2019, name="goal_year"), 2019.0) == "2019"
    assert as_printed(figure("plus de 30 000", 30000, ">"), 30041) == number(30041)
    half = figure("un peu plus de la moitié", 0.5, ">", name="coverage_more_share")
    assert as_printed(half, 0.5294) == "52,9\u00a0%"
    assert as_printed(figure("toutes les écoles", 1, name="goal_share"), 1.0) == "100\u00a0%"
    assert not is_year(figure("2 M€", 2e6, name="budget_per_year"))
