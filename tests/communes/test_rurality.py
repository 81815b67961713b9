"""Rurality: the density grid in its layouts, its history, its faults; FRR; the bundled estimate."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from properties import examples
from told_findings import in_french

from geo_ent.communes.density import (
    DENSITY_LABELS,
    RURAL_CLASSES,
    estimate_rural,
    read_density,
    rurality,
)
from geo_ent.communes.frr import read_frr
from geo_ent.communes.zonings import one_a_commune
from geo_ent.errors import InputError
from geo_ent.tables.findings import KINDS, Findings

GRID_2024 = [773, 545, 901, 1973, 5104, 18380, 7259]
FRR_2025 = {"FRR socle": 13313, "FRR+": 4456, "FRR bénéficiaire": 2134, "Non classée": 14941,
            "Classée FRR partiellement": 20, "FRR bénéficiaire partiellement": 11}  # fmt: skip
LABELS = list(DENSITY_LABELS.values())


def write_csv(folder, lines, name="grille.csv"):
    """Write a CSV of ANCT's layout, or of the titles given first."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def anct(folder, *rows):
    """Write communes and labels as ANCT does."""
    lines = ["insee_com,lib_com,niveau_densite", *(f"{code},Nom,{label}" for code, label in rows)]
    return write_csv(folder, lines)


def write_book(folder, sheet, rows, *, before=4):
    """Write a workbook whose titles come after some rows of words, as INSEE's."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for at in range(before):
        page.append([f"Titre {at}"])
    for row in rows:
        page.append(row)
    book.create_sheet("Documentation").append(["Définitions"])
    path = folder / "grille.xlsx"
    book.save(path)
    return path


def test_anct_grid_has_its_published_counts(shared_file):
    """The ANCT file reads whole: every commune of today, its seven classes, nothing to tell."""
    findings = Findings()
    grid = read_density(shared_file("densite-7-niveaux-cog2025.csv"), findings=findings)
    assert len(grid) == 34875
    assert grid["density_class"].value_counts().sort_index().tolist() == [
        699, 637, 947, 1996, 5072, 18288, 7236,
    ]  # fmt: skip
    assert grid["rural"].sum() == 5072 + 18288 + 7236
    assert findings.entries == []


def test_insee_workbook_of_2024_is_moved_to_today(shared_file, monkeypatch):
    """INSEE's workbook: its published counts as read, 68 communes moved, 19 of unlike parts."""
    seen = {}

    def keep(rows, choose, *, column):
        seen["classes"] = rows[column]
        return one_a_commune(rows, choose, column=column)

    monkeypatch.setattr("geo_ent.communes.density.one_a_commune", keep)
    findings = Findings()
    grid = read_density(shared_file("grille-densite-7-niveaux-2024.xlsx"), findings=findings)
    assert seen["classes"].value_counts().sort_index().tolist() == GRID_2024
    assert len(grid) == 34871  # the four re-established since aren't in it
    assert findings.summary() == [("zoning-moved", 68), ("zoning-merged", 19)]


def test_workbook_and_anct_differ_on_408_communes(shared_file, monkeypatch):
    """408 communes that both files name by the same code have another class: no label is lost."""
    kept = {}

    def keep(rows, choose, *, column):
        del choose
        kept[len(kept)] = rows.set_index("written")[column]
        return rows.drop_duplicates("commune_code").set_index("commune_code")[column], {}

    monkeypatch.setattr("geo_ent.communes.density.one_a_commune", keep)
    for name in ("grille-densite-7-niveaux-2024.xlsx", "densite-7-niveaux-cog2025.csv"):
        read_density(shared_file(name))
    both = kept[0].to_frame("old").join(kept[1].to_frame("new"), how="inner")
    assert (len(both), (both["old"] != both["new"]).sum()) == (34867, 408)


@pytest.mark.parametrize(("level", "label"), DENSITY_LABELS.items())
def test_each_label_makes_its_class(tmp_path, level, label):
    """Each of INSEE's seven labels is its class, whatever its case; 5 to 7 are rural."""
    grid = read_density(anct(tmp_path, ("35238", label), ("35012", label.upper())))
    assert grid["density_class"].tolist() == [level, level]
    assert grid["rural"].tolist() == [level in RURAL_CLASSES] * 2


