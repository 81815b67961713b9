"""Registers of town halls: budgets, orders, minutes, numbers of classes, lists side by side."""

from ledger import UAIS, csv_file, directory, workbook
from told_registers import known_of_schools, questions

from geo_ent.register.read_register import read_registers

EXUPERY, PRES, ANNE, VERNE = UAIS[:4]
DORIS, DES = UAIS[6:8]
PREVERT_MATERNELLE, PREVERT_ELEMENTAIRE = UAIS[8:10]


def read(folder, *rows):
    """Read a CSV of these rows with the made-up directory."""
    return read_registers([csv_file(folder / "mairie.csv", rows)], directory())


def read_sheets(folder, **sheets):
    """Read a workbook of these sheets."""
    path = workbook(folder / "mairie.xlsx", *sheets.values(), names=[*sheets])
    return read_registers([path], directory())


def statuses(reading):
    """Give each school's status, and its product."""
    return {uai: known[:2] for uai, known in known_of_schools(reading).items()}


def kinds_doubted(reading):
    """Give the kinds of findings that are about a row's status."""
    kinds = {entry["kind"] for entry in reading.findings.entries}
    return kinds & {"unknown-status", "status-doubted", "status-contrary"}


def test_numbers_of_classes_say_how_much_of_a_school(tmp_path):
    """None of them, some, or all; more than there are is asked about."""
    reading = read(
        tmp_path,
        ["Ville", "École", "Nb classes", "dont avec ENT"],
        ["Betton", "Saint-Exupéry", "8", "0"],
        ["Betton", "Les Prés", "4", "4"],
        ["Bruz", "Jules Verne", "7", "1"],
        ["La Bouëxière", "Henri Dès", "5", "2"],
        ["Saint-Germain-sur-Ille", "Le Doris", "3", "3"],
    )
    assert statuses(reading) == {
        EXUPERY: ("none", ""),
        PRES: ("school", ""),
        VERNE: ("class", ""),
        DES: ("class", ""),
        DORIS: ("school", ""),
    }


def test_numbers_of_a_towns_schools_say_nothing_of_each(tmp_path):
    """A summary beside the schools' own sheets isn't read as a register of towns."""
    reading = read_sheets(
        tmp_path,
        Bilan=[["Commune", "Nombre d'écoles", "dont avec ENT"], ["Betton", 3, 2], ["Bruz", 3, 0],
               ["Redon", 2, 1]],
        Betton=[["Commune de Betton"], ["École", "Situation", "Produit"],
                ["Saint-Exupéry", "en service", "ONE"], ["Les Prés", "sans ENT", ""]],
        Bruz=[["Commune de Bruz"], ["École", "Situation", "Produit"],
              ["Jules Verne", "sans ENT", ""]],
    )  # fmt: skip
    assert statuses(reading) == {
        EXUPERY: ("school", "ONE"), PRES: ("none", ""), VERNE: ("none", "")}  # fmt: skip
    assert not kinds_doubted(reading)


def test_codes_of_a_legend_are_the_status(tmp_path):
    """What a code means is said above, and what a blank does: no title need say more."""
    reading = read(
        tmp_path,
        ["1 = ENT pour toute l'école ; 2 = ENT en projet ; 0 = pas d'ENT"],
        ["Commune", "École", "Code"],
        ["Betton", "Saint-Exupéry", "1"],
        ["Betton", "Les Prés", "0"],
        ["Bruz", "Jules Verne", "2"],
        ["La Bouëxière", "Henri Dès", "1"],
    )
    found = {uai: status for uai, (status, _) in statuses(reading).items()}
    assert found == {EXUPERY: "school", PRES: "none", VERNE: "planned", DES: "school"}
    assert questions(reading) == []


def test_a_blank_is_what_the_legend_says(tmp_path):
    """Years without a letter are years without an ENT, and the legend names no product of all."""
    reading = read(
        tmp_path,
        ["O = ONE, B = Beneylu ; case vide = pas d'ENT"],
        ["Commune", "École", "2020-2021", "2021-2022", "2022-2023"],
        ["Betton", "Saint-Exupéry", "O", "O", "O"],
        ["Betton", "Les Prés", "", "", ""],
        ["Bruz", "Jules Verne", "", "B", "B"],
    )
    assert statuses(reading) == {
        EXUPERY: ("school", "ONE"),
        PRES: ("none", ""),
        VERNE: ("school", "Beneylu School"),
    }


