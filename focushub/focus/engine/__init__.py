"""What is computed about focus and feelings: pure, with time and the person's history as arguments.

Imports no Django and reads no clock; `focushub.focus.services` brings both.
"""
