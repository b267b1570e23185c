"""Reviews: an append-only log, and the memory of a card that follows from it.

All changes of one card happen under its row's lock, so that two devices have one order. A review
that comes late, with a time before the last one, makes a replay of the log.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.turns import one_at_a_time
from learning.engine import memory
from learning.engine.memory import CardState, Phase, Rating
from learning.models import Card, Review
from learning.services.cards import tell

CLOCK_SKEW = timedelta(minutes=5)
"""How far a device's clock may be ahead; such a review counts as made now."""

OLDEST = timedelta(days=3650)
_BATCH = 500
MEMORY = (
    "stability",
    "difficulty",
    "due_at",
    "phase",
    "step",
    "last_review_at",
    "reps",
    "lapses",
)


class ReviewTimeOutOfRange(DomainError):
    code = "review_time_out_of_range"
    detail = "A review lies in the last ten years, and not in the future."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("reviewed_at", self.code, self.detail)])


class NothingToUndo(DomainError):
    kind = Kind.CONFLICT
    code = "nothing_to_undo"
    detail = "This card has no review to take back."


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review's outcome. `notice` is a kind word where another wording would serve better."""

    card: Card
    review: Review
    notice: str | None


@transaction.atomic
def review_card(
    *, card: Card, rating: int, seconds: float = 0, reviewed_at: datetime | None = None
) -> Reviewed:
    """Write one line into the log, and move the card's memory on.

    Args:
        rating: 1 again, 2 hard, 3 good, 4 easy.
        seconds: how long it took, 0 to 3600.
        reviewed_at: when it was made, for a device that was offline; now where left out.
    Raises:
        ReviewTimeOutOfRange
    """
    now = timezone.now()
    at = _moment(reviewed_at, now)
    card = _lock(card)
    before = memory_of(card)
    log: list[memory.Review] = []
    is_late = before.last_review_at is not None and at < before.last_review_at
    if is_late:
        log = _entries(card.reviews.counted())
        before = memory.replay(
            created_at=card.created_at, reviews=[entry for entry in log if entry.at <= at]
        )
    review = Review(
        owner_id=card.owner_id,
        card=card,
        number=(card.reviews.aggregate(last=Max("number"))["last"] or 0) + 1,
        reviewed_at=at,
        rating=rating,
        seconds=seconds,
        desired_retention=memory.retention_towards(
            today=at.astimezone(card.owner.zone).date(),
            exam_on=card.deck.exam_on,
            desired_retention=card.deck.desired_retention,
        ),
        was_new=before.state is Phase.NEW,
        was_due_at=card.due_at,
        retrievability=None
        if before.state is Phase.NEW
        else memory.retrievability(state=before, at=at),
    )
    review.save(force_insert=True)
    if is_late:
        after = memory.replay(created_at=card.created_at, reviews=[*log, _entry(review)])
    else:
        after = memory.review(
            state=before,
            rating=Rating(rating),
            at=at,
            desired_retention=review.desired_retention,
        )
    lapsed = after.lapses > card.lapses
    _remember(card, after)
    card.save(update_fields=MEMORY)
    tell(card)
    notice = memory.LEECH_NOTICE if lapsed and memory.is_leech(state=after) else None
    return Reviewed(card, review, notice)


@transaction.atomic
def undo_review(*, card: Card) -> Card:
    """Take back the review that was entered last; its line stays in the log, marked.

    The memory is then what the rest of the log gives, which is what it was before, to the bit.

    Raises:
        NothingToUndo
    """
    card = _lock(card)
    last = card.reviews.counted().order_by("-number").first()
    if last is None:
        raise NothingToUndo
    _take_back(card, last)
    tell(card)
    return card


