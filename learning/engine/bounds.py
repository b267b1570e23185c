"""How much of a quiz there is at most, for what checks it and what makes it."""

MAX_QUESTIONS = 50
DEFAULT_QUESTIONS = 10
MAX_CHOICES = 20
MAX_CHOICE = 500
"""Characters of a choice, or of an item to put in order."""
