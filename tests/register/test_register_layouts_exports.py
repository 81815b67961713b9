"""Exports of tools: fields of a database, flags, lookups, logs, nomenclatures."""

from ledger import UAIS, csv_file, directory, workbook
from told_registers import known_of_schools

from geo_ent.register.read_register import read_registers

A, B, C, D = UAIS[0], UAIS[1], UAIS[3], UAIS[7]


def read(folder, *rows):
    """Read a CSV of these rows with the made-up directory."""
    return read_registers([csv_file(folder / "export.csv", rows)], directory())


def test_fields_named_with_capitals_and_flags_in_json(tmp_path):
    """The ENT is one of several flags, its first day counts seconds, the last login is none."""
    reading = read(
        tmp_path,
        ["orgId", "externalId", "appName", "modules", "entActivatedAt", "lastLoginAt"],
        ["5f1", A, "e-primo", '{"ent":true,"cantine":false}', "1609495200", "1687082400"],
        ["5f2", B, "e-primo", '{"ent":true,"cantine":true}', "1613988000", "1687428000"],
        ["5f3", C, "", '{"ent":false,"cantine":true}', "", "1687428000"],
        ["5f4", D, "", '{"ent":false,"cantine":false}', "", "1687428000"],
    )
    assert known_of_schools(reading) == {
        A: ("school", "e-primo", "2021-01-01"),
        B: ("school", "e-primo", "2021-02-22"),
        C: ("none", "", ""),
        D: ("none", "", ""),
    }


def test_lookups_are_read_without_their_number(tmp_path):
    """What a list of choices writes before each of them is no word of it."""
    reading = read(
        tmp_path,
        ["ID", "Code UAI", "Etat ENT", "Produit ENT", "Date bascule"],
        ["1", A, "1;#Équipée", "2;#Skolengo", "2022-11-25T07:00:00Z"],
        ["2", B, "4;#Aucun équipement", "", ""],
        ["3", C, "2;#Équipement de certaines classes", "1;#ONE", "2022-01-10T07:00:00Z"],
    )
    assert known_of_schools(reading) == {
        A: ("school", "Skolengo", "2022-11-25"),
        B: ("none", "", ""),
        C: ("class", "ONE", "2022-01-10"),
    }


def test_states_of_a_life_cycle_count_beside_a_product(tmp_path):
    """A product stands in every row, and the state says who has it still."""
    reading = read(
        tmp_path,
        ["uai_code", "product_name", "lifecycle_state", "go_live_at", "churned_at"],
        [A, "ONE", "live", "2022-01-24T06:00:00Z", ""],
        [B, "ONE", "onboarding", "2023-09-04T06:00:00Z", ""],
        [C, "ONE", "churned", "2019-10-08T06:00:00Z", "2021-07-05T08:00:00Z"],
        [D, "", "lead", "", ""],
    )
    told = known_of_schools(reading)
    assert told[A] == ("school", "ONE", "2022-01-24")
    assert told[B][0] == "planned"
    ends = reading.register.set_index("uai")["end"]
    assert str(ends[C])[:10] == "2021-07-05"


def test_first_day_is_that_of_the_period_not_of_the_invoice(tmp_path):
    """Of two days, the one whose end stands beside it."""
    reading = read(
        tmp_path,
        ["N° pièce", "Date pièce", "Code tiers", "Désignation", "Début période", "Fin période"],
        ["F1", "07/08/2022", A, "Educartable - abonnement", "01/09/2022", "31/08/2023"],
        ["F2", "21/08/2022", B, "Educartable - abonnement", "01/09/2022", "31/08/2023"],
    )
    assert {start for _, _, start in known_of_schools(reading).values()} == {"2022-09-01"}


def test_school_without_a_name_is_a_status(tmp_path):
    """A status, "École non équipée", begins as a name of a school does, and names none."""
    reading = read(
        tmp_path,
        ["uai_etab", "denomination", "ville", "solution_ent", "stade", "mise_en_oeuvre"],
        [A, "École Saint-Exupéry", "Betton", "PrimOT", "école entièrement équipée", "2022-2023"],
        [B, "Les Prés", "Betton", "", "école non équipée", ""],
        [C, "École Jules Verne", "Bruz", "ONE", "classes volontaires équipées", "2021-2022"],
    )
    assert [status for status, *_ in known_of_schools(reading).values()] == [
        "school",
        "none",
        "class",
    ]


