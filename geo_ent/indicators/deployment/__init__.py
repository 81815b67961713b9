"""How an ENT spreads: pace, cost, phases, networks, solutions."""
