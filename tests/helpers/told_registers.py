"""What registers tell of schools at a date, and what is said to be doubtful, for their tests."""

import re

import pandas as pd

from geo_ent.register.read_register import read_registers
from geo_ent.register.status_at_date import status_at
from geo_ent.schools.directory import other_uais, read_establishments, read_schools
from geo_ent.tables.word_lists import with_joined_words
from geo_ent.telling.language import language
from geo_ent.telling.register.register_wording import report_rows

_UAI = re.compile(r"\d{7}[A-Z]")
_PLACES = ("uai", "uai_written", "reason", "suggestion")


class Directory:
    """An annuaire's schools, with its other establishments, against which registers are read."""

    def __init__(self, path):
        """Read it."""
        rows = read_establishments(path)
        self.schools = read_schools(path, rows=rows)
        self.others = other_uais(rows)

    def read(self, path, **options):
        """Read a register."""
        return read_registers([path], self.schools, others=lambda: self.others, **options)

    def known(self, reading, date):
        """Give each school's status, product and first day at a date, that of the register."""
        told = status_at(reading.register, self.schools.index, date, as_of=date)
        frame = with_joined_words(told)
        return {
            uai: (row.status, row.solution, "" if pd.isna(row.start) else f"{row.start:%Y-%m-%d}")
            for uai, row in zip(frame.index, frame.itertuples(), strict=True)
        }

    def public(self, column, value, *, but=()):
        """Name the public schools of a place, those of some natures set aside."""
        of_place = (self.schools[column] == value) & (self.schools["sector"] == "public")
        return set(self.schools.index[of_place & ~self.schools["nature"].isin(but)])


def known_of_schools(reading):
    """Give each school's status, product and start, the later period's where it has several."""
    return {
        row.uai: (row.status, "+".join(row.solution), str(row.start)[:10].replace("NaT", ""))
        for row in reading.register.itertuples()
    }


def questions(reading):
    """Give the codes of what is asked about the file."""
    entries = reading.findings.entries
    return [entry["message"].code for entry in entries if entry["kind"] == "register-question"]


def doubted(reading):
    """Name the schools that a doubtful row is of, or may be of."""
    schools = set()
    for row in report_rows(reading, language("fr")).to_dict("records"):
        if row["outcome"] in {"ambiguous", "not_found"}:
            schools.update(_UAI.findall(" ".join(str(row[place] or "") for place in _PLACES)))
        elif row["doubt"] or row["suggestion"]:
            schools.update(_UAI.findall(row["uai"]))
    return schools
