"""What the sources tell, kept as the French lines that a command prints."""

from geo_ent.telling.language import language
from geo_ent.telling.source_words import source_line


class ToldLines(list):
    """A list whose `append` is a `tell`: it takes notes and keeps their sentences."""

    def append(self, note):
        """Keep a note as its line."""
        super().append(source_line(note, language("fr")))
