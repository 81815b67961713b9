"""The rules: each finds a fault of its kind in a sentence, and knows nothing of who wrote it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from geo_ent.text.compare import plain

_SPACES = "\u0020\u00a0\u202f"
_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_WORD = r"[^\W\d_][\w’'-]*"
_NUMBER = rf"(?<![\w,.])(?:\d{{1,3}}(?:[\u00a0\u202f]\d{{3}})+|\d+)(?:,\d+)?(?![\w,])"

# Where an h is mute, by the beginning of the word: any other is taken for aspirated. Of a place's
# name nothing is asked: the same one is said both ways (INSEE: de Hauteville in the Aisne,
# d'Hauteville in the Marne).
_MUTE = (
    "habill haleine hallucin halt hebdo héberg hectar hélic herb hérit hésit heure heureu"
    " hier hist hiver homm homo homogèn honnêt honneur honor hôpita horair horizon horlog hospi"
    " hôte hôtel huile huissi huître humain humb humeur humid hydr hygièn hymn hyper hypo habitat"
    " hexagon harmon habile habit hémi hélas"
).split()
_ALOUD = {"onze", "onzième", "oui", "yaourt", "yacht", "yoga", "ouistiti", "ouate", "un"}
"""Words that begin with a vowel and are not elided before; « un » as a figure (« le un »)."""

_INVARIABLE = {
    "mois", "fois", "pays", "temps", "cours", "dans", "pas", "sous", "plus", "moins", "sans",
    "puis", "mais", "vers", "hors", "avis", "fonds", "repas", "cas", "parcours", "accès",
    "corps", "bras", "après", "dès", "très", "depuis", "alors", "jamais", "toujours", "ailleurs",
    "lors", "ans", "ceux", "eux", "deux", "mieux", "aux", "des", "les", "ses", "ces", "nous",
    "vous", "volontiers", "près", "parmi", "tous", "toutes", "leurs", "quelques", "plusieurs",
    "dos", "prix", "choix", "voix", "poids", "campus", "virus", "bonus", "os", "progrès", "succès",
    "bois", "francs", "jours-hommes", "six", "dix", "assis", "compris", "permis", "appris", "mis",
    "gros", "bas", "divers", "concours", "secours", "recours", "processus", "consensus", "gars",
    "envers", "travers", "dessous", "dessus", "ci-dessous", "ci-dessus", "néanmoins", "suis",
    "refus", "inclus", "exclus", "précis", "indécis", "épais", "mauvais", "français", "anglais",
}  # fmt: skip
_UNITS = (
    "%|‰|km²|km|m²|m|mètres?|kilomètres?|€|euros?|ko|Mo|Go|kB|MB|ans?|mois|jours?|heures?|minutes?"
    "|points?"
)
_NEGATIVE = r"(?:aucune?|nulle?|personne|rien)"
_ORDINAL = re.compile(
    rf"\b(\d+)(er|re|e|ère|ème|ième|eme)\b([^.;:!?]{{0,60}}?)\bsur ({_NUMBER})"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: its kind, where it stands in the sentence, what is said there, what to say."""

    rule: str
    at: int
    found: str
    advice: str


Rule = Callable[[str], Iterator[Fault]]


def faults(sentence: str) -> list[Fault]:
    """Find every fault of a French sentence, in the order of the text."""
    found = (fault for rule in RULES for fault in rule(sentence))
    return sorted(found, key=lambda fault: (fault.at, fault.rule))


def elision(text: str) -> Iterator[Fault]:
    """« de École », « que on », « jusque à »: a vowel or a mute h takes an apostrophe."""
    small = r"(?:de|le|la|ne|que|je|me|te|se|ce|jusque|lorsque|puisque|quoique|presque)"
    for match in re.finditer(rf"\b({small})[{_SPACES}]+[«“\"]?[{_SPACES}]?({_WORD})", text, re.I):
        word, after = match.group(1), match.group(2)
        if word.lower() in {"la", "le"} and text[: match.start()].endswith("-"):
            continue  # « est-elle », « dites-le aux »
        if word.lower() in {"presque", "quoique"} and plain(after)[:2] not in {"il", "un"}:
            continue
        if word.lower() in {"le", "la", "ce"} and _is_other_word(word, after, text[: match.start()]):
            continue
        if _begins_with_vowel(after):
            yield Fault("elision", match.start(), match.group(0), f"{word[:-1]}’{after}")
    for match in re.finditer(rf"\bsi[{_SPACES}](ils?)\b", text, re.I):
        yield Fault("elision", match.start(), match.group(0), f"s’{match.group(1)}")
    for match in re.finditer(rf"\b(d|l|n|qu|s|j|m|t|c|jusqu|lorsqu)[’']({_WORD})", text, re.I):
        after = match.group(2)
        if after[0].lower() in "bcdfgjklmnpqrstvwxz" and not after.isupper():
            yield Fault("elision", match.start(), match.group(0), f"{match.group(1)}e {after}")


