"""A project: the territory, the inputs, the date and the options of one map."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from geo_ent.errors import InputError
from geo_ent.project.option_records import MINISTRY, PORTAL, Input, Option, input_file, option
from geo_ent.text.compare import plain
from geo_ent.text.numbers import Lang

if TYPE_CHECKING:
    from geo_ent.register.answers import Answer
    from geo_ent.register.sheet_orders import SheetOrder
    from geo_ent.sources.fetch import Fetched

SECTORS = ("public", "prive", "all")
LANGS: tuple[Lang, ...] = get_args(Lang)
UNITS = ("schools", "classes", "pupils")
# Both end up in links of a page for the public: nothing may close an attribute, and an address
# with « ? » would add copies or a text to the mail that a reader writes (mailto:a@b.fr?cc=…).
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"https?://[^\s\"'<>]+")


_KINDS: "Mapping[str, tuple[type | tuple[type, ...], str]]" = {
    "names": (tuple, 'un tuple de textes, comme ("35",)'),
    "path": (Path, "un pathlib.Path"),
    "paths": ((Path, tuple), "un pathlib.Path, ou un tuple de Path"),
    "text": (str, "un texte"),
    "date": (dt.date, "un datetime.date"),
    "year": (int, "une année comme 2022"),
    "flag": (bool, "True ou False"),
}
"""What each kind of option is in a project, in Python and in words."""


@dataclass(frozen=True)
class Simulation:
    """What to say of data that is simulated, wherever it is shown.

    Attributes
    ----------
    message
        A sentence for the page: what is simulated, which figures are published.
    notes
        For each level (and "schools"), what to write on each row of its table; the message where
        there is none.
    replaces_sources
        Whether no published directory is behind the schools at all.
    """

    message: str
    notes: Mapping[str, str] = field(default_factory=dict)
    replaces_sources: bool = False


@dataclass(frozen=True)
class Goal:
    """Where a programme wants to be.

    Attributes
    ----------
    share
        Over 0 and up to 1.
    by
        A date, or a number of years from the date shown.
    unit
        What it is a share of: "schools", "classes" or "pupils".

    Raises
    ------
    InputError
        If the share is none, or the years aren't to come: at once, not when a pace is first asked
        for.
    """

    share: float
    by: "dt.date | int"
    unit: str = "schools"

    def __post_init__(self) -> None:
        """Refuse 80 for 0.8, and years gone by."""
        if not 0 < self.share <= 1:
            msg = f"share = {self.share:g} ; on attend une part jusqu’à 1, comme 0.8 pour 80 %."
            raise InputError(msg)
        if isinstance(self.by, int) and self.by <= 0:
            msg = f"years = {self.by} ; on attend un nombre d’années à venir, comme 5."
            raise InputError(msg)


@dataclass(frozen=True)
class Programme:
    """What a programme costs and who pays.

    Attributes
    ----------
    budget
        In euros.
    shares
        Who pays -> which share of it (0 to 1).
    name
        Its name in the register; "" for every school that has an ENT.
    years
        How many years the budget is for; None when it isn't said.
    since
        Its first day; None when it isn't said. A budget of some years that aren't over is for the
        whole goal, one that is spent paid for the schools that have an ENT.
    """

    budget: float
    shares: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    years: float | None = None
    since: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Project:
    """What `geo-ent build` is asked.

    Attributes
    ----------
    departements, academies, regions
        The territory, by codes or names; one at least. Académies and régions stand for their
        départements.
    schools
        The directory.
    register
        The register of ENT, one file or several; a later one counts as written later.
    out
        The folder to write; replaced as a whole.
    date
        The day to show; None for the directory's own date.
    as_of
        The day that the register was kept on; None for the last opening that it bears.
    sector
        "public", "prive" or "all": the schools that are counted.
    complete
        Whether a school that isn't in the register has no ENT (else it is unknown).
    title
        The page's title; made from the territory's name when it is empty.
    simulation
        Set when the inputs are simulated.
    columns
        Contract column -> title in the register (or titles, where sheets differ), for those that
        aren't to be recognised.
    sheet_orders
        What is said of single sheets: whether they are read, and by which columns.
    answers
        What was answered about doubtful rows of the register.
    density, frr, urban_units, urban_areas
        INSEE's density grid, the FRR table, INSEE's unités urbaines and aires urbaines; what
        isn't given is estimated or left undecided, and said.
    pupils, rentree, ips
        Effectifs of the écoles and the rentrée to take from them (None for the latest), indice
        de position sociale.
    priority
        The list of the éducation prioritaire: decides over the directory which schools are in REP
        or REP+.
    usage
        A statement of use of the ENT: accounts created and activated, classes, by school.
    college_sectors
        The carte scolaire of the collèges: adds the level `secteur_college`.
    boundaries
        Outlines of communes to draw instead of the bundled ones.
    contact
        The address that corrections are sent to; "" for none.
    url
        Where the page will be published; "" when it isn't known yet.
    lang
        "fr" or "en": the language of the page.
    ranking
        What changes in the rule that ranks the schools to equip (docs/lacunes.md).
    quick
        Whether to make the page and the CSV tables only: no picture, no workbook, no equity.
    fetched
        Of the files that geo-ent fetched itself, by field: the dataset, its address, its date.
    above
        The pages that this map's is under, from the top down: their titles and their addresses
        from its folder. An atlas has them.
    goal, programme
        Where the programme wants to be, what it costs; None when nothing is said of it.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo_ent import Project
    >>> project = Project(departements=("35",), schools=Path("annuaire.csv"),
    ...                   register=Path("registre.xlsx"), out=Path("maps/35"))
    >>> project.sector, project.lang
    ('public', 'fr')
    """

    departements: tuple[str, ...] = option(
        "names",
        "Code ou nom du département ; l’option peut être répétée.",
        default=(),
        name="departement",
        panel="Territoire",
        value="DÉPARTEMENT",
        short="d",
    )
    academies: tuple[str, ...] = option(
        "names",
        "Une académie entière, par son nom ou son code.",
        default=(),
        name="academie",
        panel="Territoire",
        value="ACADÉMIE",
    )
    regions: tuple[str, ...] = option(
        "names",
        "Une région entière, par son nom ou son code.",
        default=(),
        name="region",
        panel="Territoire",
        value="RÉGION",
    )
    schools: Path = input_file(
        "L’annuaire de l’éducation (CSV ou JSON) ; sinon il est téléchargé.",
        default=MISSING,
        reader="geo_ent.schools.directory:read_schools",
        title="Annuaire de l’éducation",
        producer=MINISTRY,
        url=PORTAL.format("fr-en-annuaire-education"),
    )
    # A project needs `register` and `out`, and MISSING is how a dataclass says "no default"; the
    # command line has one for every option, since a project file may give what it doesn't.
    register: Path | tuple[Path, ...] = option(
        "paths",
        "Le registre des ENT (xlsx, ods, xls ou CSV) ; l’option peut être répétée.",
        default=MISSING,
        short="r",
    )
    out: Path = option(
        "path",
        "Le dossier à faire ; sans --schools, maps/ et le code.",
        default=MISSING,
        panel="Sortie",
        value="DOSSIER",
        short="o",
    )
    date: dt.date | None = option(
        "date",
        "La date à montrer (2023-06-30) ; sinon celle de l’annuaire.",
        default=None,
        panel="Calcul",
    )
    as_of: dt.date | None = option(
        "date",
        "La date à laquelle le registre était à jour ; sinon sa dernière.",
        default=None,
        panel="Calcul",
    )
    sector: str = option(
        "text",
        "Les écoles à compter : public (par défaut), prive ou all.",
        default=SECTORS[0],
        panel="Calcul",
        value="|".join(SECTORS),
    )
    complete: bool = option(
        "flag",
        "Le registre est exhaustif : hors registre, pas d’ENT.",
        default=False,
        panel="Calcul",
    )
    density: Path | None = input_file(
        "La grille de densité de l’INSEE ; sinon le rural est estimé.",
        reader="geo_ent.communes.density:read_density",
        title="Grille communale de densité",
        producer="INSEE",
    )
    frr: Path | None = input_file(
        "Le classement France Ruralités Revitalisation.",
        reader="geo_ent.communes.frr:read_frr",
        title="Classement France Ruralités Revitalisation",
        producer="DGCL",
    )
    urban_units: Path | None = input_file(
        "Les unités urbaines de l’INSEE, pour l’éligibilité à ENIR et au label 2020.",
        reader="geo_ent.communes.enir:read_urban_units",
        title="Unités urbaines",
        producer="INSEE",
    )
    urban_areas: Path | None = input_file(
        "Les aires urbaines de 2010, pour l’éligibilité au label de 2020.",
        reader="geo_ent.communes.enir:read_urban_units",
        title="Aires urbaines de 2010",
        producer="INSEE",
    )
    pupils: Path | None = input_file(
        "Les effectifs des écoles (élèves et classes).",
        reader="geo_ent.schools.pupils:read_pupils",
        adder="geo_ent.schools.pupils:add_pupils",
        takes=("rentree",),
        title="Effectifs d’élèves et nombre de classes",
        producer=MINISTRY,
        url=PORTAL.format("fr-en-ecoles-effectifs-nb_classes"),
        simulated=True,
    )
    rentree: int | None = option(
        "year",
        "La rentrée à prendre dans les effectifs ; sinon la dernière.",
        default=None,
        panel="Calcul",
    )
    ips: Path | None = input_file(
        "L’indice de position sociale des écoles.",
        reader="geo_ent.schools.ips:read_ips",
        adder="geo_ent.schools.ips:add_ips",
        title="Indices de position sociale des écoles",
        producer=MINISTRY,
        url=PORTAL.format("fr-en-ips-ecoles-ap2022"),
        simulated=True,
    )
    priority: Path | None = input_file(
        "La liste des écoles en REP et REP+ ; sinon l’annuaire le dit.",
        reader="geo_ent.schools.priority:read_priority",
        title="Établissements de l’éducation prioritaire (REP et REP+)",
        producer=MINISTRY,
        url=PORTAL.format("fr-en-etablissements-ep"),
    )
    usage: Path | None = input_file(
        "Le relevé d’usage : comptes créés et activés, classes avec ENT.",
        reader="geo_ent.schools.usage:read_usage",
        adder="geo_ent.schools.usage:add_usage",
    )
    college_sectors: Path | None = input_file(
        "La carte scolaire des collèges : ajoute leurs secteurs.",
        reader="geo_ent.schools.college_catchments:read_college_sectors",
        title="Carte scolaire des collèges publics",
        producer=MINISTRY,
        url=PORTAL.format("fr-en-carte-scolaire-colleges-publics"),
        simulated=True,
    )
    boundaries: Path | None = input_file(
        "D’autres contours de communes (GeoJSON, GeoPackage, shapefile).",
        reader="geo_ent.communes.boundaries:read_boundaries",
    )
    title: str = option("text", "Le titre de la page.", panel="Sortie")
    contact: str = option(
        "text",
        "L’adresse à qui signaler une erreur, montrée sur la page.",
        panel="Sortie",
        value="COURRIEL",
    )
    url: str = option(
        "text",
        "L’adresse où la page sera publiée, pour embed.html.",
        panel="Sortie",
        value="ADRESSE",
    )
    quick: bool = option(
        "flag",
        "Seulement la page et les tableaux CSV, pour un essai.",
        default=False,
        panel="Sortie",
    )
    lang: Lang = option("text", "", default="fr", panel="Sortie")  # its help: cli/shared_options.py
    # What follows no option gives: tables of geo-ent.toml, a demo, what was fetched.
    simulation: Simulation | None = None
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    sheet_orders: "tuple[SheetOrder, ...]" = ()
    answers: "tuple[Answer, ...]" = ()
    ranking: Mapping[str, Any] = field(default_factory=dict)
    goal: Goal | None = None
    programme: Programme | None = None
    above: tuple[tuple[str, str], ...] = ()
    fetched: "Mapping[str, Fetched]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse options without a territory, or with a text that its option doesn't allow.

        Raises
        ------
        InputError
            If no territory is given, or `sector`, `lang`, `contact` (an e-mail address) or `url`
            isn't valid.
        """
        self._refuse_kinds()
        if not (self.departements or self.academies or self.regions):
            msg = "il manque le territoire : donnez --departement, --academie ou --region."
            raise InputError(msg)
        if (sector := plain(self.sector)) in SECTORS:  # « privé » is written with its accent
            object.__setattr__(self, "sector", sector)
        _refuse_unless(self.sector in SECTORS, "--sector", self.sector, ", ".join(SECTORS))
        _refuse_unless(self.lang in LANGS, "--lang", self.lang, ", ".join(LANGS))
        mail = not self.contact or _EMAIL.fullmatch(self.contact)
        link = not self.url or _URL.fullmatch(self.url)
        _refuse_unless(mail, "--contact", self.contact, "une adresse comme dane@ac-rennes.fr")
        _refuse_unless(link, "--url", self.url, "une adresse qui commence par https://")

    def _refuse_kinds(self) -> None:
        """Refuse what isn't of its option's kind: a text for a path, "non" for a flag."""
        for declared in fields(self):
            record, value = declared.metadata.get("option"), getattr(self, declared.name)
            if record is None or value == declared.default:
                continue
            kind, expected = _KINDS[record.kind]
            if not isinstance(value, kind):
                msg = f"Project : {declared.name}={value!r} ; on attend {expected}."
                raise InputError(msg)

    @property
    def registers(self) -> tuple[Path, ...]:
        """The files of the register, in the order given."""
        return (self.register,) if isinstance(self.register, Path) else tuple(self.register)

    def note(self, table: str) -> str:
        """Give what to write on each row of a table ("" when the data is real)."""
        simulation = self.simulation
        return simulation.notes.get(table, simulation.message) if simulation else ""


