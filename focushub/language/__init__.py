"""What the words of a to-do line mean: dates, times, durations, recurrences and remarks.

Pure: no clock, no network, no database. ``read`` understands one line for a given now.
"""

from focushub.language.reading import DateOrder, Reading, Span, pieces, read

__all__ = ["DateOrder", "Reading", "Span", "pieces", "read"]
