"""How hands write in registers: words often seen and seldom seen, names, UAI and dates."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from geo_ent.text.compare import plain


@dataclass(frozen=True)
class Noise:
    """How much hands do to a register; rates between 0 and 1."""

    no_uai: float  # rows without UAI, where there is a column for it
    uai_dress: float  # lower case, spaces, letter missing
    uai_wrong: float  # wrong check letter
    abbreviated: float  # each word of a name that has a short form
    dropped: float  # a word of the name left out
    typo: float  # one letter of the name
    commune: float  # capitals, hyphens, St
    odd_words: float  # titles, statuses, solutions seldom seen
    strangers: float  # rows of schools that the directory hasn't
    twice: float  # schools that have two rows


LEVELS = {
    "low": Noise(0.02, 0.05, 0.005, 0.1, 0.02, 0.01, 0.3, 0.02, 0.01, 0.01),
    "middle": Noise(0.08, 0.2, 0.02, 0.4, 0.1, 0.05, 0.6, 0.15, 0.03, 0.03),
    "high": Noise(0.25, 0.4, 0.04, 0.7, 0.25, 0.12, 0.9, 0.4, 0.06, 0.06),
}

# For each column, status and solution: words often seen, then words seldom seen.
TITLES: dict[str, tuple[list[Any], list[Any]]] = {
    "uai": (["UAI", "RNE", "N° UAI", "N° UAI\n(RNE)", "Code UAI", "Code établissement"],
            ["Identifiant UAI", "n°RNE", "Code UAI de l'école", "U.A.I.", "UAI / RNE", "Immat. RNE",
             "UAI établissement", "Numéro établissement", "Code RNE école", "Identifiant (UAI)"]),
    "name": (["École", "Nom de l'école", "Etablissement", "Nom", "ECOLE"],
             ["Nom d'établissement", "Libellé de l'école", "Écoles", "Intitulé école",
              "Nom de l’établissement", "Désignation de l'école", "Nom officiel",
              "Nom usuel de l'école", "Établissement scolaire"]),
    "commune": (["Commune", "Ville", "COMMUNE", "Nom commune"],
                ["Localité", "Ville / commune", "Commune d'implantation", "Communes",
                 "Commune de l'école", "Commune (siège)", "Nom de la ville", "Lieu"]),
    "status": (["ENT", "ENT (O/N)", "ENT oui/non", "Statut", "ENT ?"],
               ["Présence d'un ENT", "ENT déployé", "Déploiement ENT", "École équipée d'un ENT",
                "A un ENT", "Situation ENT", "Utilise un ENT (oui/non)", "Équipement ENT",
                "ENT en place", "L'école a-t-elle un ENT ?", "Mise en œuvre de l'ENT"]),
    "solution": (["Solution", "Solution ENT", "ENT utilisé", "Nom de l'ENT", "Produit"],
                 ["Solution retenue", "Quel ENT ?", "Nom de la solution", "Éditeur / solution",
                  "Produit ENT", "Lequel ?", "ENT choisi", "Plateforme ENT",
                  "Éditeur de l'ENT", "Type d'ENT", "ENT retenu par la commune"]),
    "start": (["Date d'ouverture", "Depuis", "Date de début", "Ouverture", "Date"],
              ["Date de mise en service", "Ouvert depuis", "Date de déploiement", "Mise en place",
               "Année de déploiement", "Date de démarrage", "En service depuis le",
               "Depuis quand ?", "Date d'effet", "ENT depuis", "Ouverture du service"]),
    "end": (["Date de fin", "Fin"], ["Date de fermeture", "Fin de convention", "Jusqu'au"]),
    "programme": (["Financement", "Programme"], ["Plan de financement", "Dispositif (ENIR...)"]),
    "circo": (["Circo", "Circonscription"], ["IEN", "Circonscription IEN"]),
    "phone": (["Téléphone"], ["Tél. école"]),
    "pupils": (["Effectif", "Nb élèves", "Nombre de classes"], ["Effectifs R2022"]),
    "notes": (["Observations", "Remarques"], ["Commentaires ERUN", "Suivi"]),
}  # fmt: skip
STATUS: dict[str, tuple[list[Any], list[Any]]] = {
    "school": (["oui", "Oui", "OUI", "O", "X", "x", 1, "1", True, "oui "],
               ["vrai", "ok", "OK", "déployé", "ouvert", "Oui (école)", "actif", "en service",
                "Oui - toute l'école", "✓", "oui, toutes les classes", "équipée"]),
    "class": (["classe", "1 classe (CM2)", "1 classe", "2 classes"],
              ["classe seulement", "classes de CM1 et CM2", "CM2 uniquement", "3 classes sur 8",
               "une classe", "oui (1 classe)"]),
    "planned": (["en cours", "En projet", "prévu", "convention à signer", "Prévue"],
                ["à venir", "prévu en 2024", "en cours de déploiement", "projet rentrée 2024",
                 "convention en cours de signature", "en attente de signature"]),
    "none": (["non", "Non", "NON", "N", 0, "0", False],
             ["pas d’ENT", "aucun", "néant", "non équipée", "Non (refus mairie)", "faux"]),
    "unknown": (["", None, "?", ""], ["à vérifier", "ne sait pas", "inconnu", "???", "nsp"]),
}  # fmt: skip
SOLUTIONS: dict[str, tuple[list[Any], list[Any]]] = {
    "ONE": (["ONE", "One", "one ", "ONE (Edifice)"], ["ONE Edifice", "ENT ONE", "O.N.E."]),
    "Beneylu School": (["Beneylu School", "BENEYLU", "beneylu", "Beneylu school "],
                       ["Beneyluschool", "Beneylu-School", "Benelyu school", "ENT Beneylu"]),
    "e-primo": (["e-primo", "E-PRIMO", "eprimo"], ["e primo", "E.Primo", "ENT e-primo", "éprimo"]),
    "Toutatice": (["Toutatice", "TOUTATICE 1D"], ["toutatice 1er degré", "ENT Toutatice"]),
    "itslearning": (["itslearning", "Itslearning"], ["It's Learning", "ITS LEARNING"]),
    "Ari@ne57": (["Ari@ne57", "ARIANE57"], ["Ariane 57", "ari@ne 57"]),
    "Skolengo": (["Skolengo", "SKOLENGO"], ["Skolengo Ecole", "skolengo (Kosmos)"]),
    "PrimOT": (["PrimOT", "PRIMOT"], ["Prim'OT", "primot"]),
    "Iconito": (["Iconito"], ["ICONITO Ecole numérique"]),
    "NEO": (["NEO", "Néo"], ["neo"]),
}  # fmt: skip
SHORT = {
    "ecole": ["Ec.", "Éc.", "Ec", "E."], "elementaire": ["élém.", "elem", "Elém", "élémentaire"],
    "maternelle": ["mat.", "Mat", "mater."], "primaire": ["prim.", "prim"],
    "publique": ["pub.", "publ.", "Pub"], "privee": ["priv.", "privé"],
    "saint": ["St", "St-", "st"], "sainte": ["Ste", "Ste-"], "notre": ["N."],
    "st": ["Saint", "St."], "ste": ["Sainte"], "groupe": ["Gr.", "groupe"], "scolaire": ["scol."],
}  # fmt: skip
KINDS = {"ecole", "elementaire", "maternelle", "primaire", "publique", "public", "privee", "prive",
         "e", "p", "m", "pu", "pr", "a", "de", "du", "des", "d", "la", "le", "les", "l", "et",
         "groupe", "scolaire"}  # fmt: skip
SAINTS = {"st", "ste", "saint", "sainte", "notre", "sacre"}
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre"]  # fmt: skip


def pick(rng: random.Random, words: tuple[list[Any], list[Any]], odd: float) -> Any:  # noqa: ANN401
    """Choose a word among the usual ones, or the odd ones at a rate."""
    return rng.choice(words[1] if words[1] and rng.random() < odd else words[0])


def no_accents(text: str) -> str:
    """Take the accents off, as capitals are written."""
    table = str.maketrans("éèêëàâîïôöùûüçÉÈÊËÀÂÎÏÔÖÙÛÜÇ", "eeeeaaiioouuucEEEEAAIIOOUUUC")
    return text.translate(table)


def with_typo(rng: random.Random, word: str) -> str:
    """Change, drop, double or swap one letter inside a word."""
    at = rng.randrange(1, len(word) - 2)
    return rng.choice([
        word[:at] + rng.choice("aeiourst") + word[at + 1:], word[:at] + word[at + 1:],
        word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2:],
    ])  # fmt: skip


def key_words(name: str) -> frozenset[str]:
    """Reduce a name to the words that tell it apart."""
    full = {"st": "saint", "ste": "sainte", "public": "publique", "prive": "privee"}
    small = {"de", "du", "des", "d", "la", "le", "les", "l", "a", "et", "au", "aux"}
    return frozenset(full.get(word, word) for word in plain(name).split()) - small


def dress_name(rng: random.Random, name: str, noise: Noise) -> tuple[str, str]:
    """Write a school's name as hands do; give it with what is left of it before abbreviations."""
    words = name.split()
    proper = [i for i, word in enumerate(words) if not set(plain(word).split()) <= KINDS]
    if proper and rng.random() < noise.dropped:
        kinds = [i for i, word in enumerate(words) if plain(word) in KINDS]
        # "Moulin" for "Jean Moulin"; nobody writes "Marie" for "Ste Marie"
        given = len(proper) > 1 and plain(words[proper[0]]) not in SAINTS
        first = proper[:1] if given and len(words[proper[-1]]) > 4 else []
        if kinds + first:
            words.pop(rng.choice(kinds + first))
    left = " ".join(words)
    if rng.random() < noise.typo:
        long = [i for i, word in enumerate(words) if len(word) > 5 and plain(word) not in KINDS]
        for i in rng.sample(long, min(1, len(long))):
            words[i] = with_typo(rng, words[i])
    short = [rng.choice(SHORT[plain(word)])
             if plain(word) in SHORT and rng.random() < noise.abbreviated else word
             for word in words]  # fmt: skip
    text = " ".join(short).replace("- ", "-")
    case = rng.random()
    if case < noise.commune / 3:
        text = no_accents(text).upper()
    elif case < noise.commune / 2:
        text = no_accents(text)
    return text, left


