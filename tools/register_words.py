"""Write the words that geo-ent understands into docs/registre.md, from the tables it reads.

python tools/register_words.py
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "registre.md"
TABLES = ROOT / "geo_ent" / "register"
BEGIN, END = "<!-- words: begin -->\n", "<!-- words: end -->\n"
COLUMNS = {
    "uai": "UAI", "name": "école", "commune": "commune", "status": "ENT (oui ou non)",
    "solution": "solution", "start": "début", "end": "fin", "programme": "programme",
    "phase": "phase", "network": "réseau d'écoles",
    "scope": "périmètre", "note": "remarques", "circonscription": "circonscription",
    "epci": "intercommunalité",
    "rpi": "RPI",
}  # fmt: skip
ROLES = {
    "yes": "oui",
    "use": "l'ENT est là (« pas », « plus », « non » le retournent)",
    "begun": "l'ENT commence, avec une date",
    "renew": "l'ENT continue",
    "signed": "convention signée",
    "whole": "toute l'école",
    "part": "certaines classes",
    "plan": "prévu",
    "foreseen": "prévu",
    "signing": "à signer",
    "project": "projet",
    "accept": "accord",
    "no": "non",
    "refuse": "refus",
    "ended": "l'ENT s'arrête",
    "unknown": "on ne sait pas",
    "doubt": "pas sûr : la ligne est à vérifier",
    "other": "autre outil, qui n'est pas un ENT",
}
CELLS = (
    "Une case est lue en entier : un mot qui n'est ni ci-dessous, ni courant (« école », "
    "« mairie », « depuis »…) la rend à vérifier. `~` : au féminin et au pluriel aussi.\n"
)
STATUSES = {
    "school": "un ENT pour toute l'école", "class": "dans certaines classes seulement",
    "planned": "prévu, pas encore ouvert", "none": "pas d'ENT", "unknown": "on ne sait pas",
}  # fmt: skip


def words() -> str:
    """Write the titles, the situations and the solutions as three Markdown tables."""
    known = tomllib.loads((TABLES / "vocabulary.toml").read_text(encoding="utf-8"))
    tables = tomllib.loads((TABLES / "solutions.toml").read_text(encoding="utf-8"))
    solutions = tables["solution"]
    others = [(other["name"], _list(other["spellings"])) for other in tables["other"]]
    columns = [
        (COLUMNS.get(key, key), _list(spellings)) for key, spellings in known["columns"].items()
    ]
    phrases = tomllib.loads((TABLES / "cells" / "cell_words.toml").read_text(encoding="utf-8"))
    roles = [(ROLES[role], _list(phrases["phrases"][role])) for role in ROLES]
    named = [
        (
            solution["name"],
            _list(solution["spellings"]),
            solution["publisher"],
            solution["runs"],
            solution["source"],
        )
        for solution in solutions
    ]
    ticks = [(STATUSES[key], _list(spellings)) for key, spellings in known["ticks"].items()]
    return "\n".join([
        "### Les titres de colonnes\n", _table(("Colonne", "Titres reconnus"), columns),
        "### Les colonnes à cocher\n",
        _table(("Ce que dit une case cochée", "Titres reconnus"), ticks),
        "### Les situations\n",
        CELLS,
        _table(("Ce que disent les mots", "Mots reconnus"), roles),
        "### Les solutions\n",
        _table(("Nom", "Écritures reconnues", "Éditeur", "Porteur", "Source"), named),
        "### Les autres noms\n",
        "Ce que des registres nomment aussi comme ENT.\n",
        _table(("Nom", "Écritures reconnues"), others),
    ])  # fmt: skip


def _list(found: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in found if word)


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [titles, tuple("---" for _ in titles), *rows]
    cells = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def page(text: str) -> str:
    """Put the words in their place on the page."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{words()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
