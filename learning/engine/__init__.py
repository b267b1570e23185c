"""Turns a topic or a text into plans, cards and quizzes, and keeps their memory: no model.

Pure: no Django, no clock, no network. The time and what is known of the person come in as
arguments, so that equal input gives equal output.
"""