def dress_commune(rng: random.Random, commune: str, noise: Noise) -> str:
    """Write a commune's name in capitals, without hyphens, with St."""
    if rng.random() < noise.commune:
        commune = rng.choice([str.upper, lambda c: no_accents(c).upper(), no_accents])(commune)
    if rng.random() < noise.commune / 2:
        commune = commune.replace("-", " ")
    if rng.random() < noise.commune / 2:
        for long, short in (("Sainte", "Ste"), ("Saint", "St"), ("SAINTE", "STE"), ("SAINT", "ST")):
            commune = commune.replace(f"{long}-", f"{short}-").replace(f"{long} ", f"{short} ")
    return commune + rng.choice(["", "", "", " "])


def dress_uai(rng: random.Random, uai: str, noise: Noise) -> tuple[str, bool]:
    """Write a UAI as hands do; say whether its letter is wrong."""
    if rng.random() < noise.uai_wrong:
        return uai[:-1] + rng.choice([c for c in "ABCDEFGHJKLMNPRSTUVWXYZ" if c != uai[-1]]), True
    if rng.random() < noise.uai_dress:
        return rng.choice([uai.lower(), f"{uai[:3]} {uai[3:]}", f" {uai}", uai[:-1],
                           f"{uai[:-1]} {uai[-1]}", f"{uai}\u00a0"]), False  # fmt: skip
    return uai, False


