"""What of reminders is kept back from an export: an address to which whoever has it could write."""

from focushub.common import personal_data
from focushub.reminders.models import PushSubscription

personal_data.keep_back(PushSubscription, "endpoint", "p256dh", "auth")
