"""A territory that the directory doesn't have whole."""

from annuaire import row, uai, write_csv

import geo_ent
from geo_ent.cli.running import run
from geo_ent.pipeline.build import build
from geo_ent.pipeline.checkup import check_up
from geo_ent.project.build_options import Project
from geo_ent.telling.language import language


def test_a_departement_without_a_school_in_the_directory_is_said_to_be_missing(tmp_path):
    """By check, in the page's notes, among what is to mend; the one that has schools isn't."""
    schools = write_csv(tmp_path / "annuaire.csv", [row(1)])
    register = tmp_path / "registre.csv"
    register.write_text(f"uai,ent\n{uai(1)},oui\n", encoding="utf-8")
    said = "Haut-Rhin\u00a0: l’annuaire n’a aucune école de ce département, rien n’en est compté."
    checkup = check_up([register], schools, departements=["90", "68"], tr=language("fr"))
    assert checkup.questions == [said]
    project = Project(departements=("90", "68"), schools=schools, register=register,
                      out=tmp_path / "out", quick=True)  # fmt: skip
    built = build(project)
    assert said in built.sentences
    assert dict(built.findings.summary())["absent-departement"] == 1
    whole = Project(departements=("90",), schools=schools, register=register,
                    out=tmp_path / "whole", quick=True)  # fmt: skip
    alone = build(whole)
    assert not [text for text in alone.sentences if "aucune école de ce" in text]
    assert "absent-departement" not in dict(alone.findings.summary())


def test_many_absent_departements_are_told_in_one_sentence(tmp_path):
    """With their number, by check and in the page's notes: a directory of one for a région."""
    schools = write_csv(tmp_path / "annuaire.csv", [row(1)])
    register = tmp_path / "registre.csv"
    register.write_text(f"uai,ent\n{uai(1)},oui\n", encoding="utf-8")
    codes = ("25", "39", "68", "70", "90")
    said = (
        "L’annuaire n’a aucune école de 4 départements, dont rien n’est compté\u00a0: "
        "Doubs, Jura, Haut-Rhin, Haute-Saône."
    )
    assert check_up([register], schools, departements=codes, tr=language("fr")).questions == [said]
    project = Project(departements=codes, schools=schools, register=register,
                      out=tmp_path / "out", quick=True)  # fmt: skip
    assert said in build(project).sentences


def test_the_rate_of_an_academie_without_one_of_its_departements_says_so(tmp_path, capsys):
    """In the headline, on the rows of the académie and the région, in the command's line."""
    schools = write_csv(tmp_path / "annuaire.csv", [row(1)])
    register = tmp_path / "registre.csv"
    register.write_text(f"uai,ent\n{uai(1)},oui\n", encoding="utf-8")
    out = tmp_path / "out"
    run(Project(academies=("Besançon",), schools=schools, register=register, out=out, quick=True))
    printed = capsys.readouterr().out
    assert "rien n’est compté\u00a0: Doubs (25), Jura (39), Haute-Saône (70)" in printed
    said = "Haute-Saône\u00a0: l’annuaire n’a aucune école de ce département, rien n’en est compté."
    made = geo_ent.open(out)
    assert made.headline.endswith(said)
    for level in ("academie", "departement"):
        assert made.zones(level)["note"].str.endswith(said).all(), level
    assert "note" not in made.zones("commune") or not made.zones("commune")["note"].any()
