"""The index of an atlas and an académie's page: their figures, ways, words; what is missing."""

import dataclasses
import datetime as dt
import re
from fnmatch import fnmatch
from pathlib import Path

import html5lib
import pytest
from browser import HOSTILE
from claimed import check, chosen
from script_modules import DECLARED, EXPORTED, IMPORT

from geo_ent.maps.page.page_script import asset
from geo_ent.publish.atlas.departement_files import _OFFERED, departement_files
from geo_ent.publish.atlas.national_tables import national_figures
from geo_ent.publish.atlas.overview_markup import SCRIPTS
from geo_ent.publish.atlas.overview_page import academie_slug, write_academie, write_index
from geo_ent.tables.atlas_parts import STATUS_BEFORE
from geo_ent.telling.claims import claims_of
from geo_ent.telling.language import language

FRENCH = language("fr")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figures(parts, schools):
    """Count the whole land."""
    return national_figures(parts, schools, FRENCH)


@pytest.fixture(scope="module")
def index(parts, figures, tmp_path_factory):
    """Write the index, and give its text with its sentences."""
    folder = tmp_path_factory.mktemp("index")
    sentences = write_index(folder, parts, figures)
    return (folder / "index.html").read_text("ascii"), sentences


def tree_of(text):
    """Parse a page strictly."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words_of(node):
    """Give what an element says, with ordinary spaces."""
    return " ".join("".join(node.itertext()).replace("\u202f", " ").split())


def rows_of(text, level):
    """Give a level's table: the cells of each row by its zone's code."""
    tree = tree_of(text)
    (box,) = [node for node in tree.iter("div") if node.get("class") == f"of-{level} figures"]
    return {
        row.get("data-zone"): [words_of(cell) for cell in row]
        for row in box.iter("tr")
        if row.get("data-zone")
    }


@pytest.mark.parametrize("level", ["departement", "academie"])
def test_the_table_has_the_figures_of_the_atlas(index, figures, level):
    """Each row's counts and share are those of `coverage-<level>.csv`."""
    rows, table = rows_of(index[0], level), figures.coverage[level]
    assert sorted(rows) == sorted(table.index)
    for code, cells in rows.items():
        row = table.loc[code]
        share = FRENCH.percent(row["coverage_share"]).replace("\u202f", " ").replace("\xa0", " ")
        assert any(cell.rstrip("*") == share for cell in cells)
        assert str(int(row["schools_n"])) in cells
        assert str(int(row["covered_n"])) in cells
        assert cells[-1] == str(int(row["unknown_n"]))


def test_a_zone_of_the_map_is_a_link_to_its_page(index, parts):
    """Each département is a link in the picture, to its folder, with its name in its title."""
    links = [
        link
        for link in tree_of(index[0]).iter(f"{SVG}a")
        if link.get("href", "").startswith("departements/")
    ]
    pages = {link.get("href"): words_of(link) for link in links}
    assert set(pages) == {f"departements/{part.code}/index.html" for part in parts}
    for part in parts:
        assert part.name in pages[f"departements/{part.code}/index.html"]


def test_the_headline_claims_what_the_atlas_counts(index, figures, parts):
    """The first sentence's figures are the whole's, of all its départements, at its date."""
    claims = claims_of(index[1][0])
    assert {claim.value for claim in claims} >= {
        figures.totals["schools_n"], figures.totals["covered_n"], figures.totals["coverage_share"],
    }  # fmt: skip
    (departements,) = {claim.scope.departements for claim in claims}
    assert departements == tuple(sorted(part.code for part in parts))


def test_every_figure_of_a_zone_says_of_whom_it_is(index):
    """What a zone says under the pointer claims figures of that zone alone."""
    told = [claim for sentence in index[1][3:] for claim in claims_of(sentence)]
    assert told
    assert all(claim.scope.level and claim.scope.zone for claim in told)