def dress_date(rng: random.Random) -> tuple[Any, str]:
    """Choose a start, and one of the ways to write it; most are a 1 September."""
    year = rng.randint(2013, 2023)
    month = 9 if rng.random() < 0.8 else rng.randint(1, 12)
    day, name = dt.date(year, month, 1), MONTHS[month - 1]
    short = {"juillet": "juil.", "août": "août", "mai": "mai", "juin": "juin", "mars": "mars",
             "septembre": "sept.", "février": "févr.", "janvier": "janv."}  # fmt: skip
    forms = [day, day, day.isoformat(), (day - dt.date(1899, 12, 30)).days, f"{day:%d/%m/%Y}",
             f"{day:%m/%Y}", f"{name} {year}", f"{short.get(name, name[:3] + '.')} {year}",
             f"{short.get(name, name[:3])[:4].rstrip('.')}-{year % 100}", f"1er {name} {year}",
             f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}", f"depuis {name} {year}"]  # fmt: skip
    if month == 9:
        forms += [f"rentrée {year}", f"Rentrée {year}", f"{year}-{year + 1}", f"{year}/{year + 1}",
                  year, str(year), f"rentrée de septembre {year}", f"{year}-{(year + 1) % 100}",
                  f"année scolaire {year}-{year + 1}"]  # fmt: skip
    return rng.choice(forms), day.isoformat()
