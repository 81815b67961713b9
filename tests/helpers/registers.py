"""Small registers and their directory, shared by the tests of report, check and corrected file."""

import pandas as pd

from geo_ent.publish.register.register_report import report_page
from geo_ent.register.read_register import read_registers
from geo_ent.telling.language import language
from geo_ent.telling.register.register_wording import report_rows

FRENCH, ENGLISH = language("fr"), language("en")
UAIS = ["0359001U", "0359002V", "0359003W", "0359004X"]
HOSTILE = '<script>alert("x")</script>=1+1 {{7*7}} \u202e @@css@@ &amp;'
HEADER = ["N° UAI\n(RNE)", "École", "Commune", "ENT", 'Solution "ENT"', "Début", "Fin"]
ROWS = [
    ["DSDEN – suivi", "", "", "", "", "", ""],
    HEADER,
    ["0359001u", "École élémentaire publique Saint-Exupéry", "Betton", "oui", "one", "09/2021", ""],
    ["0359002A", "Ecole maternelle publique Les Prés", "Betton", "non", "", "", ""],
    ["0359004X", "École primaire publique Jules Verne", "Bruz", "bleu ciel", "Maison", "hier", ""],
    ["0359001U", "", "", "non", "", "09/2022", ""],
    ["0359001U", "", "", "non", "=1+1", "09/2022", ""],
    ["0359991V", HOSTILE, HOSTILE, "oui", HOSTILE, "", ""],
    ["", "Toutes les écoles privées", "Betton", "classe", "@cmd", "2022", ""],
    ["", "Total", "", "3", "", "", ""],
]


def directory():
    """Three schools of Betton (one private) and one of Bruz."""
    return pd.DataFrame(
        {
            "name": ["École élémentaire publique Saint-Exupéry",
                     "Ecole maternelle publique Les Prés",
                     "École primaire privée Ste Anne", "École primaire publique Jules Verne"],
            "nature": ["elementaire", "maternelle", "primaire", "primaire"],
            "sector": ["public", "public", "prive", "public"],
            "commune_code": ["35024", "35024", "35024", "35047"],
            "commune_name": ["Betton", "Betton", "Betton", "Bruz"],
            "departement_code": "35",
            "circonscription_name": "",
            "rpi_code": "",
        },
        index=pd.Index(UAIS, name="uai"),
    )  # fmt: skip


def write_register(path, rows=ROWS):
    """Write rows as a CSV with semicolons, quotes and line breaks where needed."""
    pd.DataFrame(rows).to_csv(path, sep=";", header=False, index=False)
    return path


def read(path, rows=ROWS):
    """Write a register and read it."""
    return read_registers([write_register(path, rows)], directory())


def report(reading, *, schools=None, tr=FRENCH):
    """Make a reading's page."""
    known = directory() if schools is None else schools
    return report_page(reading, report_rows(reading, tr), schools=known, tr=tr)