def test_services_of_a_school_beside_its_ent(tmp_path):
    """A row a service: a messaging service that is active is no ENT."""
    header = ["codeStructure", "service", "fournisseur", "actif", "dateOuverture", "dateFermeture"]
    rows = [
        [uai, service, maker, active, start, end]
        for uai, ent in ((A, "1"), (B, "0"), (C, ""))
        for service, maker, active, start, end in (
            ("MESSAGERIE", "Convergence", "1", "20170901", ""),
            ("ENT", "Beneylu School", ent, "20201203", "20220831" if ent == "0" else ""),
            ("STOCKAGE", "Nuage", "1", "20210104", ""),
        )
        if active or service != "ENT"
    ]
    told = known_of_schools(read(tmp_path, header, *rows))
    assert told[A] == ("school", "Beneylu School", "2020-12-03")
    assert told.get(C, ("unknown",))[0] == "unknown"


NOMENCLATURES = {
    "ETABLISSEMENT": [["ID_ETAB", "UAI", "LIB_ETAB"], [1, A, "Saint-Exupéry"], [2, B, "Les Prés"],
                      [3, C, "Jules Verne"]],
    "EQUIPEMENT": [["ID_EQUIP", "ID_ETAB", "CD_SOLUTION", "CD_ETAT", "DT_EFFET"],
                   [80, 2, "S01", "P", "07/07/2022"], [81, 1, "S02", "G", "22/10/2020"],
                   [82, 3, "S99", "N", ""]],
    "NOMENC_ETAT": [["CD_ETAT", "LIB_ETAT"], ["G", "Déployé dans l'ensemble des classes"],
                    ["P", "Déployé dans une partie des classes"], ["N", "Jamais équipé"]],
    "SOLUTIONS": [["CODE", "LIBELLE"], ["S01", "ONE"], ["S02", "Toutatice"], ["S99", "(néant)"]],
}  # fmt: skip


def test_sheets_of_a_database_are_put_together(tmp_path):
    """A school is named by its key, a state and a product by codes of other sheets."""
    path = workbook(tmp_path / "base.xlsx", *NOMENCLATURES.values(), names=[*NOMENCLATURES])
    reading = read_registers([path], directory())
    assert known_of_schools(reading) == {
        B: ("class", "ONE", "2022-07-07"),
        A: ("school", "Toutatice", "2020-10-22"),
        C: ("none", "", ""),
    }
    # What is kept of a row is what its own sheet writes.
    assert [80, 2, "S01", "P", "07/07/2022"] in [list(cells) for cells in reading.written.cells]


def test_row_numbers_join_no_sheets(tmp_path):
    """A list of communes that counts its rows isn't the list of schools that counts its own."""
    communes = [["N°", "Commune", "ENT"], [1, "Betton", "oui"], [2, "Bruz", "non"]]
    schools = [["N°", "UAI", "École"], [1, D, "Henri Dès"], [2, A, "Saint-Exupéry"]]
    path = workbook(tmp_path / "r.xlsx", communes, schools, names=["Communes", "Liste"])
    told = known_of_schools(read_registers([path], directory()))
    assert D not in told
    assert told[A][0] == "school"


def test_log_of_events_says_what_its_last_one_does(tmp_path):
    """Newest first, with events of another thing: on, on and off, off and on again."""
    reading = read(
        tmp_path,
        ["horodatage", "code_uai", "ecole", "plateforme", "evenement", "acteur"],
        ["2023-06-26 18:54:36", A, "Saint-Exupéry", "e-primo", "SYNCHRO_ANNUAIRE", "robot"],
        ["2022-09-07 08:05:44", C, "Jules Verne", "e-primo", "REACTIVATION_ESPACE", "cpd"],
        ["2022-07-05 10:00:00", B, "Les Prés", "e-primo", "DESACTIVATION_ESPACE", "cpd"],
        ["2022-03-05 10:00:00", C, "Jules Verne", "e-primo", "DESACTIVATION_ESPACE", "cpd"],
        ["2021-10-12 09:00:00", A, "Saint-Exupéry", "e-primo", "ACTIVATION_ESPACE", "cpd"],
        ["2020-10-12 09:00:00", C, "Jules Verne", "e-primo", "ACTIVATION_ESPACE", "cpd"],
        ["2020-09-12 09:00:00", B, "Les Prés", "e-primo", "ACTIVATION_ESPACE", "cpd"],
        ["2020-09-13 09:00:00", B, "Les Prés", "e-primo", "CREATION_COMPTE", "robot"],
    )
    told = known_of_schools(reading)
    assert told[A] == ("school", "e-primo", "2021-10-12")
    assert told[C] == ("school", "e-primo", "2022-09-07")
    assert str(reading.register.set_index("uai")["end"][B])[:10] == "2022-07-05"


