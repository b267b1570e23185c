"""What tasks put on a person's agenda."""

from focushub.calendar.agenda import register_movable, register_offers
from organize.services.moving import MovableTasks
from organize.services.offering import TaskOffers

register_movable(MovableTasks())
register_offers(TaskOffers())