def test_with_and_without_side_by_side(tmp_path):
    """Each list stands under its own title, and those without have no more than a name."""
    reading = read(
        tmp_path,
        ["ÉCOLES AVEC ENT", "", "", "", "ÉCOLES SANS ENT", ""],
        ["Ville", "École", "Produit", "", "Ville", "École"],
        ["Betton", "Saint-Exupéry", "ONE", "", "Bruz", "Jules Verne"],
        ["La Bouëxière", "Henri Dès", "Skolengo", "", "Betton", "Les Prés"],
        ["Saint-Germain-sur-Ille", "Le Doris", "ONE", "", "", ""],
    )
    assert statuses(reading) == {
        EXUPERY: ("school", "ONE"),
        DES: ("school", "Skolengo"),
        DORIS: ("school", "ONE"),
        VERNE: ("none", ""),
        PRES: ("none", ""),
    }


def test_lists_by_the_names_of_their_sheets(tmp_path):
    """Those equipped have the market's product, those that wait and refuse are said by the name."""
    reading = read_sheets(
        tmp_path,
        **{
            "Équipées": [["Titulaire : Skolengo"], ["Ville", "École", "Date de livraison"],
                         ["Betton", "Saint-Exupéry", "01/09/2021"],
                         ["Bruz", "Jules Verne", "02/09/2021"]],
            "Liste d'attente": [["Rang", "Ville", "École"], [1, "La Bouëxière", "Henri Dès"]],
            "Ne souhaitent pas": [["Ville", "École", "Motif"], ["Betton", "Les Prés", "coût"]],
        },
    )  # fmt: skip
    assert statuses(reading) == {
        EXUPERY: ("school", "Skolengo"),
        VERNE: ("school", "Skolengo"),
        DES: ("planned", ""),
        PRES: ("none", ""),
    }


def test_a_list_that_nothing_is_said_of_is_asked_about(tmp_path):
    """Schools that only one sheet has aren't lost in silence; a directory of all is no list."""
    equipped = [["Commune", "École", "ENT"], ["Betton", "Saint-Exupéry", "oui"],
                ["Betton", "Les Prés", "non"], ["Bruz", "Jules Verne", "oui"]]  # fmt: skip
    others = [["Commune", "École"], ["La Bouëxière", "Henri Dès"],
              ["Saint-Germain-sur-Ille", "Le Doris"], ["Redon", "Jacques Prévert"]]  # fmt: skip
    assert questions(read_sheets(tmp_path, Suivi=equipped, Divers=others)) == ["untold-sheet"]
    same = [["Commune", "École"], *([row[0], row[1]] for row in equipped[1:])]
    assert questions(read_sheets(tmp_path, Suivi=equipped, Divers=same)) == []


def test_another_list_below_has_its_own_title(tmp_path):
    """Under "restant à équiper" a day isn't the product of the table above."""
    reading = read(
        tmp_path,
        ["1. Écoles équipées", "", "", ""],
        ["Commune", "École", "Produit", "Ouverte le"],
        ["Betton", "Saint-Exupéry", "ONE", "01/09/2021"],
        ["Bruz", "Jules Verne", "ONE", "02/09/2021"],
        ["2. Restant à équiper", "", "", ""],
        ["Commune", "École", "Échéance", ""],
        ["La Bouëxière", "Henri Dès", "rentrée 2023", ""],
        ["Betton", "Les Prés", "rentrée 2024", ""],
    )
    assert {uai: status for uai, (status, _) in statuses(reading).items()} == {
        EXUPERY: "school", VERNE: "school", DES: "planned", PRES: "planned"}  # fmt: skip


def test_a_budget_a_year(tmp_path):
    """The latest year's sheet counts, which begins in January: what was paid for is there."""
    titles = ["Commune", "Site scolaire", "Titulaire", "Coût (€)", "Suite donnée"]
    reading = read_sheets(
        tmp_path,
        **{
            "BP 2022": [["BUDGET ENT — exercice 2022"], [], titles,
                        ["Betton", "Saint-Exupéry", "", 0, "non retenu"],
                        ["Betton", "Les Prés", "ONE", 200, "mandaté"],
                        ["Bruz", "Jules Verne", "", 0, "non retenu"]],
            "BP 2023": [["BUDGET ENT — exercice 2023"], [], titles,
                        ["Betton", "Saint-Exupéry", "ONE", 300, "mandaté"],
                        ["Betton", "Les Prés", "ONE", 200, "mandaté"],
                        ["Bruz", "Jules Verne", "", 0, "à inscrire au BP 2024"]],
        },
    )  # fmt: skip
    assert statuses(reading) == {
        EXUPERY: ("school", "ONE"), PRES: ("school", "ONE"), VERNE: ("planned", "")}  # fmt: skip
    assert reading.register["start"].dropna().lt("2023-09-01").all()