def test_closed_ticket_is_a_request_that_was_met(tmp_path):
    """A request of opening that is closed is an ENT; one of closing ends it; others say nothing."""
    reading = read(
        tmp_path,
        ["ID", "Titre", "Statut", "Catégorie", "Date d'ouverture", "Date de résolution", "Lieu"],
        ["1", "Ouverture de l'ENT Toutatice", "Clos", "ENT", "10-10-2019", "04-11-2019", A],
        ["2", "Ouverture de l'ENT Toutatice", "Résolu", "ENT", "16-10-2019", "05-11-2019", B],
        ["3", "Fermeture de l'ENT Toutatice", "Clos", "ENT", "16-06-2021", "05-07-2021", B],
        ["4", "Ouverture de l'ENT Toutatice", "En cours (Planifié)", "ENT", "16-06-2023", "", C],
        ["5", "Vidéoprojecteur en panne", "Clos", "Matériel", "16-06-2022", "17-06-2022", D],
    )
    told = known_of_schools(reading)
    assert told[A] == ("school", "Toutatice", "2019-11-04")
    assert told[C][0] == "planned"
    assert told.get(D, ("unknown",))[0] == "unknown"
    assert str(reading.register.set_index("uai")["end"][B])[:10] == "2021-07-05"


def test_state_of_a_ticket_in_words_of_ones_own_is_doubted(tmp_path):
    """What an opening came to isn't guessed where its state isn't understood."""
    rows = [
        ["Type", "UAI", "Statut", "Résolu le"],
        ["Ouverture ENT école", A, "Livré", "04/11/2019"],
        ["Fermeture ENT école", B, "Livré", "04/11/2019"],
        ["Ouverture ENT école", C, "Zinzolin", ""],
    ]
    reading = read(tmp_path, *rows)
    assert known_of_schools(reading)[C][0] == "unknown"
    assert [len(notes) for notes in reading.rows["notes"]][-1] == 1


def test_deals_of_a_school_add_up(tmp_path):
    """Won, it has it; a renewal that is lost ends it; a first sale that is lost never began."""
    reading = read(
        tmp_path,
        ["Record ID", "Company UAI", "Pipeline", "Deal Stage", "Deal Type", "Close Date"],
        ["1", A, "NEO primaire", "Closed Lost", "New Business", "2020-02-17 11:52"],
        ["2", A, "NEO primaire", "Closed Won", "New Business", "2022-11-10 13:51"],
        ["3", B, "NEO primaire", "Closed Won", "New Business", "2020-11-10 13:51"],
        ["4", B, "NEO primaire", "Closed Lost", "Renewal", "2022-06-28 09:52"],
        ["5", C, "NEO primaire", "Closed Lost", "New Business", "2022-06-28 09:52"],
        ["6", D, "NEO primaire", "Contract Sent", "New Business", "2023-07-03 13:10"],
    )
    told = known_of_schools(reading)
    assert told[A] == ("school", "NEO", "2022-11-10")
    assert str(reading.register.set_index("uai")["end"][B])[:10] == "2022-06-28"
    assert (told[C][0], told[D][0]) == ("none", "planned")


def test_pivot_with_subtotals(tmp_path):
    """A one under how much of the school is covered, with totals and the filter's product above."""
    reading = read(
        tmp_path,
        ["Plateforme", "Net'École"],
        [],
        ["Nombre de UAI", "", "", "Étiquettes de colonnes"],
        ["Circonscription", "UAI", "École", "Couverture totale", "Couverture partielle",
         "Ouverture annoncée", "Aucune couverture", "Total général"],
        ["Bain", A, "Saint-Exupéry", "1", "", "", "", "1"],
        ["Bain", B, "Les Prés", "", "1", "", "", "1"],
        ["Total Bain", "", "", "1", "1", "", "", "2"],
        ["Bruz", C, "Jules Verne", "", "", "1", "", "1"],
        ["Bruz", D, "Henri Dès", "", "", "", "1", "1"],
        ["Total Bruz", "", "", "", "", "1", "1", "2"],
        ["Total général", "", "", "1", "1", "1", "1", "4"],
    )  # fmt: skip
    told = known_of_schools(reading)
    assert [told[uai][0] for uai in (A, B, C, D)] == ["school", "class", "planned", "none"]
    assert told[A][1] == "Net'École"


