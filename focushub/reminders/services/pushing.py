"""A reminder on its way to a person's browsers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.rendering import render
from focushub.common.threads import off_loop
from focushub.common.turns import one_at_a_time
from focushub.reminders import push
from focushub.reminders.models import PushSubscription, Reminder
from focushub.reminders.push import Address, Outcome
from focushub.reminders.sources import standing

MOST_SUBSCRIPTIONS = 10
# A browser that could not be reached so often in a row is not asked again.
MOST_FAULTS = 10
_KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class _Parcel:
    payload: bytes
    addresses: Mapping[UUID, Address]


@transaction.atomic
def subscribe(
    *, person: User, endpoint: str, p256dh: str, auth: str, user_agent: str
) -> PushSubscription:
    """The same browser again renews its keys; past `MOST_SUBSCRIPTIONS` the oldest go.

    Raises:
        PushNotSetUp, EndpointNotAllowed
    """
    if push.public_key() is None:
        raise push.PushNotSetUp
    push.check_endpoint(endpoint)
    one_at_a_time(person.pk)
    # A browser has one address: whoever logs in there now is the one who is reminded there.
    PushSubscription.objects.filter(endpoint=endpoint).exclude(owner=person).delete()
    subscription, _ = PushSubscription.objects.update_or_create(
        owner=person,
        endpoint=endpoint,
        defaults={"p256dh": p256dh, "auth": auth, "user_agent": user_agent[:200], "faults": 0},
    )
    newest = PushSubscription.objects.filter(owner=person).order_by("-updated_at", "-pk")
    kept = newest.values_list("pk", flat=True)[:MOST_SUBSCRIPTIONS]
    PushSubscription.objects.filter(owner=person).exclude(pk__in=list(kept)).delete()
    return subscription


async def push_reminder(reminder_id: UUID) -> None:
    """To all of the person's browsers at once; nothing where it does not hold any more."""
    parcel = await off_loop(_pack, reminder_id, timezone.now())
    if parcel is None:
        return
    async with push.client() as client:
        outcomes = await asyncio.gather(
            *(
                push.send(
                    client,
                    address,
                    parcel.payload,
                    seconds=_KEPT_SECONDS,
                    topic=reminder_id.hex,
                )
                for address in parcel.addresses.values()
            )
        )
    await off_loop(_write_down, dict(zip(parcel.addresses, outcomes, strict=True)))


def _pack(reminder_id: UUID, now: datetime) -> _Parcel | None:
    reminder = Reminder.objects.open().filter(pk=reminder_id, owner__is_active=True).first()
    if reminder is None or push.public_key() is None:
        return None
    wording = standing([reminder], now=now).get(reminder.pk)
    if wording is None:
        return None
    payload = {
        "id": reminder.pk,
        "kind": reminder.kind,
        "title": wording.title,
        "body": wording.body,
        "url": settings.PUBLIC_URL,
    }
    subscriptions = PushSubscription.objects.filter(owner_id=reminder.owner_id)
    return _Parcel(
        payload=render(payload),
        addresses={one.pk: Address(one.endpoint, one.p256dh, one.auth) for one in subscriptions},
    )


@transaction.atomic
def _write_down(outcomes: Mapping[UUID, Outcome]) -> None:
    def those(outcome: Outcome) -> list[UUID]:
        return [pk for pk, came in outcomes.items() if came is outcome]

    mine = PushSubscription.objects
    mine.filter(pk__in=those(Outcome.GONE)).delete()
    mine.filter(pk__in=those(Outcome.DELIVERED)).update(faults=0, last_sent_at=timezone.now())
    faulty = mine.filter(pk__in=those(Outcome.FAULTY))
    faulty.update(faults=F("faults") + 1)
    faulty.filter(faults__gte=MOST_FAULTS).delete()
