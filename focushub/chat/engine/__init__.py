"""The built-in coach: what is asked, and what to say to it. Pure.

No Django, no clock, no network: the person's situation, the time and what was said before come in
as arguments, and the same arguments give the same words.
"""
