"""The deployment in sentences: who joined, how far it is, how fast it goes, what it costs."""
