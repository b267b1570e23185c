"""The reminders before blocks, as alarms in the calendars that subscribe to the feed."""

from focushub.calendar.agenda import register_alarms
from focushub.reminders.services.alarms import alarms

register_alarms(alarms)