def _is_other_word(word: str, after: str, before: str) -> bool:
    """Tell « ce » that isn't elided (« ce Évreux ») from « c'est »; a name after a title."""
    if word.lower() == "ce":
        return plain(after) not in {"est", "etait", "etaient", "en"}
    return before.endswith(("là-", "voi"))


def _begins_with_vowel(word: str) -> bool:
    first = word[0].lower()
    if word.lower() in _ALOUD:
        return False
    if first == "h":
        low = word.lower()
        return word.islower() and low.startswith(tuple(_MUTE))
    if first == "y":
        return len(word) > 1 and word[1].lower() not in _VOWELS
    return first in _VOWELS


def contraction(text: str) -> Iterator[Fault]:
    """« de le Havre », « à les écoles »: an article joins de and à, a pronoun doesn't."""
    joined = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}
    for match in re.finditer(rf"\b(de|à)[{_SPACES}]+(le|les)[{_SPACES}]+({_WORD})", text, re.I):
        # before a verb they are pronouns: « de les équiper », « à le faire »
        if re.fullmatch(r"[\w’'-]*?(?:er|ir|re|oir)", match.group(3)):
            continue
        both = f"{match.group(1)} {match.group(2)}".lower()
        yield Fault("contraction", match.start(), match.group(0), joined[both])


def negation(text: str) -> Iterator[Fault]:
    """« aucune école a un ENT », « que l'on sache » of an affirmation: a negation has two words."""
    verbs = (
        "a|ont|est|sont|avait|avaient|était|étaient|aura|auront|sera|seront|peut|peuvent|doit|"
        "doivent|compte|comptent|figure|figurent|manque|manquent"
    )
    start = rf"(?:^|[.;:!?({_SPACES}«]|qu[’'])"
    for match in re.finditer(
        rf"{start}({_NEGATIVE}\b[^.;:!?»)]{{0,60}}?)[{_SPACES}]({verbs})\b", text, re.I
    ):
        said = match.group(1)
        before = re.split(r"[.;:!?»)«(]", text[: match.start() + 1])[-1]
        if re.search(r"\bn(?:e\b|[’'])", said) or re.search(r"\bn(?:e\b|[’'])", before):
            continue
        if re.search(r"\b(?:à|sans|comme|dont|où|qui|ni)\b", said):
            continue
        if re.search(r"\b(?:sans|avec|ou)\b[^,]*$", before):
            continue
        yield Fault("negation", match.start(1), match.group(0).strip(), "ne, n’")
    for match in re.finditer(r"\bque l[’']on sache\b|\bqu[’']on sache\b", text, re.I):
        before = re.split(r"[.;:!?»)«(]", text[: match.start()])[-1]
        if not re.search(r"\bn(?:e\b|[’'])|\b(?:pas|aucune?|sans)\b", before):
            yield Fault("negation", match.start(), match.group(0), "à notre connaissance")


def plural(text: str) -> Iterator[Fault]:
    """« 0 écoles », « 1,5 points », « 2 école »: from 2 on it is a plural, and not before."""
    for match in re.finditer(rf"({_NUMBER})[{_SPACES}]({_WORD})", text):
        number, word = _value(match.group(1)), match.group(2)
        if _is_range_or_rank(text, match):
            continue
        low = word.lower()
        if number < 2 and _is_plural(low):  # noqa: PLR2004 French: a plural begins at two
            yield Fault("plural", match.start(), match.group(0), f"{match.group(1)} au singulier")
        if number >= 2 and low in _COUNTED:  # noqa: PLR2004
            yield Fault("plural", match.start(), match.group(0), f"{match.group(1)} au pluriel")
    for match in re.finditer(rf"\btou(?:s|tes) les ({_NUMBER})(?!\d)", text):
        if _value(match.group(1)) < 2:  # noqa: PLR2004
            yield Fault("plural", match.start(), match.group(0), "en … mois")


