"""What rooms below say to who typed a command, said to who is before a page."""

import re
from collections.abc import Mapping

from geo_ent.app.pages.file_kinds import KIND_WORDS

_PROXY = "le réglage du proxy, sur la première page ou sur le serveur"
# The longer first: a part of one may be another.
_TYPED: Mapping[str, str] = {
    "donnez --departement, --academie ou --region": "écrivez-le sur la première page",
    "Lancez geo-ent fetch une fois avec le réseau": "Réessayez avec le réseau",
    "relancez avec le réseau, ou avec --refresh pour prendre autre chose":
        "« Réessayer », avec le réseau, prend ce qu’il y a aujourd’hui",
    "il est redemandé demain, ou par --refresh": "il est redemandé demain",
    "--refresh prend ce que le portail a et renouvelle le verrou":
        "« Réessayer » prend ce que le portail a aujourd’hui",
    "--refresh renouvelle le verrou et l’y ajoute": "« Réessayer » prend celui d’aujourd’hui",
    "--refresh renouvelle le verrou": "« Réessayer » prend ceux d’aujourd’hui",
    "Reprenez-le d’une sauvegarde, ou renouvelez-le avec --refresh":
        "« Réessayer » prend les données d’aujourd’hui",
    "ou choisissez un autre dossier (GEO_ENT_CACHE)": "puis réessayez",
    ", ou donnez un autre dossier par GEO_ENT_CACHE": "",
    "le proxy de HTTPS_PROXY": "le proxy donné",
    "HTTPS_PROXY et --ca-bundle": _PROXY,
    "HTTPS_PROXY et NO_PROXY": _PROXY,
    "Mettez-les dans HTTPS_PROXY (": "Mettez-les dans l’adresse du proxy, sur la première page (",
    "HTTPS_PROXY est à donner": "l’adresse du proxy est à donner, sur la première page",
    "voyez HTTPS_PROXY": f"voyez {_PROXY}",
    " (--ca-bundle ou REQUESTS_CA_BUNDLE)": " donné pour le proxy",
    " (REQUESTS_CA_BUNDLE)": "",
    "--ca-bundle autorite.pem (ou REQUESTS_CA_BUNDLE)": "elle se donne sur la première page",
    "--ca-bundle :": "les certificats du proxy :",
    "donnez --date AAAA-MM-JJ": "choisissez « La date montrée », à l’étape de la carte",
    "Choisissez un autre --out": "Choisissez un autre dossier",
    'un objectif en écoles (unit = "schools")': "un objectif en écoles",
    "Page d’essai, faite avec --quick": "Page d’essai",
    "cherchées avec --quick": "cherchées pour un essai",
    "avec --usage": "comme relevé d’usage, sur la première page",
    # of a geo-ent.toml, which has no field for it on the pages
    "--dataset": "datasets (dans geo-ent.toml)",
    # what a page asks anew where it is wrong
    "--sector": "Les écoles comptées",
    "--contact": "L’adresse de contact",
    "--url": "L’adresse de publication",
    "--lang": "La langue de la carte",
    "--date": "La date",
}  # fmt: skip
# Of a reading: what is said in a geo-ent.toml, which the menus of the page write. Whole beginnings:
# the rest of a sentence may quote a title, which is as it is.
_WRITTEN: Mapping[str, str] = {
    "[register.columns] cherche ": "Le geo-ent.toml que vous avez donné cherche ",
    "[register.columns] looks for ": "The geo-ent.toml that you gave looks for ",
    "[register.sheets.columns] cherche ": "Vos choix de colonnes cherchent ",
    "[register.sheets.columns] looks for ": "Your choices of columns look for ",
    "[[register.sheets]] parle de ": "Vos choix parlent de ",
    "[[register.sheets]] speaks of ": "Your choices speak of ",
    "dites sous [register.sheets.columns] quelle colonne nomme l’école (uai, ou name et commune) "
    "et laquelle dit la situation (status)":
        "dites, dans les menus de cette feuille, quelle colonne nomme l’école et laquelle dit la "
        "situation",
    "say under [register.sheets.columns] which column names the school (uai, or name and commune) "
    "and which one says the status (status)":
        "say, in the menus of this sheet, which column names the school and which one says the "
        "status",
}  # fmt: skip
_WITHOUT = re.compile(r"pour faire sans lui : --dataset ([a-z0-9,-]+)")
_FETCHED = re.compile(r" ; geo-ent fetch --dataset [a-z0-9-]+ le télécharge")
_ASIDE = re.compile(
    r" \((?:-[a-z], )?--[a-z]+(?:, --[a-z]+)*(?: ou --[a-z]+)?\)"
)  # "le registre (-r, --register)"
_OPTION = re.compile(r"(par )?--([a-z]+(?:-[a-z]+)*)")


def on_the_page(sentence: str) -> str:
    """Say where on the pages something is given, where a sentence names what a command is told.

    Examples
    --------
    >>> on_the_page("l’annuaire manque ; donnez le fichier par --schools.")
    'l’annuaire manque ; donnez le fichier sur la première page (« l’annuaire de l’éducation »).'
    >>> on_the_page("il manque l’annuaire (--schools) et le registre (-r, --register).")
    'il manque l’annuaire et le registre.'
    >>> on_the_page("pour faire sans lui : --dataset annuaire,ips ; ou donnez-en un autre.")
    'pour faire sans lui, datasets = ["annuaire", "ips"] dans geo-ent.toml ; ou donnez-en un autre.'
    """
    sentence = _FETCHED.sub("", sentence)
    sentence = _WITHOUT.sub(_named_datasets, sentence)
    for typed, shown in _TYPED.items():
        sentence = sentence.replace(typed, shown)
    return _OPTION.sub(_field, _ASIDE.sub("", sentence))


def question_on_the_page(question: str) -> str:
    """Say what a register leaves open as who chose in menus knows it, not as TOML has it.

    Examples
    --------
    >>> question_on_the_page("[[register.sheets]] parle de « a », que le registre n'a pas.")
    "Vos choix parlent de « a », que le registre n'a pas."
    """
    for written, shown in _WRITTEN.items():
        question = question.replace(written, shown, 1)
    return question


def _named_datasets(named: re.Match[str]) -> str:
    listed = ", ".join(f'"{name}"' for name in named[1].split(","))
    return f"pour faire sans lui, datasets = [{listed}] dans geo-ent.toml"


def _field(option: re.Match[str]) -> str:
    words = KIND_WORDS.get(option[2].replace("-", "_"))
    if words is None:
        return option[0]
    return (
        f"sur la première page (« {words} »)" if option[1] else f"« {words} », sur la première page"
    )
