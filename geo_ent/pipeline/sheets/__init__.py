"""Sheets of paper, one a zone, from a folder that `build` made."""

from geo_ent.pipeline.sheets.make_sheets import make_sheets

__all__ = ["make_sheets"]
