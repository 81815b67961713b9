"""The tables described for other programs: Data Packages and their Table Schemas."""
