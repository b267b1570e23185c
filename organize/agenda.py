"""What tasks put on a person's agenda."""

from focushub.calendar.agenda import register_entries, register_movable, register_offers
from organize.services.dates import TaskDates
from organize.services.moving import MovableTasks
from organize.services.offering import TaskOffers

register_movable(MovableTasks())
register_offers(TaskOffers())
register_entries(TaskDates())