def points_of(claim, schools):
    """Take a change in points, school by school, of those known at both dates."""
    rows = chosen(schools, claim.scope)
    doubt = rows[["status", STATUS_BEFORE]].isin(["unknown", "undated"]).any(axis=1)
    known = rows[~doubt]
    then = known[known[STATUS_BEFORE] != "unopened"]
    return 100 * ((known["status"] == "school").mean() - (then[STATUS_BEFORE] == "school").mean())


def test_what_the_page_says_is_true_of_the_schools(index, schools):
    """Each figure of its sentences is counted again from the schools, the change too."""
    change = {"change_points"}
    assert check(index[1], schools, known=change) > 20
    told = [claim for sentence in index[1] for claim in claims_of(sentence)]
    moved = [claim for claim in told if claim.figure in change]
    assert len(moved) >= 8
    for claim in moved:
        assert claim.value == pytest.approx(points_of(claim, schools))


def test_a_change_says_of_how_many_schools_it_is_and_its_bounds(parts, schools, tmp_path):
    """With two schools of sixteen that nobody knows of, both are said, counted again here."""
    # One of which the day before is known, and one of which neither day is.
    doubtful = [
        schools.index[(schools["status"] == status) & (schools["departement_code"] == code)][-1]
        for status, code in (("school", "70"), ("none", "90"))
    ]
    status = schools["status"].where(~schools.index.isin(doubtful), "unknown")
    before = schools[STATUS_BEFORE].where(schools.index != doubtful[1], "unknown")
    doubted = schools.assign(status=status, **{STATUS_BEFORE: before})
    figures = national_figures(parts, doubted, FRENCH)
    sentences = write_index(tmp_path, parts, figures)
    change = next(words for words in sentences if "aux deux dates" in words)
    bounds = next(words for words in sentences if "irait de" in words)
    assert "d’après 14 écoles sur 16, connues aux deux dates" in change.replace("\u00a0", " ")
    assert check([change], doubted, known={"change_points", "schools_compared_n"}) == 1
    # They are as bad as can be now and as good as can be then, and the other way.
    now, then = (days.isin(["school", "unknown"]).mean() for days in (status, before))
    sure_now, sure_then = ((days == "school").mean() for days in (status, before))
    ends = {"change_low_points": sure_now - then, "change_high_points": now - sure_then}
    told = {claim.figure: claim.value for claim in claims_of(bounds)}
    assert told.pop("schools_left_out_n") == len(doubtful)
    assert told == {figure: pytest.approx(100 * value) for figure, value in ends.items()}
    assert words_of(tree_of((tmp_path / "index.html").read_text("ascii"))).count("irait de") == 1


def of_nobody_known(part):
    """Make a part of which nothing is known."""
    nothing = {"covered_n": 0, "none_n": 0, "coverage_share": 0.0, "coverage_share_max": 1.0}
    return dataclasses.replace(
        part,
        changes=(),
        levels={
            level: [
                {**row, **nothing, "unknown_n": row["schools_n"], "known_share": 0.0}
                for row in rows
            ]
            for level, rows in part.levels.items()
        },
    )


def test_a_zone_of_which_nothing_is_known_has_no_share(parts, figures, tmp_path):
    """Table, map and words say so, on both pages; without a key, its row is sorted last."""
    known = [of_nobody_known(part) if part.code == "48" else part for part in parts]
    write_index(tmp_path, known, figures)
    lozere = next(part for part in known if part.code == "48")
    academie = write_academie(tmp_path, lozere.academie.code, known, figures, codes=["48"])
    zones = [str(row["zone_code"]) for row in lozere.levels["circonscription"]]
    assert zones
    for path, level, codes in (
        (tmp_path / "index.html", "departement", ["48"]),
        (academie, "circonscription", zones),
    ):
        tree = tree_of(path.read_text("ascii"))
        rows = [row for row in tree.iter("tr") if row.get("data-zone") in codes]
        cells = [cell for row in rows for cell in row if words_of(cell) == "inconnu"]
        # Neither a share nor, where the page has one, a change.
        assert cells, level
        assert {cell.get("data-key") for cell in cells} == {""}, level
        assert not any("0,0 %" in words_of(cell) for row in rows for cell in row)
        links = [link for link in tree.iter(f"{SVG}a") if link.get("data-zone") in codes]
        assert links
        for link in links:
            assert "On ne sait d’aucune des" in words_of(link)
            assert "0,0 %" not in words_of(link).replace("\u00a0", " ")


