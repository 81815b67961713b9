"""What can be answered about a doubtful row: the schools it may be of, the situations, neither."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo_ent.register.answers import STATUS_UNREAD
from geo_ent.schools.school_names import loose_commune_key, parse_name
from geo_ent.telling.language import Language

if TYPE_CHECKING:
    import pandas as pd


_MOST_SCHOOLS = 40  # of a commune, in a drop-down; the UAI of any other can be typed
# Where a reason says which schools a row may be of, the likeliest first.
_CANDIDATES = ("schools", "named", "other", "school")


@dataclass(frozen=True)
class AnswerChoices:
    """Gives the answers to choose from for a row.

    Attributes
    ----------
    schools
        The directory, indexed by `uai`: `name`, `commune_name`.
    tr
        The language of the answers; they are read back in either.
    """

    schools: "pd.DataFrame"
    tr: Language
    _labels: dict[str, str] = field(default_factory=dict)

    def of(self, row: Mapping[Any, Any]) -> tuple[str, ...]:
        """List the answers that settle a doubtful row, the likeliest first.

        Parameters
        ----------
        row
            Of `report_rows`, its `reason` a `Note`, with its `notes`.
        """
        unread, statuses = self.is_unread(row), self.statuses
        ignore = self.tr.in_context("register", "ignorer")
        # The school that a row has is no answer to it: "it is right" says the same.
        labels = [label for label in self.candidates(row)
                  if label.partition(" ")[0] not in row["uai"].split()]  # fmt: skip
        if not row["uai"]:
            # The school first; where its situation wasn't understood either, one answer says both.
            pairs = [f"{label} ; {status}" for label in labels for status in statuses]
            return (*(pairs if unread else labels), ignore)
        keep = self.tr.in_context("register", "c’est juste")
        if row["doubt"] == "conflict":
            keep = self.tr.in_context("register", "garder cette ligne")
        return (*(() if unread else (keep,)), *statuses, *labels, ignore)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The situations, as they are read back."""
        return tuple(status_words(self.tr).values())

    def is_unread(self, row: Mapping[Any, Any]) -> bool:
        """Tell whether the situation of a row was not understood."""
        is_unknown = row["status"] in {"", "unknown"}
        return is_unknown and any(kind in STATUS_UNREAD for kind, _ in row["notes"])

    def candidates(self, row: Mapping[Any, Any]) -> list[str]:
        """Name the schools that a row may be of, else those of its commune, with their UAI."""
        fields = row["reason"].fields
        named = [fields.get(name) or () for name in _CANDIDATES]
        uais = [
            school.uai for schools in named
            for school in (schools if isinstance(schools, (tuple, list)) else [schools])
            if hasattr(school, "uai")
        ]  # fmt: skip
        is_elsewhere = row["reason"].code == "other-establishment"  # a collège is no école
        if not uais and not row["uai"] and not is_elsewhere:
            uais = self._of_commune.get(loose_commune_key(str(row["commune_written"])), [])
        return [self.label(uai) for uai in dict.fromkeys(uais[:_MOST_SCHOOLS])]

    def groups(self, row: Mapping[Any, Any]) -> list[list[str]]:
        """Give the schools that a row may be of all together: UAI of one name, of one territory.

        A maternelle and an élémentaire of one name are a school group; a row of a territory may
        be of all its schools.
        """
        uais = [label.partition(" ")[0] for label in self.candidates(row)]
        if "level" in row["reason"].fields:
            return [uais] if len(uais) > 1 else []
        groups: defaultdict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)
        for uai in uais:
            name, commune = self._names.get(uai, ("", ""))
            groups[parse_name(name).core, commune].append(uai)
        return [group for (core, _), group in groups.items() if core and len(group) > 1]

    def school_name(self, uai: str) -> str:
        """Give the name of a school, "" where the directory doesn't have it."""
        return self._names.get(uai, ("", ""))[0]

    def label(self, uai: str) -> str:
        """Name a school so that its UAI is read back."""
        name, commune = self._names.get(uai, ("", ""))
        return f"{uai} – " + ", ".join(filter(None, (name, commune)))

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        blank = [""] * len(self.schools)
        communes = self.schools.get("commune_name", blank)
        named = zip(self.schools.index, self.schools["name"], communes, strict=True)
        return {str(uai): (str(name), str(commune)) for uai, name, commune in named}

    @cached_property
    def _of_commune(self) -> dict[str, list[str]]:
        uais: defaultdict[str, list[str]] = defaultdict(list)
        for uai, (_, commune) in self._names.items():
            uais[loose_commune_key(commune)].append(uai)
        uais.pop(loose_commune_key(""), None)  # a row that names no commune is of none
        return uais


def status_words(tr: Language) -> dict[str, str]:
    """Write the statuses as they are read back."""
    # The words that the vocabulary of the register knows, whichever language they are in.
    return {
        "school": tr("oui"),
        "class": tr.in_context("register", "classe"),
        "planned": tr.in_context("register", "prévu"),
        "none": tr("non"),
        "unknown": tr.in_context("register", "inconnu"),
    }