@transaction.atomic
def rerate(*, card: Card, moments: Collection[datetime], rating: int) -> None:
    """Another rating for the review of one of those moments, which was found to be another.

    The old line stays in the log, marked, and a new one of the same time takes its place; what was
    reviewed since is replayed upon it. A review that is gone, or says so already, stays as it is.
    """
    card = _lock(card)
    old = card.reviews.counted().filter(reviewed_at__in=moments).order_by("-number").first()
    if old is None or old.rating == rating:
        return
    _take_back(card, old)
    review_card(card=card, rating=rating, seconds=old.seconds, reviewed_at=old.reviewed_at)


def rebuild_cards(*, cards: QuerySet[Card]) -> tuple[int, int]:
    """Make the memories again from the log.

    Each `_BATCH` is a transaction of its own, so that a person can go on reviewing meanwhile.

    Returns:
        How many cards were read, and how many were not what their log says.
    """
    ids = cards.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_BATCH)
    seen = changed = 0
    while batch := list(islice(ids, _BATCH)):
        found, mended = _rebuild(batch)
        seen += found
        changed += mended
    return seen, changed


def memory_of(card: Card) -> CardState:
    """The card's memory in the engine's words."""
    return CardState(
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=card.due_at,
        state=Phase(card.phase),
        step=card.step,
        last_review_at=card.last_review_at,
        reps=card.reps,
        lapses=card.lapses,
    )


@transaction.atomic
def _rebuild(ids: Sequence[UUID]) -> tuple[int, int]:
    owners = Card.objects.filter(pk__in=ids).order_by("owner_id").values_list("owner_id", flat=True)
    for owner_id in owners.distinct():
        one_at_a_time(owner_id)
    cards = list(Card.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    log: dict[UUID, list[Review]] = defaultdict(list)
    for review in Review.objects.filter(card__in=cards).order_by("number"):
        log[review.card_id].append(review)
    changed = []
    for card in cards:
        state = _replayed(card, log[card.pk])
        if state != memory_of(card):
            _remember(card, state)
            changed.append(card)
    Card.objects.bulk_update(changed, MEMORY)
    return len(cards), len(changed)


def _take_back(card: Card, line: Review) -> None:
    """Under the card's lock."""
    line.undone_at = timezone.now()
    line.save(update_fields=["undone_at", "updated_at"])
    _remember(card, _replayed(card, list(card.reviews.order_by("number"))))
    card.save(update_fields=MEMORY)


def _replayed(card: Card, lines: Sequence[Review]) -> CardState:
    """`lines` are all of the card's, those that were taken back included, by their number."""
    if lines:
        # The first line was written when the card was new, and tells when it was due then.
        due_at = lines[0].was_due_at
    else:
        due_at = card.due_at if card.phase == Phase.NEW else card.created_at
    kept = [line for line in lines if line.undone_at is None]
    return memory.replay(created_at=due_at, reviews=_entries(kept))


def _entries(reviews: Iterable[Review]) -> list[memory.Review]:
    return [_entry(review) for review in reviews]


def _entry(review: Review) -> memory.Review:
    return memory.Review(
        at=review.reviewed_at,
        rating=Rating(review.rating),
        desired_retention=review.desired_retention,
        seconds=review.seconds,
        order=review.number,
    )


def _remember(card: Card, state: CardState) -> None:
    card.stability = state.stability
    card.difficulty = state.difficulty
    card.due_at = state.due_at
    card.phase = int(state.state)
    card.step = state.step
    card.last_review_at = state.last_review_at
    card.reps = state.reps
    card.lapses = state.lapses


def _moment(reviewed_at: datetime | None, now: datetime) -> datetime:
    if reviewed_at is None:
        return now
    if not now - OLDEST <= reviewed_at <= now + CLOCK_SKEW:
        raise ReviewTimeOutOfRange
    return min(reviewed_at, now)


def _lock(card: Card) -> Card:
    one_at_a_time(card.owner_id)
    return (
        Card.objects.select_for_update(of=("self",)).select_related("deck", "owner").get(pk=card.pk)
    )