def test_layout_of_2025_uses_the_seven_levels(tmp_path):
    """In "Maille communale" the three and four levels stand beside: DENS7 alone is taken."""
    titles = ["CODGEO", "LIBGEO", "DENS", "LIBDENS", "PMUN22", "P1", "P2", "P3", "DENS_AAV",
              "LIBDENS_AAV", "DENS7", "LIBDENS7"]  # fmt: skip
    rows = [
        ["35238", "Rennes", 1, "Urbain dense", 227830, 90, 5, 5, 1, "Urbain dense", 1, LABELS[0]],
        ["01004", "Ambérieu", 2, "Urbain intermédiaire", 14854, 0, 90, 10, 2,
         "Urbain intermédiaire", 4, LABELS[3]],
        ["35012", "Bain", 3, "Rural", 7500, 0, 30, 70, 3, "Rural périurbain", 5, LABELS[4]],
    ]  # fmt: skip
    findings = Findings()
    path = write_book(tmp_path, "Maille communale", [titles, *rows])
    grid = read_density(path, findings=findings)
    assert grid["density_class"].to_dict() == {"01004": 4, "35012": 5, "35238": 1}
    assert findings.entries == []


def test_swapped_codes_are_told_once(tmp_path):
    """Where codes 3 and 4 are swapped the label wins, and one note tells how many rows."""
    titles = ["CODGEO", "LIBGEO", "DENS", "LIBDENS"]
    rows = [["35238", "", 1, LABELS[0]], ["35012", "", 4, LABELS[2]], ["35001", "", 3, LABELS[3]]]
    findings = Findings()
    grid = read_density(write_book(tmp_path, "Grille_Densite", [titles, *rows]), findings=findings)
    assert grid["density_class"].to_dict() == {"35001": 4, "35012": 3, "35238": 1}
    ((kind, row, detail),) = in_french(findings)[["kind", "row", "message"]].to_numpy()
    assert kind == "zoning-note"
    assert row == "7"
    assert detail.startswith("2 lignes dont le code contredit le libellé (ligne 7 : 4 et")


def test_mirror_codes_are_read(tmp_path):
    """The regional mirrors' t1 to t7 are the classes in INSEE's order."""
    lines = ["codgeo;libgeo;typodens7", "35238;Rennes;t1", "35012;Bain;t5", "35001;Acigné;t4"]
    grid = read_density(write_csv(tmp_path, lines))
    assert grid["density_class"].to_dict() == {"35001": 4, "35012": 5, "35238": 1}


def test_merged_commune_takes_its_largest_part(tmp_path):
    """49144 (now in 44180) is larger here than what it joined: its class is the whole's."""
    titles = ["CODGEO", "LIBGEO", "DENS", "LIBDENS", "PMUN21"]
    rows = [["44180", "", 6, LABELS[5], 1000], ["49144", "", 5, LABELS[4], 3000]]
    findings = Findings()
    path = write_book(tmp_path, "Grille_Densite", [titles, *rows])
    grid = read_density(path, findings=findings)
    assert grid["density_class"].to_dict() == {"44180": 5}
    moved, merged = in_french(findings).to_dict("records")
    assert (moved["kind"], moved["row"]) == ("zoning-moved", "7")
    assert moved["message"].startswith("49144 → 44180 Vallons-de-l'Erdre")
    assert merged["kind"] == "zoning-merged"
    assert "49144 « Bourgs ruraux » : « Bourgs ruraux »" in merged["message"]


def test_without_populations_the_kept_code_decides(tmp_path):
    """No population in the file: the part that kept its code gives its class."""
    grid = read_density(anct(tmp_path, ("49144", LABELS[4]), ("44180", LABELS[5])))
    assert grid["density_class"].to_dict() == {"44180": 6}


def test_faulty_codes_are_named_with_their_row(tmp_path):
    """A lost zero is repaired, an old Corsican code moved, a stranger left out: each at its row."""
    rows = [(code, LABELS[5]) for code in ("1004", "20004", "99999", "97701", "35238", "35012")]
    findings = Findings()
    grid = read_density(anct(tmp_path, *rows), findings=findings)
    assert grid.index.tolist() == ["01004", "2A004", "35012", "35238"]
    rows = in_french(findings)[["row", "kind", "message"]].to_numpy()
    told = {row: (kind, message) for row, kind, message in rows}
    assert told["2"] == ("repaired-code", "« 1004 » lu 01004")
    assert told["3"] == ("zoning-moved", "20004 → 2A004 Ajaccio (ancien code de la Corse)")
    assert told["4"][0] == "zoning-unknown"
    assert told["5"][1] == (
        "« 97701 » : Saint-Barthélemy, collectivité d’outre-mer, hors des 101 départements"
    )
    assert set(told) == {"2", "3", "4", "5"}
    assert {kind for kind, _ in told.values()} <= set(KINDS)


