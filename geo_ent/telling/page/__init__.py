"""What the page and its pictures say of themselves: titles, headline, notes, sources, words."""
