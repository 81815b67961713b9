"""What a build does, in order, and how it tells of it."""

from collections.abc import Callable

__all__ = ["STEPS", "Report", "silent"]

STEPS = (
    "Annuaire",
    "Communes",
    "Registre",
    "Rattachement",
    "Zones",
    "Indicateurs",
    "Page",
    "Lacunes",
    "Écriture",
)
"""What `build` does, in order; each is reported when it is done."""

Report = Callable[[str, str], None]
"""Called after each step with its name and what was done, in French."""


def silent(_step: str, _told: str) -> None:
    """Report nothing: what a notebook wants."""
