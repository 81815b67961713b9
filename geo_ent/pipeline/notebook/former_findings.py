"""What `geo_ent.build` gave before it gave a `Coverage`: each goes on for a version, and warns."""

import warnings
from typing import Any

import pandas as pd

from geo_ent.tables.findings import KINDS


class FindingsTable(pd.DataFrame):
    """Findings as a table, which answers what `Findings` did too.

    What is taken of it, a part or a sum, is an ordinary frame.
    """

    def summary(self) -> list[tuple[str, int]]:
        """Count the entries of each kind that has any: what `value_counts("kind")` gives."""
        warn_of_former("findings.summary()", 'findings.value_counts("kind")')
        counts = self["kind"].value_counts()
        return [(kind, int(counts[kind])) for kind in KINDS if kind in counts]

    def table(self) -> pd.DataFrame:
        """Give the entries as a frame: what this is."""
        warn_of_former("findings.table()", "findings")
        return pd.DataFrame(self)

    def count(self, axis: Any = 0, *args: Any, **options: Any) -> Any:  # noqa: ANN401 pandas' own, but for a kind
        """Count the entries of a kind, or what pandas counts."""
        if axis not in KINDS:
            return super().count(axis, *args, **options)
        warn_of_former(f'findings.count("{axis}")', f'(findings["kind"] == "{axis}").sum()')
        return int((self["kind"] == axis).sum())


def warn_of_former(name: str, now: str) -> None:
    """Say what to write instead of a name that goes with the next version."""
    msg = f"« {name} » ne sera plus là en 0.3 : écrivez « {now} »."
    warnings.warn(msg, DeprecationWarning, stacklevel=3)
