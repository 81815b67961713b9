"""How one cell of a register is read: its words, what they say of the ENT, and how that adds up."""