OPTIONS: Mapping[str, Option] = {
    record.key: record
    for record in (
        # The fields tell their own options, so that an input is added in one place.
        *(
            replace(declared.metadata["option"], key=declared.name)
            for declared in fields(Project)
            if "option" in declared.metadata
        ),
        # --dataset and --ca-bundle are worded once, for `geo-ent fetch` too: cli/shared_options.py
        Option(key="datasets", kind="names", name="dataset", panel="Réseau"),
        Option(
            key="offline",
            kind="flag",
            help="Ne pas toucher au réseau : prendre le cache.",
            panel="Réseau",
        ),
        Option(
            key="refresh",
            kind="flag",
            help="Redemander les données, même récentes ou fixées.",
            panel="Réseau",
            in_file=False,  # kept in a file, it would undo the lock at each build
        ),
        Option(key="ca_bundle", kind="path", panel="Réseau"),
        Option(
            key="simulated",
            help="Si des données sont simulées : la phrase qui le dit partout.",
            panel="Sortie",
        ),
    )
}
"""All that a build is told, by key, in the order of `--help`; the last ones are of the sources."""

INPUTS: Mapping[str, Input] = {
    key: record for key, record in OPTIONS.items() if isinstance(record, Input)
}
"""The files of data that a project may give, by key."""


def _refuse_unless(right: object, option: str, value: str, expected: str) -> None:
    if not right:
        msg = f"{option} « {value} » : on attend {expected}."
        raise InputError(msg)


def checked_lang(lang: str) -> str:
    """Give a language back unchanged ("" for none said); refuse one that geo-ent doesn't write.

    Raises
    ------
    InputError
        If it isn't one of `LANGS` or "".
    """
    _refuse_unless(lang in {"", *LANGS}, "--lang", lang, ", ".join(LANGS))
    return lang


def parse_date(text: str, option: str = "--date") -> dt.date:
    """Read the date that an option or a key gives: 2023-06-30, or 30/06/2023.

    Raises
    ------
    InputError
        If it isn't a date.

    Examples
    --------
    >>> parse_date("30/06/2023")
    datetime.date(2023, 6, 30)
    """
    # Two patterns and no guessing parser: 06/07/2023 must never be read the American way.
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 a day, no hour
        except ValueError:
            continue
    msg = f"{option} « {text} » : on attend une date comme 2023-06-30 (ou 30/06/2023)."
    raise InputError(msg)
