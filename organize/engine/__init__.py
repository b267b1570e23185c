"""Reads a brain dump, breaks tasks down, plans a space: rules and data files, no model.

Pure: no Django, no clock, no network. The time and what is known of the person come in as
arguments, so that equal input gives equal output.
"""
