"""What an atlas writes for the whole of its départements: pages, tables, search."""
