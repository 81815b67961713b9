"""What findings say, for the tests of readers, which give codes."""

from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.language import language


def in_french(findings):
    """Write findings in French: kind, file, row, uai, message."""
    return findings_table(findings, language("fr"))


def in_english(findings):
    """Write findings in English, the same columns."""
    return findings_table(findings, language("en"))
