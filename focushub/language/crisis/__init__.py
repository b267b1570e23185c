"""Words of self-harm and danger: recognised by code, and whom to call in the person's country.

Pure, like the rest of `language`: no model is asked, nothing is remembered. Better once too often
than once too rarely: whoever is meant by mistake reads a kind answer with numbers in it.
"""

from focushub.language.crisis.helplines import Directory, Helpline, directory_for
from focushub.language.crisis.recognition import Crisis, Danger, recognise

__all__ = ["Crisis", "Danger", "Directory", "Helpline", "directory_for", "recognise"]
