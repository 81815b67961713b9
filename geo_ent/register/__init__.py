"""The register of ENT: a spreadsheet, read as a careful person reads it."""