def test_orders_of_other_things_are_set_aside(tmp_path):
    """What became of an order is the status, and a projector's is of no ENT."""
    reading = read(
        tmp_path,
        ["Bon", "Désignation", "Qté", "Bénéficiaire", "État de la commande"],
        ["1", "Licence ENT ONE", "1", "école Saint-Exupéry, 35830 Betton", "livré"],
        ["2", "Vidéoprojecteur mural", "3", "école Saint-Exupéry, 35830 Betton", "livré"],
        ["3", "Licence ENT ONE", "1", "école Les Prés, 35830 Betton", "annulé"],
        ["4", "Licence ENT Skolengo", "1", "école Jules Verne, 35170 Bruz", "livré"],
        ["5", "Licence ENT Skolengo", "1", "école Henri Dès, 35340 La Bouëxière", "commandé"],
    )
    found = statuses(reading)
    assert found[EXUPERY] == ("school", "ONE")
    assert found[PRES][0] == "none"
    assert found[VERNE] == ("school", "Skolengo")
    assert found[DES][0] == "planned"


def test_a_school_and_its_commune_in_one_cell(tmp_path):
    """However they are written together, and whatever the title, the row is the school's."""
    reading = read(
        tmp_path,
        ["Ville-école", "Convention avec l'académie", "ENT choisi"],
        ["Betton - Saint-Exupéry", "signée", "ONE"],
        ["Bruz - Jules Verne", "à signer", "ONE"],
        ["La Bouëxière - Henri Dès", "résiliée", "ONE"],
        ["Betton - Les Prés", "signée", "Skolengo"],
        ["Saint-Germain-sur-Ille - Le Doris", "refusée", ""],
    )
    found = {uai: status for uai, (status, _) in statuses(reading).items()}
    assert found == {
        EXUPERY: "school", VERNE: "planned", DES: "none", PRES: "school", DORIS: "none",
    }  # fmt: skip


def test_pages_of_a_printed_table(tmp_path):
    """Each page repeats the titles: the schools of the first ones aren't above the table."""
    titles = ["Commune", "Dénomination", "ENT en service", "Sans ENT", "À l'étude"]
    reading = read(
        tmp_path,
        ["ANNEXE — SITUATION", "", "", "", ""],
        titles,
        ["Betton", "Saint-Exupéry", "☒", "☐", "☐"],
        ["Betton", "Les Prés", "☐", "☒", "☐"],
        ["Direction éducation", "", "", "", "page 1 / 2"],
        ["ANNEXE — SITUATION", "", "", "", ""],
        titles,
        ["Bruz", "Jules Verne", "☐", "☐", "☒"],
        ["La Bouëxière", "Henri Dès", "☒", "☐", "☐"],
    )
    assert {uai: status for uai, (status, _) in statuses(reading).items()} == {
        EXUPERY: "school", PRES: "none", VERNE: "planned", DES: "school"}  # fmt: skip


def test_a_town_none_of_whose_schools_has_one(tmp_path):
    """Where others say which schools, "aucune" says that there is no ENT."""
    reading = read(
        tmp_path,
        ["Collectivité", "Public concerné", "Plateforme", "Mise en service"],
        ["Betton", "toutes les écoles publiques", "ONE", "01/09/2021"],
        ["Bruz", "aucune", "", ""],
        ["Redon", "élémentaire uniquement", "ONE", "01/09/2021"],
    )
    found = {uai: status for uai, (status, _) in statuses(reading).items()}
    assert found[EXUPERY] == found[PRES] == found[PREVERT_ELEMENTAIRE] == "school"
    assert found[VERNE] == "none"
    assert PREVERT_MATERNELLE not in found


def test_a_group_of_schools_with_a_column_for_each(tmp_path):
    """Of one name the maternelle and the élémentaire are two schools, each with its own answer."""
    reading = read(
        tmp_path,
        ["Ville", "Groupe scolaire", "en maternelle", "en élémentaire", "ENT"],
        ["Redon", "Jacques Prévert", "non", "oui", "ONE"],
    )
    assert statuses(reading) == {
        PREVERT_MATERNELLE: ("none", ""), PREVERT_ELEMENTAIRE: ("school", "ONE")}  # fmt: skip
