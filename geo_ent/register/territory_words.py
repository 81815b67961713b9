"""The words of a row that speaks of a territory: its level, its name, whether it means them all."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from geo_ent.schools.circonscription_names import bare_name
from geo_ent.schools.school_names import commune_key, loose_commune_key
from geo_ent.text.compare import plain

_EVERY = re.compile(r"^(?:pour )?(?:l |la )?(?:toute?s?|tous|ensemble|totalite|integralite)\b")
_KINDS = re.compile(
    r"\b(?:toute?s?|tous|ensemble|totalite|integralite|ecoles?|etablissements?|groupes? scolaires?|"
    r"gs|maternelles?|mat|elementaires?|elem|primaires?|publi(?:ques?|cs?)|privee?s?|laiques?|"
    r"catholiques?|(?:sous|hors) contrat|1er degre|premier degre|1d|les|des|nos|ses|leurs|et|"
    r"y compris|compris(?:es?)?|inclus(?:es?)?|confondue?s?|(?:tous|deux) secteurs|secteurs?|"
    r"concernee?s?|uniquement|seulement|exclusivement|que|seule?s?|pour|"
    r"(?:le|du|de (?:la|l)|sur (?:le|la|l)) (?:meme )?(?:territoire|commune|epci|rpi|"
    r"circonscription|regroupement|collectivite|intercommunalite)(?= ?$))\b"
)
# What follows is left out; "hors contrat" is a kind of school.
_EXCEPT = re.compile(
    r"[,;(]?\s*\b(?:mais\s+)?(?:sauf|hors(?!\s+contrat)|hormis|except[ée]e?s?|moins|"
    r"[àa]\s+l\s*['’]?\s*exception\s+d(?:es?|u|e\s+la)?|sans|pas|non)\b\s*['’:]?\s*",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:uniquement|seulement|exclusivement|que|seule?s?)\b")
_EVERY_SECTOR = re.compile(
    r"\b(?:confondue?s?|(?:tous|deux) secteurs|(?:y )?compris(?:es?)?|inclus(?:es?)?)\b"
)
_PLURAL = re.compile(
    r"^(?:les |nos )?(?:ecoles|etablissements|groupes scolaires|maternelles|elementaires|publiques|"
    r"privees)\b"
)
_NATURES = ("maternelle", "elementaire", "primaire")
_KINDS_AFTER = re.compile(
    r"(?: (?:toutes?|tous|ecoles?|publi\w+|privee?s?|maternelles?|elementaires?|primaires?|les|"
    r"et|y|compris(?:es?)?|inclus(?:es?)?|confondue?s?|deux|secteurs?|uniquement|seulement|"
    r"exclusivement))+$"
)
_NUMBERS = ("zero", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_COUNT = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS[1:])}) (?=(?:ecole|etablissement|groupe scolaire|site)s?\b)"
)
_LAST_COUNT = re.compile(r"(?<=\w )(\d{1,3})$")
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:departement|dept|dpt|circonscription|circo|secteur|rpi|zone|numero|n|no|code|lot)s? $"
)
_OPENS_WITH = re.compile(r"\W*(?:sauf|hormis|except|[àa]\s+l)", re.IGNORECASE)
# In this order: "CC du canton de …" has words of several levels, and the first found decides.
_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rpi", re.compile(r"\b(?:rpi|rpc|rpid|regroupement pedagogique(?: intercommunal)?)\b")),
    ("circonscription", re.compile(r"\b(?:circonscriptions?|circo|ien)\b")),
    ("secteur_college", re.compile(r"\b(?:secteur (?:de |du )?)?(?:college|clg)\b")),
    (
        "epci",
        re.compile(
            r"\b(?:cc|ca|cu|ccom|comcom|com com|epci|communaute (?:de communes|d agglomeration|"
            r"d agglo|urbaine)|agglomeration|agglo|metropole|intercommunalite)\b"
        ),
    ),
    ("departement", re.compile(r"\b(?:departement|dept|dpt)\b")),
    ("commune", re.compile(r"\b(?:communes?|ville|mairie|municipalite)\b")),
)
_CODE = re.compile(r"\b\d{2,3}[ab]?\d{3}\b\s*[:–-]?", re.IGNORECASE)
_COUNTS_ASIDE = re.compile(r"\([^()]*\d[^()]*\)")
ARTICLE = re.compile(r"^(?:(?:de|du|des|d|la|le|les|l|a|au|aux|n|no|numero|code)\s)+")
_EPCI_WORDS = re.compile(
    r"\b(?:cc|ca|cu|communaute|communes|agglomeration|agglo|urbaine|metropole|epci|d|de|du|des|"
    r"la|le|les|l|et|en|pays|intercommunalite|com|comcom)\b"
)


@dataclass(frozen=True)
class Reach:
    """What a text says of the schools of a territory that it speaks of.

    Attributes
    ----------
    bare, written
        The text as `plain` gives it, without its count nor what is excepted; and as written.
    excepted
        What is left out, as written, a text for each word like "sauf".
    count
        How many schools it says; None where it doesn't.
    sectors, natures
        Those that it names: "public", "prive"; "maternelle", "elementaire", "primaire".
    all_sectors
        Whether private schools are told to be of it beside the public ones.
    is_limited
        Whether it says "uniquement" and the like.
    """

    bare: str = ""
    written: str = ""
    excepted: tuple[str, ...] = ()
    count: int | None = None
    sectors: frozenset[str] = frozenset()
    natures: frozenset[str] = frozenset()
    all_sectors: bool = False
    is_limited: bool = False

    @property
    def left(self) -> str:
        """The words that say neither "all" nor a kind: a place's, or not understood."""
        return rest(self.bare)

    @property
    def is_plural(self) -> bool:
        """Whether it speaks of schools in the plural, or counts them."""
        every = says_every(self.bare) or self.all_sectors or self.count is not None
        return every or bool(self.excepted) or is_plural(self.bare)

    @property
    def is_territory(self) -> bool:
        """Whether it can only be of a territory's schools, whatever the territory."""
        return says_every(self.bare) or bool(self.excepted) or (self.is_kind and self.is_plural)

    @property
    def is_kind(self) -> bool:
        """Whether it says no more than a kind of schools: "école publique", "toutes"."""
        return bool(self.bare) and not self.left and not level_of(self.bare)[0]

    @property
    def is_one(self) -> bool:
        """Whether it speaks of one school, or of a group: "école publique"."""
        return self.is_kind and not self.is_plural

    def limited_by(self, remark: "Reach") -> "Reach":
        """Give what is left of it once a remark has told which schools it is of."""
        return replace(
            self,
            excepted=self.excepted + remark.excepted,
            sectors=remark.sectors or self.sectors,
            natures=remark.natures or self.natures,
            all_sectors=self.all_sectors or remark.all_sectors,
        )

    def keeps(self, sector: str, nature: str) -> bool:
        """Tell whether it speaks of the schools of a sector and a nature.

        The territories that sign are those of public schools: a private one has to be told.
        """
        sectors = {"public", "prive"} if self.all_sectors else self.sectors or {"public"}
        # "Les écoles primaires" are those of every nature.
        natures = set() if "primaire" in self.natures else self.natures
        return sector in {*sectors, ""} and (not natures or nature in natures)