def test_unknown_label_is_named_and_left_empty(tmp_path):
    """A label that isn't in the list is told with its row; that commune is estimated instead."""
    findings = Findings()
    path = anct(tmp_path, ("35238", LABELS[0]), ("35001", LABELS[3]), ("35012", "Campagne"))
    table = rurality(
        pd.DataFrame(index=["35012", "35238"]), density=read_density(path, findings=findings)
    )
    assert [(entry["kind"], entry["row"]) for entry in findings.entries] == [("zoning-label", "4")]
    assert table["rurality_basis"].tolist() == ["estimated", "insee"]


def test_repeated_commune_is_told(tmp_path):
    """The same code twice: the first row is kept and the second one named."""
    findings = Findings()
    path = anct(tmp_path, ("35238", LABELS[0]), ("35012", LABELS[4]), ("35012", LABELS[5]))
    grid = read_density(path, findings=findings)
    assert grid["density_class"].to_dict() == {"35012": 5, "35238": 1}
    assert [(e["kind"], e["row"]) for e in findings.entries] == [("zoning-duplicate", "4")]


def test_three_levels_tell_rural_only(tmp_path):
    """A grid of three levels, or of four since 2021, gives rural or not, no class, and says so."""
    findings = Findings()
    path = anct(tmp_path, ("35238", "Urbain dense"), ("35012", "Rural non périurbain"))
    grid = read_density(path, findings=findings)
    assert grid["density_class"].isna().all()
    assert grid["rural"].to_dict() == {"35012": True, "35238": False}
    assert [entry["kind"] for entry in findings.entries] == ["zoning-note"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["insee_com,niveau_densite", "35238,Peu dense", "35012,Très peu dense"], "avant 2021"),
        (["insee_com,niveau_densite", "35238,Rouge", "35012,Vert"], "2 libellés sur 2"),
        (["codgeo;dens", "35238;1", "35012;3"], "3 ou 4 niveaux"),
        (["nom;valeur", "Rennes;1"], "aucune feuille n’a ces titres"),
        (["insee_com,niveau_densite", "rennes,Petites villes"], "1 lignes sur 1 n’ont pas"),
        (["insee_com,niveau_densite"], "0 lignes sur 0"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path, lines, words):
    """What isn't the grid is refused in one line that says what was expected and what was found."""
    with pytest.raises(InputError, match=words) as refused:
        read_density(write_csv(tmp_path, lines))
    assert "\n" not in str(refused.value)
    assert "grille" in str(refused.value)


def test_frr_has_its_published_counts(shared_file):
    """The DGCL's table: six classes, the counts that it publishes, every commune of today."""
    findings = Findings()
    frr = read_frr(shared_file("frr-2025-07.csv"), findings=findings)
    assert frr.value_counts().to_dict() == FRR_2025
    assert findings.entries == []


def test_observatoire_codes_are_named_by_their_counts(shared_file, tmp_path):
    """The Observatoire's bare codes get the DGCL's names from their national counts, and say so."""
    frr = read_frr(shared_file("frr-2025-07.csv"))
    codes = {"FRR socle": "1", "FRR+": "2", "FRR bénéficiaire": "4", "Non classée": "-9999",
             "Classée FRR partiellement": "3", "FRR bénéficiaire partiellement": "5"}  # fmt: skip
    lines = ["codgeo;libgeo;codefrr", *(f"{code};x;{codes[label]}" for code, label in frr.items())]
    findings = Findings()
    again = read_frr(write_csv(tmp_path, lines, "frr.csv"), findings=findings)
    pd.testing.assert_series_equal(again, frr)
    assert "4 = FRR bénéficiaire" in in_french(findings).loc[0, "message"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["codgeo;libgeo;codefrr", "01080;x;4", "35238;x;-9999"], "pas de libellé"),
        (["Code_insee;Classement FRR et FRR+ au 10 juillet 2025", "35238;Oui"], "six classes"),
    ],
)
def test_frr_that_cannot_be_named_is_refused(tmp_path, lines, words):
    """Bare codes without the whole country, or words that are no class, are refused."""
    with pytest.raises(InputError, match=words):
        read_frr(write_csv(tmp_path, lines))


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        ("FRR socle", "FRR+", "FRR socle"),
        ("FRR+", "FRR+", "FRR+"),
        ("FRR+", "Non classée", "Classée FRR partiellement"),
        ("FRR socle", "FRR bénéficiaire", "Classée FRR partiellement"),
        ("FRR bénéficiaire", "Non classée", "FRR bénéficiaire partiellement"),
        ("Non classée", "Non classée", "Non classée"),
    ],
)
def test_frr_of_a_merged_commune(tmp_path, one, other, whole):
    """Two communes merged since: in part where their classes differ, else what both were."""
    findings = Findings()
    lines = ["Code_insee;Classement FRR et FRR+", f"44180;{one}", f"49144;{other}"]
    frr = read_frr(write_csv(tmp_path, lines), findings=findings)
    assert frr.to_dict() == {"44180": whole}
    assert findings.count("zoning-merged") == (one != other)


