"""Makes the files of data/boundaries: communes, the history of their codes, rurality estimated."""

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
FOLDER = DATA / "boundaries"
"""Where the files made here lie, and where they are read again."""
