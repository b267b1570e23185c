"""What a worker does for people. A job carries ids, never an address."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from redis import RedisError

from focushub.accounts.services import erasing, people
from focushub.common.threads import off_loop


@app.task(
    name=people.RESET_TASK,
    queue=people.RESET_QUEUE,
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)
async def send_reset_links(*, person_ids: list[str]) -> None:
    for person_id in person_ids:
        await off_loop(people.send_reset_link, person_id=UUID(person_id))


@app.task(
    name=erasing.SWEEP_TASK,
    queue=erasing.SWEEP_QUEUE,
    # Some hours in all: whatever is in Redis ends by itself within a day.
    retry=RetryStrategy(max_attempts=12, exponential_wait=3, retry_exceptions=[RedisError]),
)
async def sweep_redis(*, names: list[str]) -> None:
    await off_loop(erasing.sweep_redis, names)