_COUNTED = {
    "école", "commune", "classe", "élève", "zone", "ligne", "circonscription", "département",
    "région", "académie", "secteur", "point", "réseau", "compte", "fichier", "rentrée", "valeur",
    "groupe", "solution", "établissement", "collège", "feuille", "colonne", "ouverture",
    "adhésion", "regroupement", "intercommunalité", "arrondissement", "niveau", "effectif",
    "contour", "entrée", "code", "année", "kilomètre", "euro", "mot", "nom", "an", "jour",
}  # fmt: skip


def _is_plural(word: str) -> bool:
    if word in _INVARIABLE or len(word) < 3:  # noqa: PLR2004 « as », « is » are no plurals
        return False
    if word.endswith(("eaux", "aux")):
        return True
    return word.endswith("s") and not word.endswith(("ss", "ais", "ois", "uis", "rès"))


def _is_range_or_rank(text: str, match: "re.Match[str]") -> bool:
    """Tell a bound (« de 0 à 4 écoles »), a code or a date from a number of things."""
    before = text[: match.start()]
    return bool(
        re.search(rf"\b(?:à|entre|ou|et|article|n°|page|sur|chapitre|{_UNITS})[{_SPACES}]$", before)
        and re.search(rf"\d[{_SPACES}%]*(?:à|et|ou)[{_SPACES}]$", before)
    ) or bool(re.search(r"(?:[/–-]|≤|≥|<|>|=|\+)\s?$", before))


def _value(written: str) -> float:
    return float(re.sub(r"[\u00a0\u202f]", "", written).replace(",", "."))


def ordinal(text: str) -> Iterator[Fault]:
    """« 19e plus forte part sur 19 », « 1e », « 2ème »: from the nearer end, and as it is written."""
    for match in _ORDINAL.finditer(text):
        rank, whole = int(match.group(1)), _value(match.group(4))
        if rank > (whole + 1) / 2:
            advice = f"{int(whole) + 1 - rank} en partant de la fin"
            yield Fault("ordinal", match.start(), match.group(0), advice)
    for match in re.finditer(r"(?<![\w-])(1e|\d+(?:ème|ième|eme|ère)|1ere)(?!\w)", text):
        yield Fault("ordinal", match.start(), match.group(0), "1er, 1re, 2e")


def unit_apart(text: str) -> Iterator[Fault]:
    """A number and its unit stay on one line: a no-break space between them, and inside it."""
    for match in re.finditer(rf"\d ({_UNITS})(?![\w’'])", text):
        yield Fault("unit", match.start(), match.group(0), "espace insécable")
    for match in re.finditer(r"(?<![\w,./:-])\d{1,3}(?: \d{3})+(?![\w/:-])", text):
        yield Fault("unit", match.start(), match.group(0), "espace insécable dans le nombre")


def long_list(text: str) -> Iterator[Fault]:
    """More than five names in a row are not read: tell how many, or the name of the whole."""
    at = 0
    for part in re.split(r"([.;:!?()«»]\s)", text):
        names = [piece for comma in part.split(", ") for piece in comma.split(" et ")]
        run = best = 0
        for name in names:
            run = run + 1 if _A_NAME.fullmatch(name.strip()) else 0
            best = max(best, run)
        if best > _MOST_NAMES:
            yield Fault("list", at, f"{part[:60]}…", f"{_MOST_NAMES} noms au plus")
        at += len(part)


_MOST_NAMES = 5
_A_NAME = re.compile(r"(?:la |le |les |l[’'])?[A-ZÉÈÎÔŒ][^\d,;:.]{1,60}")


def twice(text: str) -> Iterator[Fault]:
    """A word said twice, a stop said twice, a space before a comma."""
    for match in re.finditer(r"\b(de|la|le|les|des|du|et|à|un|une|en|pour|dans|sur|que|est)[ ]\1\b", text):
        yield Fault("twice", match.start(), match.group(0), match.group(1))
    for match in re.finditer(rf"(?<![.…])\.\.(?!\.)|[,;:]{{2}}|[{_SPACES}],|[{_SPACES}]\.(?![\d\w])", text):
        yield Fault("twice", match.start(), match.group(0), "ponctuation")


RULES: tuple[Rule, ...] = (
    elision, contraction, negation, plural, ordinal, unit_apart, long_list, twice,
)  # fmt: skip
"""Every rule, in the order of the issue of an editor's first reading."""
