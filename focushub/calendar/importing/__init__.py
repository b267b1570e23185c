"""Appointments of elsewhere, read out of a calendar's file or out of lines of text. Pure."""
