"""What study puts on a person's agenda."""

from focushub.calendar.agenda import register_movable, register_offers
from learning.services.moving import MovableSessions
from learning.services.offering import SessionOffers

register_movable(MovableSessions())
register_offers(SessionOffers())