def test_unknown_frr_label_is_named(tmp_path):
    """A class that isn't one is told with its row and left out."""
    findings = Findings()
    lines = ["Code_insee;Classement FRR", "35238;Non classée", "35012;FRR+", "35001;Peut-être"]
    assert read_frr(write_csv(tmp_path, lines), findings=findings).index.tolist() == [
        "35012",
        "35238",
    ]
    assert [(e["kind"], e["row"]) for e in findings.entries] == [("zoning-label", "4")]


def test_estimate_speaks_for_every_commune_of_today():
    """Every commune has an estimate, the four without a polygon too; a stranger has none."""
    from geo_ent.communes.codes_to_today import commune_names

    told = estimate_rural(pd.Index(list(commune_names())))
    assert len(told) == 34875
    assert told.notna().all()
    assert estimate_rural(pd.Index(["15031", "75056", "99999"])).tolist() == [True, False, pd.NA]


def test_estimate_agrees_with_the_grid(shared_file):
    """On the whole country the bundled estimate has a Cohen's κ of 0.79 with INSEE's grid."""
    grid = read_density(shared_file("densite-7-niveaux-cog2025.csv"))
    metropole = ~grid.index.str.startswith("97")
    truth = grid["rural"].astype(bool)[metropole]
    told = estimate_rural(grid.index).astype(bool)[metropole]
    agreed = (truth == told).mean()
    chance = truth.mean() * told.mean() + (1 - truth.mean()) * (1 - told.mean())
    assert (agreed - chance) / (1 - chance) > 0.785


def test_rurality_says_its_ground():
    """What the grid gives is "insee", what it lacks is estimated, what nobody knows is empty."""
    density = pd.DataFrame(
        {"density_class": [6.0], "rural": pd.array([True], dtype="boolean")}, index=["35238"]
    )
    frr = pd.Series({"35012": "FRR+", "35238": "Non classée"})
    table = rurality(pd.DataFrame(index=["35238", "35012", "95999"]), density=density, frr=frr)
    assert table["rurality_basis"].tolist() == ["insee", "estimated", ""]
    assert table["rural"].tolist() == [True, True, pd.NA]
    assert table["density_class"].tolist()[0] == 6
    assert table["density_class"].isna().tolist() == [False, True, True]
    assert table["frr"].tolist() == ["Non classée", "FRR+", ""]
    assert table["frr_classified"].tolist() == [False, True, pd.NA]
    assert str(table["rural"].dtype) == "boolean"


def test_rurality_of_toyland_is_unknown(toy_communes):
    """Communes that don't exist have no rurality, on the frame's own index."""
    toy = toy_communes.set_axis([f"98{at:03d}" for at in range(len(toy_communes))])
    table = rurality(toy)
    assert table["rural"].isna().all()
    assert table["rurality_basis"].to_dict() == dict.fromkeys(toy.index, "")


@examples(12)
@given(
    st.permutations(["35238", "35012", "35001", "49144", "44180", "1004", "75112"]),
    st.lists(st.sampled_from(LABELS), min_size=7, max_size=7),
)
def test_row_order_changes_nothing(tmp_path_factory, order, labels):
    """Whatever the order of the rows, every commune of today has the same class."""
    said = dict(zip(sorted(order), labels, strict=True))
    folder = tmp_path_factory.mktemp("grid")
    straight = read_density(anct(folder, *said.items()))
    shuffled = read_density(anct(folder, *((code, said[code]) for code in order)))
    pd.testing.assert_frame_equal(straight, shuffled)
    assert straight.index.tolist() == ["01004", "35001", "35012", "35238", "44180", "75056"]
