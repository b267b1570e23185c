"""The scheduler: puts tasks into the days that a person really has.

Pure: no Django, no clock, no network, and no chance but a fixed sequence, so that equal
input gives equal output. What it may never do (overlap, leave the hours, overfill a day,
pass a hard deadline, drop a break) is enforced where a block is put down (`board`); what it
would rather do is one number (`cost`), which best-fit by deadline begins with and a bounded
local search (`search`) lowers. Whatever finds no place is listed with its minutes and a
reason.
"""

from focushub.calendar.scheduler.answer import (
    Block,
    Late,
    Schedule,
    Unscheduled,
    Why,
    explain,
)
from focushub.calendar.scheduler.cost import cost
from focushub.calendar.scheduler.planner import schedule
from focushub.calendar.scheduler.problem import Energy, Interval, Item, Piece, Priority, Rules
from focushub.calendar.scheduler.replanning import (
    Danger,
    OpenTask,
    Reason,
    Replan,
    begins_at,
    replan,
    tell,
)

__all__ = [
    "Block",
    "Danger",
    "Energy",
    "Interval",
    "Item",
    "Late",
    "OpenTask",
    "Piece",
    "Priority",
    "Reason",
    "Replan",
    "Rules",
    "Schedule",
    "Unscheduled",
    "Why",
    "begins_at",
    "cost",
    "explain",
    "replan",
    "schedule",
    "tell",
]
