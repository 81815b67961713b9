"""How the sheets of a register are laid out: tables, titles, columns, and what they leave open."""