def test_a_day_of_which_nothing_is_known_has_no_share(parts, figures, tmp_path):
    """The trend says so, and its line begins where something is known."""
    unknown = [
        dataclasses.replace(
            part,
            series=[
                {**row, "covered_n": 0, "unknown_n": row["schools_n"]} if not rank else row
                for rank, row in enumerate(part.series)
            ],
        )
        for part in parts
    ]
    write_index(tmp_path, unknown, figures)
    tree = tree_of((tmp_path / "index.html").read_text("ascii"))
    (trend,) = [node for node in tree.iter("section") if node.get("class") == "trend"]
    first, *others = (words_of(row) for row in trend.iter("tr"))
    assert "inconnu (0 sur" in first
    assert not any("inconnu" in row for row in others)
    points = list(trend.iter(f"{SVG}circle"))
    assert len(points) == (len(others) if len(others) > 1 else 0)


def test_names_are_written_as_the_sentences_beside_them(parts, figures, tmp_path):
    """No typewriter's apostrophe in a name, and no capital after the title's colon."""
    named = [
        dataclasses.replace(
            part,
            name="Côtes-d'Armor",
            levels={
                level: [{**row, "zone_name": "Côtes-d'Armor"} for row in rows]
                for level, rows in part.levels.items()
            },
        )
        for part in parts
    ]
    write_index(tmp_path, named, figures, asked=["95"])
    academie = write_academie(tmp_path, parts[0].academie.code, named, figures)
    for path in (tmp_path / "index.html", academie):
        body = tree_of(path.read_text("ascii")).find("body")
        for script in body.findall("script"):
            script.text = ""
        assert "d’Armor" in words_of(body)
        assert not re.search(r"\w'\w", words_of(body))
    head = words_of(tree_of(academie.read_text("ascii")).find(".//h1"))
    assert head.startswith("Les ENT dans les écoles : académie d")


def test_the_banner_says_once_that_figures_are_simulated(parts, figures, tmp_path):
    """A message that begins with the banner's own words isn't put after them."""
    for message in ("Données simulées", "Données simulées autour des écoles réelles"):
        simulated = [dataclasses.replace(part, simulated=message) for part in parts]
        write_index(tmp_path, simulated, figures)
        tree = tree_of((tmp_path / "index.html").read_text("ascii"))
        (banner,) = [node for node in tree.iter("aside") if node.get("class") == "simulated"]
        assert words_of(banner.find("p")).rstrip(".") == message


def test_the_trend_ends_with_the_whole(index, figures):
    """The last date of the panel has the share and the counts of the first sentence."""
    (now,) = [row for row in tree_of(index[0]).iter("tr") if row.get("class") == "now"]
    covered, n = (int(figures.totals[name]) for name in ("covered_n", "schools_n"))
    assert f"({covered} sur {n})" in words_of(now)
    assert FRENCH.percent(covered / n).replace("\xa0", " ") in words_of(now)


def test_departements_of_several_days_are_told_apart(parts, figures, tmp_path):
    """The head has the first and the last, each row its own; no trend adds up other days."""
    day = parts[0].date - dt.timedelta(days=30)
    mixed = [
        dataclasses.replace(parts[0], date=day, series=parts[0].series[:-1]),
        *parts[1:],
    ]
    write_index(tmp_path, mixed, figures)
    text = (tmp_path / "index.html").read_text("ascii")
    first, last = FRENCH.day(day), FRENCH.day(parts[0].date)
    assert f"situations du {first} au {last}, selon le département" in words_of(tree_of(text))
    rows = rows_of(text, "departement")
    assert rows[parts[0].code][-1] == first
    assert rows[parts[1].code][-1] == last
    assert "sparkline" not in text.partition("<main>")[2]


