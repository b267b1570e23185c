"""What reminders have to know of tasks."""

from focushub.reminders.sources import register_settled
from organize.services.tasks import settled_tasks

register_settled(settled_tasks)
