"""Equity in sentences: the paragraph, the groups' names, what each measure means."""