@lru_cache(maxsize=1 << 16)
def read_reach(text: str) -> Reach:
    """Read which schools of a territory a text speaks of.

    Examples
    --------
    >>> reach = read_reach("Toutes les écoles publiques sauf Jean Moulin et la maternelle")
    >>> reach.bare, reach.excepted, sorted(reach.sectors)
    ('toutes les ecoles publiques', ('Jean Moulin et la maternelle',), ['public'])
    >>> read_reach("les 3 écoles").count, read_reach("élémentaires uniquement").is_limited
    (3, True)
    """
    main, *excepted = _EXCEPT.split(text)
    # "École Sans Souci" leaves nothing out: what is left out is so of all, or of a territory.
    head = plain(main.replace("+", " et "))
    if excepted and not (_speaks_of_several(head) or (not head and _OPENS_WITH.match(text))):
        head, main, excepted = plain(text), text, []
    bare, count = _counted(head)
    sectors = {word for word in ("public", "prive") if re.search(rf"\b{word[:5]}", bare)}
    if re.search(r"\blaique", bare):
        sectors.add("public")
    return Reach(
        _without_kinds_after(bare),
        main,
        tuple(part.strip(" ().;,") for part in excepted if plain(part)),
        count,
        frozenset(sectors),
        frozenset(word for word in _NATURES if re.search(rf"\b{word[:4]}", bare)),
        all_sectors=len(sectors) > 1 or bool(_EVERY_SECTOR.search(bare)),
        is_limited=bool(_ONLY.search(bare)),
    )


def _without_kinds_after(bare: str) -> str:
    """Take the kinds of schools off what follows a territory's name: "Commune de Bruz, privées"."""
    level, label = level_of(bare)
    if not level:
        return bare
    left = _KINDS_AFTER.sub("", f" {label}").strip()
    return (bare[: -len(label)] + left).strip() if label and bare.endswith(label) else bare


def _speaks_of_several(bare: str) -> bool:
    return says_every(bare) or is_plural(bare) or bool(level_of(bare)[0])


