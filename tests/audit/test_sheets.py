"""The A4 sheets of the real case, from the raw files: tables, changes, lists."""

import pandas as pd
import pypdfium2
import pytest
from printed import count, per_cent, plain, written
from raw_files import DATE

from geo_ent.pipeline.sheets import make_sheets

THEN = pd.Timestamp("2021-09-01")
STATUSES = {
    "Avec un ENT": "covered_n", "Certaines classes seulement": "class_n",
    "ENT prévu": "planned_n", "Sans ENT": "none_n", "Situation inconnue": "unknown_n",
}  # fmt: skip
GROUPS = {"Rurales": "rural", "Urbaines": "urban", "REP": "rep", "REP+": "rep_plus"}
LISTED = ["none", "class", "planned", "not_yet"]


@pytest.fixture(scope="module")
def sheets(folder, tmp_path_factory):
    """The text of each circonscription's sheet, by its code."""
    made = make_sheets(folder, "circonscription", tmp_path_factory.mktemp("audit") / "fiches")
    return {path.stem.rpartition("-")[2]: text_of(path) for path in made}


def text_of(path):
    """Read a PDF on one line, with ordinary spaces."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(plain(" ".join(pages)).replace("\x02", "-").split())


def share(row, name="coverage_share"):
    """Write a share of a row of figures."""
    return f"{per_cent(row[name])} %"


def interval(row):
    """Write an interval of a row of figures."""
    return f"{per_cent(row['interval_low'])} à {per_cent(row['interval_high'])} %"


def group(row, name):
    """Write how many of a group have an ENT."""
    return f"{count(row[f'{name}_covered_n'])} sur {count(row[f'{name}_schools_n'])}"


def expected(own, whole):
    """Give the rows of a sheet's table, from two rows of figures."""
    yield f"Écoles {count(own['schools_n'])} {count(whole['schools_n'])}"
    for label, name in STATUSES.items():
        yield f"{label} {count(own[name])} {count(whole[name])}"
    yield f"Part avec un ENT {share(own)} {share(whole)}"
    yield f"Intervalle à 95 % {interval(own)} {interval(whole)}"
    most = "coverage_share_max"
    yield f"Part maximale possible {share(own, most)} {share(whole, most)}"
    yield f"Élèves {count(own['pupils_n'])} {count(whole['pupils_n'])}"
    pupils = "pupils_coverage_share"
    yield f"Élèves avec un ENT {share(own, pupils)} {share(whole, pupils)}"
    for label, name in GROUPS.items():
        if own[f"{name}_schools_n"]:
            yield f"{label} avec un ENT {group(own, name)} {group(whole, name)}"


def test_the_figures_of_each_sheet_are_right(sheets, right):
    """Nineteen tables, each row of the zone's and the département's figures, to the decimal."""
    level = right.levels["circonscription"]
    assert set(sheets) == set(level.index)
    for code, text in sheets.items():
        missing = [row for row in expected(level.loc[code], right.whole) if row not in text]
        assert not missing, (code, missing)


def test_the_changes_are_right(sheets, right):
    """The share since a rentrée, of the schools known at both dates, here and in the whole."""
    then, now = (
        next(moment.schools for moment in right.moments if moment.date == date)
        for date in (THEN, DATE)
    )
    doubt = ["unknown", "undated"]
    left = then.index[then["status"].isin(doubt)].union(now.index[now["status"].isin(doubt)])
    tables = [table[~table.index.isin(left)] for table in (then, now)]
    whole = [table["status"].eq("school").mean() for table in tables]
    for code, text in sheets.items():
        own = [table[table["circonscription_code"] == code]["status"] for table in tables]
        shares = [float(status.eq("school").mean()) for status in own]
        told = f"aux deux dates ({len(own[1])} ici), la part qui a un ENT {moved(*shares)} ; "
        assert told in text, code
        assert f"dans l'ensemble du département, elle {moved(*map(float, whole))}." in text


def test_an_epci_over_the_edge_says_so(folder, tmp_path):
    """Redon's agglomération has communes of three départements; Vitré's has none elsewhere."""
    zones = ["243500741", "200039022"]
    redon, vitre = map(text_of, make_sheets(folder, "epci", tmp_path / "epci", zones=zones))
    said = "Cette intercommunalité a aussi des communes hors de la carte (Ille-et-Vilaine)"
    assert said in redon
    assert said not in vitre


def moved(before, after):
    """Write from what to what a share went, but for the gap's own decimals."""
    if before == after:
        return f"est restée à {per_cent(after)} %"
    gap = 100 * (after - before)
    signed = ("+" if gap > 0.05 else "") + written(gap, 1)
    near = float(written(100 * after, 1).replace(",", ".")) - float(
        written(100 * before, 1).replace(",", ".")
    )
    about = (
        "" if abs(near - float(signed.replace("−", "-").replace(",", "."))) < 0.01 else "environ "
    )
    unit = "point" if abs(float(signed.replace("−", "-").replace(",", "."))) < 2 else "points"
    return f"est passée de {per_cent(before)} % à {per_cent(after)} % ({about}{signed} {unit})"


def test_every_school_without_an_ent_is_listed(sheets, right):
    """Each ranked school with its pupils, distance and rank; as many numbers as schools."""
    ranked, schools = right.gone, right.case.schools
    for code, text in sheets.items():
        own = schools[schools["circonscription_code"] == code]
        listed = own[own["status"].isin(LISTED)]
        for uai, school in ranked[ranked.index.isin(listed.index)].iterrows():
            pupils = count(school["pupils_n"]) if school["pupils_n"] >= 0 else "–"
            cells = f" {pupils} {written(school['nearest_km'], 1)} {school['rank']} "
            assert cells in text, (code, uai, cells)
        others = listed[~listed.index.isin(ranked.index)]
        for pupils_n in others["pupils_n"].dropna():
            assert f" · {count(pupils_n)} élève" in text, code
        assert f" {len(listed)} " in text
        assert f"Les écoles sans ENT pour toute l'école ({len(listed)}) " in text
        assert "n'a pas la place ici" not in text