def test_product_of_a_sheet_about_the_others(tmp_path):
    """A sheet that says of what the list is names the product of all its rows."""
    about = [["Extraction des licences"], ["Gamme", "Beneylu School"], ["Zone", "Bretagne"]]
    rows = [
        ["RNE", "Portée de la licence", "Ouverture des droits", "Terme des droits", "Situation"],
        [A, "Établissement entier", "09/03/2020", "31/08/2021", "Droits échus"],
        [B, "1 classe (CM2)", "27/10/2022", "31/08/2023", "Droits ouverts"],
        [
            C,
            "Établissement entier",
            "01/09/2023",
            "31/08/2024",
            "Commande validée, droits à ouvrir",
        ],
    ]
    path = workbook(tmp_path / "r.xlsx", about, rows, names=["Informations", "Licences"])
    reading = read_registers([path], directory())
    told = known_of_schools(reading)
    assert told[B] == ("class", "Beneylu School", "2022-10-27")
    assert told[C][0] == "planned"
    assert str(reading.register.set_index("uai")["end"][A])[:10] == "2021-08-31"


def test_labels_of_a_card_say_how_much_of_the_school(tmp_path):
    """Beside its product, a card's label limits the ENT; its due date ends nothing."""
    reading = read(
        tmp_path,
        ["Card Name", "Labels", "Due Date", "List Name", "Board Name"],
        [f"{A} Saint-Exupéry (Betton)", "NEO (blue)", "2021-04-28", "Déployée ✔", "ENT"],
        [f"{B} Les Prés (Betton)", "NEO (blue),Seulement quelques classes (yellow)", "",
         "Déployée ✔", "ENT"],
        [f"{C} Jules Verne (Bruz)", "", "", "Pas intéressée", "ENT"],
    )  # fmt: skip
    told = known_of_schools(reading)
    assert told[A][:2] == ("school", "NEO")
    assert told[B][:2] == ("class", "NEO")
    assert told[C][0] == "none"
    assert reading.register["end"].isna().all()


def test_products_ticked_beside_boxes_say_only_which(tmp_path):
    """A product that a school hopes for makes no ENT of the project that it ticks."""
    reading = read(
        tmp_path,
        ["UAI", "L'ENT est… [ouvert à toutes les classes]", "L'ENT est… [ouvert à des classes]",
         "L'ENT est… [pas encore ouvert mais le sera]", "L'ENT est… [inexistant]",
         "Lequel ? [ONE]", "Lequel ? [Toutatice]"],
        [A, "1", "0", "0", "0", "1", "0"],
        [B, "0", "0", "1", "0", "0", "1"],
        [C, "0", "0", "0", "1", "0", "0"],
    )  # fmt: skip
    told = known_of_schools(reading)
    assert [told[uai][0] for uai in (A, B, C)] == ["school", "planned", "none"]


def test_product_of_a_portals_address(tmp_path):
    """A host bears the product's name; what a probe says of it is the status."""
    reading = read(
        tmp_path,
        ["Établissement", "Code", "Adresse du portail ENT", "Retour de la sonde"],
        ["Saint-Exupéry, Betton", A, f"https://{A.lower()}.beneyluschool.net", "portail joignable"],
        ["Les Prés, Betton", B, "pas de portail", "sans objet"],
        ["Jules Verne, Bruz", C, f"https://{C.lower()}.skolengo.com",
         "page d'attente : ouverture le 04/09/2023"],
        ["Henri Dès", D, "https://www.toutatice.fr/ecole",
         "portail supprimé par l'éditeur le 20/07/2022"],
    )  # fmt: skip
    told = known_of_schools(reading)
    assert told[A][:2] == ("school", "Beneylu School")
    assert told[B][0] == "none"
    assert told[C][0] == "planned"
    assert str(reading.register.set_index("uai")["end"][D])[:10] == "2022-07-20"


def test_address_in_the_stead_of_a_status_is_doubted(tmp_path):
    """An address that names no product says nothing of the ENT, and isn't passed over."""
    reading = read(
        tmp_path,
        ["UAI", "ENT"],
        [A, "oui"],
        [B, "https://example.org/ecole"],
        [C, "non"],
    )
    assert known_of_schools(reading)[B][0] == "unknown"
    assert [len(notes) for notes in reading.rows["notes"]] == [0, 0, 1, 0]