def _counted(bare: str) -> tuple[str, int | None]:
    """Take the number of schools off a reduced text: "les 3 écoles", "toutes (3)"."""
    counted = _COUNT.search(bare) or (_LAST_COUNT.search(bare) if says_every(bare) else None)
    # "Du département 15", "de la circonscription 3": a number that names, and counts nothing.
    if not counted or _NAMED_BY_NUMBER.search(bare[: counted.start()]):
        return bare, None
    left = f"{bare[: counted.start()]} {bare[counted.end() :]}"
    return " ".join(left.split()), _number(counted[1])


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word)


def read_limits(remark: str) -> Reach:
    """Read in a remark which schools a row is of; nothing where it speaks of something else.

    Examples
    --------
    >>> sorted(read_limits("écoles élémentaires uniquement").natures)
    ['elementaire']
    >>> read_limits("convention signée avec l'école publique").sectors
    frozenset()
    """
    reach = read_reach(remark)
    is_told = reach.is_kind and bool(reach.sectors or reach.natures)
    return reach if is_told or reach.excepted else Reach()


def says_every(bare: str) -> bool:
    """Tell whether a text opens with "toutes les …" and the like."""
    return bool(_EVERY.match(bare))


def is_every(name: str) -> bool:
    """Tell whether a name is "toutes les écoles publiques" and the like, without a place."""
    reach = read_reach(name)
    return says_every(reach.bare) and reach.is_kind


def level_of(bare: str) -> tuple[str, str]:
    """Give the level that a reduced text names and the name that is left of it; "" for none.

    Examples
    --------
    >>> level_of("commune de betton"), level_of("rennes metropole"), level_of("betton")
    (('commune', 'betton'), ('epci', 'rennes metropole'), ('', ''))
    """
    for level, pattern in _LEVELS:
        match = pattern.search(bare)
        if match:
            # An EPCI's word may stand after its name ("Rennes Métropole"): all of it is kept.
            whole = bare if level == "epci" else bare[match.end() :]
            label = _KINDS.sub(" ", whole) if level == "epci" else whole
            return level, ARTICLE.sub("", " ".join(label.split()) + " ").strip()
    return "", ""


def opens(bare: str, level: str) -> bool:
    """Tell whether the level's word is what a text is about: "Commune de Betton"."""
    pattern = dict(_LEVELS)[level]
    if level == "epci":
        return not re.match(r"^(?:ecole|ec|groupe|gs)\b", bare)
    return bool(pattern.match(bare))


def is_plural(bare: str) -> bool:
    """Tell "les écoles …" from a school's name."""
    return bool(_PLURAL.search(bare))


def rest(bare: str) -> str:
    """Give what is left of a reduced text without the words of kinds of schools.

    Examples
    --------
    >>> rest("toutes les ecoles publiques de betton")
    'betton'
    """
    left = " ".join(_KINDS.sub(" ", bare).split())
    return ARTICLE.sub("", left + " ").strip()


def bare_title(label: str, level: str) -> str:
    """Reduce the name of a level's territory to what tells it apart."""
    if level == "epci":
        bare = " ".join(_EPCI_WORDS.sub(" ", plain(label)).split())
        return bare or plain(label)
    if level == "secteur_college":
        bare = " ".join(re.sub(r"\b(?:college|clg|secteur|de|du)\b", " ", plain(label)).split())
        return ARTICLE.sub("", bare)
    bare = plain(bare_name(label))
    own = re.sub(r"^(?:circo|circonscription|ien)\b", "", bare)
    return loose_commune_key(own) or commune_key(bare)


def partings(label: str) -> list[list[str]]:
    """Part "A - B", "A / B et C", or "A-B" at one of its dashes, into names of communes."""
    parts = [part for part in re.split(r"\s+[-–]\s*|\s*[-–]\s+|\s*[/,;&+–]\s*|\s+et\s+", label)
             if part.strip()]  # fmt: skip
    # Without spaces around, a dash may be a commune's own ("Saint-Malo-Dinard"): each is tried.
    dashes = [index for index, sign in enumerate(label) if sign == "-"] if len(parts) == 1 else []
    return [parts, *([label[:index], label[index + 1 :]] for index in dashes)]


def listed_places(text: str) -> list[list[str]]:
    """Give the ways in which the words after "RPI" may be read as places, as a whole first.

    Examples
    --------
    >>> listed_places("035010 Marcillé-Raoul / Noyal (2 écoles)")[1]
    ['Marcillé-Raoul', 'Noyal']
    """
    bare = _CODE.sub(" ", _COUNTS_ASIDE.sub(" ", text)).replace("(", " / ").replace(")", " ")
    ways = [[bare], *partings(bare)]
    kept = [[part.strip() for part in way if _is_place(part)] for way in ways]
    return [list(way) for way in dict.fromkeys(map(tuple, kept)) if way]


def _is_place(part: str) -> bool:
    return bool(plain(part)) and not read_reach(part).is_kind
