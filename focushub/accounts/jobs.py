"""What a worker does for people. A job carries ids, never an address."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from focushub.accounts.services import people
from focushub.common.threads import off_loop


@app.task(
    name=people.RESET_TASK,
    queue=people.RESET_QUEUE,
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)
async def send_reset_links(*, person_ids: list[str]) -> None:
    for person_id in person_ids:
        await off_loop(people.send_reset_link, person_id=UUID(person_id))
