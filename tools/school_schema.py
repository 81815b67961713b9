"""Write the schema « école – ENT », page and example: `python tools/school_schema.py [--check]`.

What a column is comes from the records of the tables (`geo_ent/tables/fields.toml`): its type, its
shape, its least. What is written here is what a table that is published says otherwise than ours:
its names, and the words of a situation, in French. `--repository URL --out FOLDER` writes them for
the repository that the schema is proposed from.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo_ent.publish.package.table_schema import constraints, field_type
from geo_ent.tables.fields import Field, fields

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "schema-ecole-ent"
TEXT = Path(__file__).with_suffix(".md")
"""The page, but for what is made."""
EXAMPLE, SCHEMA, PAGE = "exemple-valide.csv", "schema.json", "README.md"
VERSION, CREATED, MODIFIED = "0.1.0", "2026-11-30", "2026-11-30"
ANYWHERE = "https://exemple.fr/schema-ecole-ent"
"""The repository, as long as nobody has said which."""

SITUATIONS = {
    "ecole": ("school", "l’ENT est ouvert pour toute l’école"),
    "classes": ("class", "il ne l’est que dans certaines classes"),
    "prevu": ("planned", "il est décidé ou en cours, et pas encore ouvert"),
    "aucun": ("none", "l’école n’a pas d’ENT, ou n’en a plus"),
    "inconnu": ("unknown", "on ne sait pas"),
}
"""The words of a situation: the status that each is, and what it says."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the schema.

    Attributes
    ----------
    name, title, description
        As the schema has them.
    of
        The record that says what its cells are.
    example
        What stands in one.
    is_required
        Whether no cell is empty.
    """

    name: str
    title: str
    description: str
    of: str
    example: str
    is_required: bool = False

    @property
    def record(self) -> Field:
        """Give the record."""
        return fields()[self.of]


COLUMNS = (
    Column(
        name="uai",
        title="Code UAI de l’école",
        description="Numéro d’unité administrative immatriculée, celui de l’annuaire de "
        "l’éducation : sept chiffres et une lettre de contrôle, en capitales, sans espace.",
        of="uai",
        example="9990001X",
        is_required=True,
    ),
    Column(
        name="nom_ecole",
        title="Nom de l’école",
        description="Dénomination de l’école, telle que l’annuaire de l’éducation l’écrit. Elle "
        "aide à relire ; c’est le code UAI qui identifie l’école.",
        of="name",
        example="École élémentaire des Tilleuls",
    ),
    Column(
        name="code_commune",
        title="Code officiel géographique de la commune",
        description="Code INSEE de la commune où est l’école, sur cinq caractères : 01001, 2A004, "
        "97101. Ce n’est pas le code postal.",
        of="commune_code",
        example="01001",
    ),
    Column(
        name="nom_commune",
        title="Nom de la commune",
        description="Nom de la commune où est l’école.",
        of="commune_name",
        example="L’Abergement-Clémenciat",
    ),
    Column(
        name="situation_ent",
        title="Situation de l’école au regard de l’ENT",
        description="Ce qu’il en est à la date de situation. "
        + " ; ".join(f"« {word} » : {meaning}" for word, (_, meaning) in SITUATIONS.items())
        + ".",
        of="status",
        example="ecole",
        is_required=True,
    ),
    Column(
        name="solution_ent",
        title="Nom de l’ENT",
        description="Nom de la solution (le produit ou le service), tel que ses utilisateurs le "
        "connaissent. S’il y en a plusieurs à la fois, les séparer par « + » entre deux espaces. "
        "Vide si la situation est « aucun » ou « inconnu ».",
        of="solution",
        example="ONE",
    ),
    Column(
        name="date_debut",
        title="Date d’ouverture",
        description="Premier jour où l’ENT est ouvert dans l’école, ou doit l’être s’il est prévu "
        "(AAAA-MM-JJ). Pour une rentrée, le 1er septembre. Vide si elle n’est pas connue.",
        of="start",
        example="2021-09-01",
    ),
    Column(
        name="date_fin",
        title="Date de fin",
        description="Dernier jour de l’ENT dans l’école, si une fin est connue (AAAA-MM-JJ). Vide "
        "s’il continue.",
        of="end",
        example="2027-08-31",
    ),
    Column(
        name="dispositif",
        title="Dispositif ou financement",
        description="Programme, convention ou marché dans le cadre duquel l’école a son ENT.",
        of="programme",
        example="Convention académique",
    ),
    Column(
        name="nombre_classes_ent",
        title="Nombre de classes qui ont l’ENT",
        description="À donner si la situation est « classes » : le nombre de classes où l’ENT est "
        "ouvert.",
        of="ent_classes_n",
        example="2",
    ),
    Column(
        name="date_situation",
        title="Date de situation",
        description="Jour auquel la ligne est vraie (AAAA-MM-JJ) : celui de la dernière mise à "
        "jour du suivi, et non celui où le fichier est publié.",
        of="date",
        example="2026-09-30",
        is_required=True,
    ),
)

ROWS = (
    ("9990001X", "École élémentaire des Tilleuls", "01001", "L’Abergement-Clémenciat", "ecole",
     "ONE", "2021-09-01", "", "Convention académique", "", "2026-09-30"),
    ("9990002Y", "École maternelle du Moulin", "01001", "L’Abergement-Clémenciat", "classes",
     "Beneylu School", "2024-09-01", "2027-08-31", "", "2", "2026-09-30"),
    ("9990003Z", "École primaire de l’Étang", "01002", "L’Abergement-de-Varey", "prevu", "ONE",
     "2027-01-04", "", "Convention académique", "", "2026-09-30"),
    ("9990004A", "École primaire Louise Michel", "2A004", "Ajaccio", "aucun", "", "", "", "", "",
     "2026-09-30"),
    ("9990005B", "École primaire du Port", "97101", "Les Abymes", "inconnu", "", "", "", "", "",
     "2026-09-30"),
    ("9990006C", "École primaire du Centre", "01004", "Ambérieu-en-Bugey", "ecole",
     "ONE + Beneylu School", "2019-09-01", "", "", "", "2026-09-30"),
)  # fmt: skip
"""Schools that there aren't, in communes that there are."""


