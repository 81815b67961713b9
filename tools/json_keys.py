"""Write docs/json.md and docs/schemas from records: `python tools/json_keys.py [--check]`.

The keys' are in `tools/json_keys.toml`, those of tables' columns in `geo_ent/tables/fields.toml`.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from written_files import write_or_check

from geo_ent.tables.fields import Field, table

ROOT = Path(__file__).resolve().parent.parent
RECORDS = Path(__file__).with_suffix(".toml")
PAGE, SCHEMAS = ROOT / "docs" / "json.md", ROOT / "docs" / "schemas"
HEAD = """# Des objets JSON, pour les programmes

`check`, `gaps`, `equity`, `sources` et `doctor` ont une option `--json`. Elle écrit **un objet \
JSON sur la sortie standard, et rien d’autre** ; ce qui se dit en chemin va sur la sortie \
d’erreur. Une erreur y est une ligne, avec son [code de sortie](commandes.md#codes-de-sortie), et \
il n’y a alors pas d’objet, sauf où il est dit le contraire (`refusal`, `doctor`).

```
geo-ent gaps maps/35 --json --top 50 | jq -r '.schools[] | [.rank, .uai, .name] | @tsv'
```

```python
import json
import subprocess

command = ["geo-ent", "check", "registre.xlsx", "--schools", "annuaire.csv", "--json"]
run = subprocess.run(command, capture_output=True, check=True)
print(json.loads(run.stdout)["doubts_n"])
```

- Les chiffres sont ceux du texte et des CSV : les mêmes décimales que les CSV.
- Toutes les clés sont toujours là ; ce qui n’est pas connu est `null`, jamais 0 ni une case vide. \
Une liste sans rien est vide.
- Une date est `2023-06-30`, un instant `2026-11-01T08:00:00+00:00` (ISO 8601). Une part est entre \
0 et 1, des points sont des points de pourcentage, une distance est en kilomètres.
- Les clés ne changent pas de nom ni de sens d’une version mineure à l’autre ; il peut s’en ajouter.
- Les textes en phrases sont pour des lecteurs : un programme lit les nombres et les codes.

Cette page et les schémas (JSON Schema 2020-12) sont faits par `python tools/json_keys.py` ; un \
test compare aux schémas ce que les commandes écrivent.
"""
_TYPES = {
    "texte": {"type": "string"},
    "entier": {"type": "integer"},
    "nombre": {"type": "number"},
    "vrai/faux": {"type": "boolean"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    "instant": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d"},
}
Schema = dict[str, Any]
Key = tuple[str, str, str]


def keys_of(name: str) -> list[Key]:
    """Give each key of a document, what it is and its meaning; what is said last of one counts."""
    return list({path: (path, kind, meaning) for path, kind, meaning in _said_of(name)}.values())


def _said_of(name: str) -> Iterator[Key]:
    for line in _records()[name]["keys"]:
        path, kind, meaning = (part.strip() for part in line.split(" | ", 2))
        if not kind.startswith("= "):
            yield path, kind, meaning
            continue
        yield path, "objet", meaning
        columns = table(kind.removeprefix("= ")).columns.values()
        for column in columns:
            if column.name != "note":  # of sheets for people alone
                yield f"{path}.{column.name}", _kind(column), _said(column)


def _records() -> dict[str, Any]:
    return tomllib.loads(RECORDS.read_text(encoding="utf-8"))


def _kind(column: Field) -> str:
    kinds = {"flag": "vrai/faux", "day": "date", "count": "entier"}
    return kinds.get(column.kind, "nombre" if column.is_number else "texte") + "?"


def _said(column: Field) -> str:
    return f"{column.title}. {column.meaning}".removesuffix(" ")


def schema(name: str) -> Schema:
    """Make the schema of a document: every key is needed, and there is no other."""
    root: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"geo-ent {name}",
        "description": _records()[name]["about"],
    }
    for path, kind, meaning in keys_of(name):
        place = root
        for part in path.split("."):
            place = _within(place, part)
        place.update(_type(kind), description=meaning)
    return root


def _within(place: Schema, part: str) -> Schema:
    """Give the schema of a key of an object, made where it isn't there yet."""
    key = part.removesuffix("[]")
    place.update({"type": "object", "additionalProperties": False})
    keys = place.setdefault("properties", {})
    if key not in keys:
        place.setdefault("required", []).append(key)
    inner: Schema = keys.setdefault(key, {})
    if not part.endswith("[]"):
        return inner
    inner.setdefault("type", "array")
    items: Schema = inner.setdefault("items", {})
    return items


def _type(kind: str) -> Schema:
    if kind == "liste ou null":
        return {"type": ["array", "null"]}
    if kind == "objet libre":
        return {"type": "object", "additionalProperties": {"type": "string"}}
    plain = kind.removesuffix("?")
    if plain == "objet":
        return {"type": "object"}
    known: Schema = dict(_TYPES[plain])
    return known | {"type": [known["type"], "null"]} if kind.endswith("?") else known


def page() -> str:
    """Write the page: a section a document."""
    return "\n".join([HEAD, *(line for name in _records() for line in section(name))])


def section(name: str) -> Iterator[str]:
    """Write a document's section."""
    yield f"## {name.replace('-table', ' --table')}"
    file = f"{name}.schema.json"
    yield f"\n{_records()[name]['about']} Le schéma : [{file}](schemas/{file}).\n"
    yield "| clé | ce que c’est | |\n|---|---|---|"
    for path, kind, meaning in keys_of(name):
        shown = kind.replace("?", " ou `null`")
        yield f"| `{path}` | {shown} | {meaning} |"
    yield ""


def written() -> dict[Path, str]:
    """Give each file with what it holds."""
    return {PAGE: page()} | {
        SCHEMAS / f"{name}.schema.json": json.dumps(schema(name), ensure_ascii=False, indent=2)
        + "\n"
        for name in _records()
    }


def main() -> int:
    """Write the files, or say that one isn't what the records say."""
    return write_or_check(__doc__, written)


if __name__ == "__main__":
    sys.exit(main())
