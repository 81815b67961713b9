"""The workbook, for people."""
