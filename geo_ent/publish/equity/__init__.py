"""The equity sheet, and its figures as a table."""