def schema(repository: str = ANYWHERE) -> dict[str, object]:
    """Give the schema, as schema.data.gouv.fr asks for it."""
    at = f"{repository}/raw/v{VERSION}"
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": "ecole-ent",
        "title": "Écoles et espaces numériques de travail (ENT)",
        "description": "La situation des écoles du premier degré au regard de l’espace numérique "
        "de travail (ENT) : laquelle en a un, lequel, depuis quand. Une ligne par école.",
        "keywords": ["éducation", "école", "premier degré", "ENT", "numérique éducatif"],
        "countryCode": "FR",
        "homepage": repository,
        "path": f"{at}/{SCHEMA}",
        "licenses": [
            {
                "title": "Licence Ouverte 2.0",
                "name": "etalab-2.0",
                "path": "https://spdx.org/licenses/etalab-2.0.html",
            }
        ],
        "resources": [
            {"title": "Exemple valide", "name": "exemple-valide-csv", "path": f"{at}/{EXAMPLE}"}
        ],
        "sources": [
            {
                "title": "Annuaire de l’éducation",
                "path": "https://data.education.gouv.fr/explore/dataset/fr-en-annuaire-education/",
            },
            {
                "title": "Code officiel géographique (INSEE)",
                "path": "https://www.insee.fr/fr/information/2560452",
            },
        ],
        "created": CREATED,
        "lastModified": MODIFIED,
        "version": VERSION,
        "contributors": [{"title": "Les auteurs de geo-ent", "role": "author"}],
        "fields": [_field(column) for column in COLUMNS],
        "missingValues": [""],
        "primaryKey": ["uai"],
    }


def _field(column: Column) -> dict[str, object]:
    kept_to = constraints(column.record, required=column.is_required)
    if column.of == "status":
        kept_to["enum"] = [*SITUATIONS]
    if column.name == "uai":
        kept_to["unique"] = True
    kind = field_type(column.record)
    return {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "example": int(column.example) if kind == "integer" else column.example,
        "type": kind,
        **({"format": "default"} if kind == "date" else {}),
        **({"constraints": kept_to} if kept_to else {}),
    }


def example() -> str:
    """Write the example, as a portal expects a file: UTF-8, commas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([[column.name for column in COLUMNS], *ROWS])
    return text.getvalue()


def page() -> str:
    """Write the schema's page."""
    words = [f"| `{word}` | {meaning} |" for word, (_, meaning) in SITUATIONS.items()]
    made = {
        "<!-- colonnes -->\n": "".join(_sections()),
        "<!-- situations -->": "\n".join(words),
        "__VERSION__": VERSION,
    }
    text = TEXT.read_text(encoding="utf-8")
    for place, words_there in made.items():
        text = text.replace(place, words_there)
    return text


def _sections() -> Iterator[str]:
    for column in COLUMNS:
        kept_to = constraints(column.record, required=column.is_required)
        needed = "valeur obligatoire" if column.is_required else "valeur facultative"
        facts = [KINDS[field_type(column.record)], needed]
        if "pattern" in kept_to:
            facts.append(f"de la forme `{kept_to['pattern']}`")
        facts.append(f"par exemple `{column.example}`")
        yield f"### `{column.name}` : {column.title}\n\n"
        yield f"{column.description}\n\n*{facts[0].capitalize()} ; {' ; '.join(facts[1:])}.*\n\n"


KINDS = {"string": "texte", "date": "date", "integer": "nombre entier"}


def files(repository: str = ANYWHERE) -> dict[str, str]:
    """Give the text of each file, by name."""
    text = json.dumps(schema(repository), ensure_ascii=False, indent=2)
    return {SCHEMA: text + "\n", EXAMPLE: example(), PAGE: page()}


def main() -> int:
    """Write the files, or say that they aren't what the records say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if they differ")
    parser.add_argument("--repository", default=ANYWHERE, help="where it is proposed from")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where to write")
    asked = parser.parse_args()
    texts = files(asked.repository.rstrip("/"))
    if asked.check:
        there = {name: (asked.out / name).read_text(encoding="utf-8") for name in texts}
        return int(there != texts)
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (asked.out / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
