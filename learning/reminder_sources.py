"""What a person who learns is reminded of, and when it is not needed any more."""

from focushub.reminders.sources import register, register_settled
from learning.services.reminding import CardReminders, settled_sessions

register(CardReminders())
register_settled(settled_sessions)
