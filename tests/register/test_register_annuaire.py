"""The annuaire given for a register, and registers that keepers make of it."""

import pandas as pd
import pytest
from ledger import UAIS, directory

from geo_ent.errors import InputError
from geo_ent.register.read_register import read_registers

PORTAL = {
    "Identifiant_de_l_etablissement": UAIS,
    "Nom_etablissement": [f"École {number}" for number in range(len(UAIS))],
    "Type_etablissement": "Ecole",
    "Statut_public_prive": "Public",
    "Code_commune": "35238",
    "Nom_commune": "Rennes",
    "Code_departement": "035",
    "Ecole_maternelle": [number % 2 for number in range(len(UAIS))],
    "Ecole_elementaire": 1,
    "Restauration": 1,
    "code_bassin_de_vie": "",
    "date_ouverture": "1990-09-01",
    "etat": "OUVERT",
}


@pytest.fixture
def read(tmp_path):
    """Read a table as the portal's CSV."""

    def reader(table):
        pd.DataFrame(table).to_csv(tmp_path / "annuaire.csv", sep=";", index=False)
        return read_registers([tmp_path / "annuaire.csv"], directory())

    return reader


def test_the_annuaire_is_no_register(read):
    """« etat : OUVERT » says that a school is open: read as an ENT's it would make 100 %."""
    with pytest.raises(InputError, match="C’est l’annuaire"):
        read(PORTAL)


@pytest.mark.parametrize("title", ["rpi_disperse", "Appellation_officielle", "nom_circonscription"])
def test_no_title_of_the_annuaire_is_of_an_ent(read, title):
    """Whatever its cells are, « oui » or « 1 »: « Statut lu dans « rpi_disperse » » was silent."""
    for cells in ("oui", ["1", ""], ["oui", "non"]):
        column = [cells] * len(UAIS) if isinstance(cells, str) else (cells * len(UAIS))[: len(UAIS)]
        with pytest.raises(InputError, match="C’est l’annuaire"):
            read(PORTAL | {title: column})


def test_a_column_added_to_the_annuaire_is_the_register(read):
    """Its own column says who has an ENT; the school's state and opening say nothing of it."""
    answers = ["oui", "non"] * (len(UAIS) // 2) + ["oui"] * (len(UAIS) % 2)
    reading = read(PORTAL | {"ENT": answers})
    statuses = reading.register.set_index("uai")["status"]
    assert list(statuses.reindex(UAIS)) == [{"oui": "school", "non": "none"}[a] for a in answers]
    assert reading.register["start"].isna().all()
    kinds = {entry.kind for entry in reading.findings.entries}
    assert not kinds & {"register-question", "column-unread"}


def test_a_keepers_own_state_is_still_read(read):
    """« État » beside a few columns of the annuaire's is the keeper's own word."""
    few = {name: PORTAL[name] for name in ("Nom_commune", "Nom_etablissement", "Code_commune")}
    reading = read({"UAI": UAIS, **few, "État": ["ouvert", "fermé"] * (len(UAIS) // 2)})
    assert set(reading.register["status"]) == {"school", "none"}
