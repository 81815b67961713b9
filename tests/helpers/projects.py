"""What the tests of the programmes share: a small table, with answers known by hand."""

import pandas as pd

from geo_ent.programmes.programmes_page import projects_page
from geo_ent.telling.language import language

NORD = {
    "programme": "nord", "name": "ENT du Nord", "place": "Nord", "level": "departement",
    "codes": "59", "carrier": "Département du Nord", "carrier_kind": "departement",
    "unit": "classe", "title": "Le Nord équipe ses classes", "publisher": "La Gazette",
    "source_date": "2015-07",
}  # fmt: skip
RENNES = {
    "programme": "rennes", "name": "Toutatice à l’école", "place": "Académie de Rennes",
    "level": "academie", "codes": "14", "carrier": "Académie de Rennes",
    "carrier_kind": "academie", "unit": "école", "title": "Toutatice", "publisher": "Rectorat",
    "source_date": "2019",
}  # fmt: skip
FRANCE = {
    "programme": "france", "name": "Le premier degré en France", "place": "France",
    "level": "france", "codes": "FR", "title": "Repères", "publisher": "Ministère",
    "source_date": "2012",
}  # fmt: skip


def figure(base, date, subject, printed, **more):
    """Make a row: a figure published of a place."""
    told = {"date": date, "figure": "n", "subject": subject, "printed": printed, "value": 1.0}
    return base | told | {"solution": "", "measure": "", "remark": ""} | more


def rows():
    """Give two programmes over five years, a commune, two solutions at once, and the frame."""
    share = {"measure": "classes_coverage_share", "solution": "ONE"}
    lille = RENNES | {
        "place": "Rennes", "level": "commune", "codes": "35238", "carrier": "Ville de Rennes",
        "carrier_kind": "commune",
    }  # fmt: skip
    return [
        figure(NORD, "2013", "Lancement", "2013"),
        figure(NORD, "2015-06", "Part des classes", "63 %", **share, remark="Publiques seulement."),
        figure(NORD, "2015-06", "Élèves", "20 700", solution="ONE"),
        figure(RENNES, "2014-09", "Écoles", "plus de 200", solution="Toutatice"),
        figure(RENNES, "2016-09-01", "Écoles", "400", solution="Toutatice + ONE"),
        figure(lille, "2016", "Écoles", "12"),
        figure(FRANCE, "2012", "Écoles de France", "53 000"),
    ]


def frame(*more):
    """Give the rows as a frame, with others if any."""
    return pd.DataFrame([*rows(), *more]).fillna("")


def page(*more, **options):
    """Make the page of the rows."""
    return projects_page(frame(*more), language("fr"), **options)
