"""How dates are written in words and figures: days, months, school years, terms, holidays."""
