"""What a worker does for reminders. A job carries an id, never what it says."""

import logging
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from focushub.common.threads import off_loop
from focushub.reminders.services import answering, looking, pushing

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)


@app.periodic(cron="* * * * * */15")
@app.task(name="reminders.look", queue="reminders", queueing_lock="reminders.look")
async def look(timestamp: int) -> None:
    await off_loop(looking.look)


@app.task(name="reminders.push", queue="reminders")
async def push(*, reminder_id: str) -> None:
    """Never tried again: a reminder that comes late, or twice, is worse than one that is seen in
    the app."""
    await pushing.push_reminder(UUID(reminder_id))


@app.periodic(cron="41 3 * * *")
@app.task(name="reminders.purge", queue="upkeep", queueing_lock="reminders.purge")
async def purge(timestamp: int) -> None:
    await off_loop(answering.purge, before=timezone.now() - KEPT)
