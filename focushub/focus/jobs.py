"""What a worker does for focus: rooms that are long over go."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from focushub.common.threads import off_loop
from focushub.focus.services.rooms import purge_rooms

ROOMS_KEPT: Final = timedelta(days=7)


@app.periodic(cron="37 3 * * *")
@app.task(name="focus.purge_rooms", queue="upkeep", queueing_lock="focus.purge_rooms")
async def purge(timestamp: int) -> None:
    await off_loop(purge_rooms, before=timezone.now() - ROOMS_KEPT)