def test_the_modules_share_one_scope():
    """Joined, no name is at the top of two of them, and each leans on those before it only."""
    homes, offered = {}, {}
    for room, name in SCRIPTS:
        text = asset(f"{name}.js", room)
        for declared in DECLARED.findall(text):
            assert declared not in homes, f"{declared}: in {homes[declared]} and {name}"
            homes[declared] = name
        for line in text.splitlines():
            if line.startswith("import"):
                imported = IMPORT.match(line.replace('"../../maps/assets/', '"./'))
                wanted = {part.strip() for part in imported[1].split(",")}
                assert wanted <= offered[imported[2]]
        offered[name] = set(EXPORTED.findall(text))


def test_a_departement_without_figures_is_said_to_lack(parts, figures, tmp_path):
    """It stands on the map and in the table, grey; why is for its makers, not its readers."""
    asked = [*(part.code for part in parts), "23"]
    write_index(tmp_path, parts, figures, asked=asked, failed={"29": "le disque est plein"})
    text = (tmp_path / "index.html").read_text("ascii")
    rows = rows_of(text, "departement")
    assert rows["29"] == ["Finistère 29", "Pas encore dans cet atlas"]
    assert rows["23"] == ["Creuse 23", "Pas encore dans cet atlas"]
    titles = [words_of(title) for title in tree_of(text).iter(f"{SVG}title")]
    assert "Finistère Pas encore dans cet atlas" in titles
    assert "disque" not in text
    assert "Pas encore dans cet atlas : Creuse (23) et Finistère (29)." in words_of(tree_of(text))
    there_n, all_n = len(parts), len(parts) + 2
    assert f"Dans {there_n} départements sur {all_n}, " in words_of(tree_of(text))


def test_an_academie_has_its_circonscriptions_and_its_departements(parts, figures, tmp_path):
    """Its page has a table of each, its counts those of the national table."""
    code = parts[0].academie.code
    own = [part for part in parts if part.academie.code == code]
    path = write_academie(tmp_path, code, parts, figures, codes=[part.code for part in own])
    assert path.name == f"{academie_slug(own[0].academie.name)}.html"
    text = path.read_text("ascii")
    zones = {row["zone_code"] for part in own for row in part.levels["circonscription"]}
    assert set(rows_of(text, "circonscription")) == zones
    row = figures.coverage["academie"].loc[code]
    counted = f"{int(row['covered_n'])}"
    assert counted in words_of(tree_of(text))
    assert "../departements/" in text


def test_what_an_academie_lacks_is_said_wherever_it_is_counted(parts, figures, atlas):
    """Lozère alone of Montpellier's: on its page, in the index's table and map, in change.csv."""
    lozere = next(part for part in parts if part.code == "48")
    page = words_of(tree_of((atlas / "academies" / "montpellier.html").read_text("ascii")))
    assert "Dans 1 département sur 5, " in page
    assert "Pas encore dans cet atlas : Aude (11), Gard (30), " in page.replace("\xa0", " ")
    index = (atlas / "index.html").read_text("ascii")
    said = "Sans Aude, Gard, Hérault, Pyrénées-Orientales, que l’atlas n’a pas."
    assert said in rows_of(index, "academie")[lozere.academie.code][0]
    titles = [words_of(link) for link in tree_of(index).iter(f"{SVG}a")]
    assert any(title.startswith("Montpellier") and said in title for title in titles)
    assert "sont ceux de toutes ses écoles" not in words_of(tree_of(index))
    changes = (atlas / "change.csv").read_text("utf-8").splitlines()
    (row,) = [line for line in changes if line.startswith("academie,11,")]
    assert said in row
    assert figures.lacking["academie"][lozere.academie.code]


