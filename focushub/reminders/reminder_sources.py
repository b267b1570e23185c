from focushub.reminders.blocks import BlockReminders
from focushub.reminders.focusing import FocusReminders
from focushub.reminders.sources import register

register(BlockReminders())
register(FocusReminders())
