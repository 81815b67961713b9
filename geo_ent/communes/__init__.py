"""Communes: their codes and names of any year, and what INSEE and others say of them."""