def test_no_page_leads_to_what_isn_t_published(parts):
    """What docs/publier.md leaves out of a server is offered by no académie's page."""
    text = (Path(__file__).parents[3] / "docs" / "publier.md").read_text("utf-8")
    left_out = set(re.findall(r"--exclude='?([^\s']+)", text))
    assert {"coverage.xlsx", "findings.csv", "register-report.*"} <= left_out
    names = [*_OFFERED, "coverage.xlsx", "findings.csv", "register-report.html"]
    part = dataclasses.replace(
        parts[0], files=[{"name": name, "bytes": 1, "sha256": ""} for name in names]
    )
    offered = [file.href for file in departement_files(part, "", FRENCH).files]
    assert offered
    assert not [name for name in offered for glob in left_out if fnmatch(name, glob)]


def test_the_same_figures_give_the_same_bytes(index, parts, figures, tmp_path):
    """The order that parts come in changes nothing."""
    write_index(tmp_path, parts[::-1], figures)
    assert (tmp_path / "index.html").read_text("ascii") == index[0]


def test_hostile_names_stay_text(parts, figures, tmp_path):
    """Names that are markup are shown as they are written, and the pages stay valid."""
    name = " ".join(HOSTILE)
    academie = dataclasses.replace(parts[0].academie, name=name)
    named = [
        dataclasses.replace(
            part,
            name=name,
            academie=academie if part.academie.code == academie.code else part.academie,
            simulated=name,
            levels={
                level: [{**row, "zone_name": name} for row in rows]
                for level, rows in part.levels.items()
            },
        )
        for part in parts
    ]
    write_index(tmp_path, named, figures)
    path = write_academie(tmp_path, academie.code, named, figures)
    for page, level in ((tmp_path / "index.html", "departement"), (path, "circonscription")):
        text = page.read_text("ascii")
        assert len(list(tree_of(text).iter("script"))) == 1
        assert "<img" not in text
        assert all("{{7*7}} {% x %}" in cells[0] for cells in rows_of(text, level).values())


def test_the_page_asks_nobody(index):
    """Nothing in it has an address elsewhere."""
    assert not re.findall(r"(?:src|href)=\"https?:", index[0])


def test_an_academie_leads_to_what_was_made_of_its_departements(parts, figures, tmp_path):
    """Each file for readers that a folder has is a link, each sheet by its zone's name."""
    zones = {"1": "Vannes", "2": "Vannes 1"}
    names = ["equity.html", "coverage.xlsx", "manifest.json", "index.html"] + [
        f"fiches/fiche-circonscription-{words}-560001A.pdf" for words in ("vannes", "vannes-1")
    ]
    made = [
        dataclasses.replace(
            part,
            files=[{"name": name, "bytes": 2048, "sha256": ""} for name in names],
            levels={
                **part.levels,
                "circonscription": [
                    {**row, "zone_name": zones[code], "zone_code": code}
                    for code, row in zip(zones, part.levels["circonscription"], strict=True)
                ],
            },
        )
        for part in parts
    ]
    path = write_academie(tmp_path, parts[0].academie.code, made, figures)
    (box,) = [
        node
        for node in tree_of(path.read_text("ascii")).iter("section")
        if node.get("aria-labelledby") == "geo-ent-departements"
    ]
    links = {link.get("href"): words_of(link) for link in box.iter("a")}
    base = f"../departements/{parts[0].code}/"
    # The workbook quotes the register: it is for those who keep it.
    unlinked = {f"{base}manifest.json", f"{base}coverage.xlsx"}
    assert {base + name for name in names} - set(links) == unlinked
    assert links[base + names[-2]] == "Vannes"
    assert links[base + names[-1]] == "Vannes 1"
