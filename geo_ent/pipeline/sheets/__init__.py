"""Sheets of paper, one a zone, from a folder that `build` made."""

from geo_ent.pipeline.sheets.made_map import LEVELS_OF_SHEETS
from geo_ent.pipeline.sheets.make_sheets import make_sheets

__all__ = ["LEVELS_OF_SHEETS", "make_sheets"]
