"""Workbooks of all of France as their producers lay them out; classes drawn by rule: SIMULATED."""

import io

from portal_tables import homes

DENSITY = {1: "Grands centres urbains", 3: "Petites villes", 4: "Ceintures urbaines",
           5: "Bourgs ruraux", 6: "Rural à habitat dispersé",
           7: "Rural à habitat très dispersé"}  # fmt: skip
DENSITY_TITLES = ("CODGEO", "LIBGEO", "DENS", "LIBDENS", "PMUN23", "P1", "P2", "P3", "DENS_AAV",
                  "LIBDENS_AAV", "DENS7", "LIBDENS7")  # fmt: skip
FRR = ("FRR socle", "FRR+", "Non classée", "FRR bénéficiaire")
FRR_TITLES = ("Code_insee", "Departement", "Commune",
              "Classement FRR et FRR+ au 10 juillet 2025")  # fmt: skip


def workbook(sheet, rows):
    """Write a workbook of one sheet."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def density_grid(*departements):
    """Make INSEE's density grid in the layout of 2026: titles on row 5."""
    levels = sorted(DENSITY)
    rows = [
        (home["commune_code"], home["name"], 3, "Rural", 100 + at % 900, 0, 0, 100, 4,
         "Rural non périurbain", level, DENSITY[level])
        for at, home in enumerate(homes(*departements))
        for level in [levels[at % len(levels)]]
    ]  # fmt: skip
    titles = [("Grille de densité",), ("Simulée",), (), (), DENSITY_TITLES]
    return workbook("Maille communale", [*titles, *rows])


def frr(*departements):
    """Make the list of the FRR of July 2025."""
    rows = [
        (home["commune_code"], home["departement_code"], home["name"], FRR[at % len(FRR)])
        for at, home in enumerate(homes(*departements))
    ]
    return workbook("FRR", [FRR_TITLES, *rows])
