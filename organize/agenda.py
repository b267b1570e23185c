"""What tasks put on a person's agenda."""

from focushub.calendar.agenda import register_movable
from organize.services.moving import MovableTasks

register_movable(MovableTasks())
