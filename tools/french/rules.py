"""The rules: each finds a fault of its kind in a sentence, and knows nothing of who wrote it."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo_ent.text.compare import plain

_SPACES = "\u0020\u00a0\u202f"
_WORD = r"[^\W\d_][\w’'-]*"
_NUMBER = r"(?<![\w,.])(?:\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?![\w,])"
_FIRST_OF_PLURAL = 2  # in French 1,9 is singular still
_MOST_NAMES = 5

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_KNOWN = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
# Of a place's name with an h nothing is asked: the same one is said both ways (INSEE: de Hauteville
# in the Aisne, d'Hauteville in the Marne).
_MUTE = tuple(_KNOWN["mute_h"])
_ALOUD = {"onze", "onzième", "oui", "yaourt", "yacht", "yoga", "ouistiti", "ouate", "un"}
"""Words that begin with a vowel and are not elided before; « un » as a figure (« le un »)."""

_ELIDED = "de|le|la|ne|que|je|me|te|se|ce|jusque|lorsque|puisque|quoique"
_ELISION = re.compile(rf"\b({_ELIDED})[{_SPACES}]+(?:«[{_SPACES}]?)?({_WORD})", re.IGNORECASE)
_IF_HE = re.compile(rf"\bsi[{_SPACES}](ils?)\b", re.IGNORECASE)
_APOSTROPHE = re.compile(rf"\b(d|l|n|qu|s|j|m|t|c|jusqu|lorsqu)[’']({_WORD})", re.IGNORECASE)
_CONTRACTION = re.compile(rf"\b(de|à)[{_SPACES}]+(le|les)[{_SPACES}]+({_WORD})", re.IGNORECASE)
_CONTRACTED = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}
_INFINITIVE = re.compile(r"[\w’'-]*?(?:er|ir|re|oir)")

_STOPS = re.compile(r"[.;:!?»)«(]")
_NE = re.compile(r"\bn(?:e\b|[’'])")
_NEGATIVE = re.compile(
    rf"(?:^|[.;:!?({_SPACES}«]|qu[’'])((?:aucune?|nulle?|personne|rien)\b[^.;:!?»)]{{0,60}}?)"
    rf"[{_SPACES}](?:a|ont|est|sont|avait|avaient|était|étaient|aura|auront|sera|seront|peut"
    r"|peuvent|doit|doivent|compte|comptent|figure|figurent|manque|manquent)\b",
    re.IGNORECASE,
)
_NO_NE_IN = re.compile(r"\b(?:à|sans|comme|dont|où|qui|ni)\b")
_NO_NE_AFTER = re.compile(r"\b(?:sans|avec|ou)\b[^,]*$")
_AS_FAR_AS_KNOWN = re.compile(r"\bqu(?:e l)?[’']on sache\b", re.IGNORECASE)
_DENIED = re.compile(r"\bn(?:e\b|[’'])|\b(?:pas|aucune?|sans)\b", re.IGNORECASE)

_COUNT = re.compile(rf"({_NUMBER})[{_SPACES}]({_WORD})")
_EVERY = re.compile(rf"\btou(?:s|tes) les ({_NUMBER})(?!\d)")
_BOUND = re.compile(rf"\d[{_SPACES}%]*(?:à|et|ou)[{_SPACES}]$|(?:[/–-]|≤|≥|<|>|=|\+)\s?$")
_INVARIABLE = frozenset(_KNOWN["invariable"])
_COUNTED = frozenset(_KNOWN["counted"])
_ORDINAL = re.compile(rf"\b(\d+)(?:er|re|e|ère|ème|ième|eme)\b[^.;:!?]{{0,60}}?\bsur ({_NUMBER})")
_MISWRITTEN_RANK = re.compile(r"(?<![\w-])(1e|\d+(?:ème|ième|eme|ère)|1ere)(?!\w)")
_UNIT = re.compile(
    r"\d (?:%|‰|km²|km|m²|m|mètres?|kilomètres?|€|euros?|ko|Mo|Go|ans?|mois|jours?|heures?"
    r"|minutes?|points?)(?![\w’'])"
)
_APART = re.compile(r"(?<![\w,./:-])\d{1,3}(?: \d{3})+(?![\w/:-])")
_A_NAME = re.compile(r"(?:la |le |les |l[’'])?[A-ZÉÈÎÔŒ](?=\S*[a-zéè])[^\d,;:.]{1,60}")
_TWICE = re.compile(
    r"\b(de|la|le|les|des|du|et|à|un|une|en|pour|dans|sur|que|est) \1\b"
    rf"|(?<![.…])\.\.(?!\.)|[,;:]{{2}}|[{_SPACES}],|[{_SPACES}]\.(?!\w)"
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


def _elision(text: str) -> Iterator[Fault]:
    """« de Olmeto », « que aucune »: a vowel or a mute h takes an apostrophe."""
    for match in _ELISION.finditer(text):
        word, after = match.groups()
        # « est-elle », « dites-le à » ; « ce » is elided before « est » and « en » only
        inverted = text[: match.start()].endswith("-")
        this = word.lower() == "ce" and plain(after) not in {"est", "etait", "etaient", "en"}
        if not inverted and not this and _takes_an_apostrophe(after):
            yield Fault("elision", match.start(), match.group(0), f"{word[:-1]}’{after}")
    for match in _IF_HE.finditer(text):
        yield Fault("elision", match.start(), match.group(0), f"s’{match.group(1)}")
    for match in _APOSTROPHE.finditer(text):
        before, after = match.groups()
        if after[0].lower() in "bcdfgjklmnpqrstvwxz" and not after.isupper():
            yield Fault("elision", match.start(), match.group(0), f"{before}e {after}")


def _takes_an_apostrophe(word: str) -> bool:
    first, low = word[0].lower(), word.lower()
    if low in _ALOUD or (len(word) == 1 and word.isupper()):
        return False
    if first == "h":
        return word == low and low.startswith(_MUTE)
    if first == "y":
        return len(word) > 1 and low[1] not in _VOWELS
    return first in _VOWELS


def _contraction(text: str) -> Iterator[Fault]:
    """« de le Havre », « à les écoles »: an article joins de and à, a pronoun doesn't."""
    for match in _CONTRACTION.finditer(text):
        # before a verb they are pronouns: « de les équiper », « à le faire »
        if not _INFINITIVE.fullmatch(match.group(3)):
            both = f"{match.group(1)} {match.group(2)}".lower()
            yield Fault("contraction", match.start(), match.group(0), _CONTRACTED[both])