def test_training_sold_beside_an_ent_is_none(tmp_path):
    """An invoice of training alone says nothing sure of the school's ENT."""
    reading = read(
        tmp_path,
        ["N° pièce", "Code tiers", "Désignation", "Début période", "Fin période"],
        ["F1", A, "Educartable - abonnement", "01/09/2022", "31/08/2023"],
        ["F2", B, "Formation prise en main (3 h)", "", ""],
        ["F3", C, "Educartable - abonnement", "01/09/2022", "31/08/2023"],
    )
    assert B not in known_of_schools(reading)
    assert [reason.code for reason in reading.rows["reason"]][2] == "other-service"


def test_orders_of_other_articles_are_no_ent(tmp_path):
    """Of what is delivered to schools, only the articles that are an ENT count."""
    reading = read(
        tmp_path,
        ["N° commande", "UAI", "Article", "Statut commande", "Date de livraison"],
        ["1", A, "ONE - abonnement école", "Livrée", "2022-09-10"],
        ["2", B, "ONE - abonnement école", "Annulée", ""],
        ["3", C, "Casques audio", "Livrée", "2022-09-10"],
        ["4", D, "ONE - abonnement école", "En préparation", ""],
    )
    told = known_of_schools(reading)
    assert told[A] == ("school", "ONE", "2022-09-10")
    assert (told[B][0], told[D][0]) == ("none", "planned")
    assert C not in told


def test_changes_of_status_are_dated_to_the_minute(tmp_path):
    """What was before is no status; when it changed is the day."""
    reading = read(
        tmp_path,
        ["date_changement", "uai", "ancien_statut", "nouveau_statut", "utilisateur"],
        ["2022-07-01 10:00", B, "actif", "résilié", "x"],
        ["2021-09-01 10:30", A, "prospect", "actif", "x"],
        ["2020-09-01 10:15", B, "", "actif", "x"],
    )
    register = reading.register.set_index("uai")
    assert str(register.loc[A, "start"])[:10] == "2021-09-01"
    assert register.loc[[B], "status"].tolist() == ["none", "school"]


def test_accounts_opened_are_no_ent_opened(tmp_path):
    """A log of accounts says nothing of a school whose space was never opened."""
    reading = read(
        tmp_path,
        ["date", "uai", "evenement", "produit"],
        ["2021-09-01", A, "Création de compte parent", "ONE"],
        ["2021-09-02", A, "Ouverture de l'espace école", "ONE"],
        ["2021-09-01", B, "Création de compte parent", "ONE"],
        ["2021-10-01", B, "Suppression de compte parent", "ONE"],
    )
    assert known_of_schools(reading) == {A: ("school", "ONE", "2021-09-02")}


def test_numbers_of_tickets_are_no_legend(tmp_path):
    """A number beside what is asked stands for nothing elsewhere."""
    reading = read(
        tmp_path,
        ["Ticket ID", "Subject", "Status", "Created at", "Solved at", "UAI"],
        ["1", "Ouverture ENT ONE", "Solved", "2021-01-02 10:00", "2021-01-10 10:00", A],
        ["2", "Ouverture ENT ONE", "Pending", "2023-01-02 10:00", "", B],
        ["3", "Mot de passe perdu", "Solved", "2021-01-02 10:00", "2021-01-10 10:00", C],
        ["4", "Résiliation ENT ONE", "Closed", "2022-01-02 10:00", "2022-07-10 10:00", D],
        ["5", "Ouverture ENT ONE", "Closed", "2021-01-02 10:00", "2021-02-10 10:00", D],
    )
    assert "solution" not in next(iter(reading.columns.values()))
    assert known_of_schools(reading)[A] == ("school", "ONE", "2021-01-10")
    assert C not in known_of_schools(reading)


def test_situations_at_two_days_of_a_school_year(tmp_path):
    """October and June are of one school year: the later situation isn't of the next one."""
    reading = read(
        tmp_path,
        ["UAI", "Situation au 01/10/2022", "Situation au 01/06/2023"],
        [A, "oui", "oui"],
        [B, "oui", "non"],
        [C, "non", "oui"],
        [D, "non", "non"],
    )
    assert next(iter(reading.columns.values()))["status"] == "Situation au 01/06/2023"
    told = {uai: status for uai, (status, *_) in known_of_schools(reading).items()}
    assert told == {A: "school", B: "none", C: "school", D: "none"}