def _negation(text: str) -> Iterator[Fault]:
    """« aucune école a un ENT », « 3 équipées que l'on sache »: a negation has two words."""
    for match in _NEGATIVE.finditer(text):
        said, before = match.group(1), _STOPS.split(text[: match.start() + 1])[-1]
        denied = _NE.search(said) or _NE.search(before)
        if not (denied or _NO_NE_IN.search(said) or _NO_NE_AFTER.search(before)):
            yield Fault("negation", match.start(1), match.group(0).strip(), "ne, n’")
    for match in _AS_FAR_AS_KNOWN.finditer(text):
        if not _DENIED.search(_STOPS.split(text[: match.start()])[-1]):
            yield Fault("negation", match.start(), match.group(0), "à notre connaissance")


def _plural(text: str) -> Iterator[Fault]:
    """« 0 écoles », « 1,5 points », « 2 école »: from 2 on it is a plural, and not before."""
    for match in _COUNT.finditer(text):
        number, word = _value(match.group(1)), match.group(2)
        # a name follows a number that isn't its own: « École 1 d'Amiens », a column of counts
        named = word != word.lower() or "’" in word or "'" in word
        if named or _BOUND.search(text[: match.start()]):
            continue
        if number < _FIRST_OF_PLURAL and _is_plural(word):
            yield Fault("plural", match.start(), match.group(0), f"{match.group(1)} au singulier")
        if number >= _FIRST_OF_PLURAL and word in _COUNTED:
            yield Fault("plural", match.start(), match.group(0), f"{match.group(1)} au pluriel")
    for match in _EVERY.finditer(text):
        if _value(match.group(1)) < _FIRST_OF_PLURAL:
            yield Fault("plural", match.start(), match.group(0), "une en …")


def _is_plural(word: str) -> bool:
    if word in _INVARIABLE or len(word) <= len("les"):
        return False
    return word.endswith(("s", "aux")) and not word.endswith(("ss", "ais", "ois", "uis"))


def _value(written: str) -> float:
    return float(re.sub(r"[\u00a0\u202f]", "", written).replace(",", "."))


def _ordinal(text: str) -> Iterator[Fault]:
    """« 19e plus forte part sur 19 », « 2ème »: told from the nearer end, and written 1er, 2e."""
    for match in _ORDINAL.finditer(text):
        rank, whole = int(match.group(1)), int(_value(match.group(2)))
        if rank > (whole + 1) / 2:
            advice = f"{whole + 1 - rank} en partant de l'autre bout"
            yield Fault("ordinal", match.start(), match.group(0), advice)
    for match in _MISWRITTEN_RANK.finditer(text):
        yield Fault("ordinal", match.start(), match.group(0), "1er, 1re, 2e")


def _unit(text: str) -> Iterator[Fault]:
    """Hold a number and its unit, and a number's thousands, on one line: a no-break space."""
    for match in (*_UNIT.finditer(text), *_APART.finditer(text)):
        yield Fault("unit", match.start(), match.group(0), "espace insécable")


def _names(text: str) -> Iterator[Fault]:
    """Refuse more than five names in a row in a sentence: nobody reads them there."""
    if not re.search(r"[.!?]$", text.strip()):
        return  # a cell that is a list, not a sentence
    at = 0
    for part in re.split(r"([.;:!?()«»]\s)", text):
        in_a_row = most = 0
        for name in (piece for comma in part.split(", ") for piece in comma.split(" et ")):
            in_a_row = in_a_row + 1 if _A_NAME.fullmatch(name.strip(" .!?")) else 0
            most = max(most, in_a_row)
        if most > _MOST_NAMES:
            yield Fault("names", at, f"{part[:60]}…", f"{_MOST_NAMES} noms au plus")
        at += len(part)


def _twice(text: str) -> Iterator[Fault]:
    """Find a word or a stop that is said twice, and a space before a comma or a stop."""
    for match in _TWICE.finditer(text):
        yield Fault("twice", match.start(), match.group(0), "une fois")


RULES: tuple[Rule, ...] = (
    _elision, _contraction, _negation, _plural, _ordinal, _unit, _names, _twice,
)  # fmt: skip
