"""A study plan is a proposal; sessions, decks and cards are what a person took on.

A card's memory is a cache of its reviews: they are an append-only log, from which `rebuild_cards`
makes the same memory again.
"""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from focushub.ai.models import Run
from focushub.ai.proposals import Proposal, ProposalRevision
from focushub.common.models import OwnedModel, OwnedQuerySet, bumps_state
from learning.events import StudyPlanEvent

MAX_FRONT = 1_000
MAX_BACK = 2_000
MAX_QUOTE = 1_000
MAX_NAME = 200
MAX_TAGS, MAX_TAG = 50, 60
# Other answers that are right: how many, and how long each.
MAX_ACCEPTED, MAX_ACCEPTED_ANSWER = 20, 200
MAX_SESSION_MINUTES = 480
RETENTION_RANGE = (0.7, 0.97)
MAX_STATS_DAYS = 365


class StudyPlan(Proposal):
    """What was proposed to one question."""

    topic = models.CharField(max_length=200)

    event = StudyPlanEvent


class StudyPlanRevision(ProposalRevision):
    plan = models.ForeignKey(StudyPlan, on_delete=models.CASCADE, related_name="revisions")


class StudySessionQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        return self.filter(completed_at__isnull=True)


class StudySession(OwnedModel):
    """A sitting of an accepted plan. When it is stands in the calendar, by its id."""

    class Kind(models.TextChoices):
        STUDY = "study"
        REVIEW = "review"
        CHECK = "check"

    study_plan = models.ForeignKey(
        StudyPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STUDY)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    module = models.CharField(max_length=200, blank=True)
    goal = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_SESSION_MINUTES)]
    )
    due_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    actual_minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar = StudySessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="study_session_minutes_in_range",
                condition=Q(minutes__range=(1, MAX_SESSION_MINUTES)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="study_session_newest")]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"study session {self.pk}"


class Deck(OwnedModel):
    """Cards that belong together. Its name is a path: `Biology::Cells`."""

    name = models.CharField(max_length=MAX_NAME)
    desired_retention = models.FloatField(default=0.9)
    new_cards_per_day = models.PositiveSmallIntegerField(default=10)
    exam_on = models.DateField(null=True, blank=True)
    study_plan = models.ForeignKey(
        StudyPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="decks"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="deck_name_unique"),
            models.CheckConstraint(name="deck_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="deck_retention_in_range",
                condition=Q(desired_retention__range=RETENTION_RANGE),
            ),
            models.CheckConstraint(
                name="deck_new_cards_in_range", condition=Q(new_cards_per_day__lte=1000)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="deck_newest")]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"deck {self.pk}"


class CardQuerySet(OwnedQuerySet):
    def active(self) -> Self:
        """Neither suspended nor buried until later."""
        return self.filter(suspended_at__isnull=True).filter(
            Q(buried_until__isnull=True) | Q(buried_until__lte=timezone.now())
        )

    def search(self, words: str) -> Self:
        return self.filter(Q(front__icontains=words) | Q(back__icontains=words))


class Card(OwnedModel):
    class Kind(models.TextChoices):
        BASIC = "basic"
        CLOZE = "cloze"
        TYPED = "typed"

    class Phase(models.IntegerChoices):
        NEW = 0
        LEARNING = 1
        REVIEW = 2
        RELEARNING = 3

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BASIC)
    front = models.CharField(max_length=MAX_FRONT)
    back = models.CharField(max_length=MAX_BACK)
    accepted = ArrayField(
        models.CharField(max_length=MAX_ACCEPTED_ANSWER),
        default=list,
        blank=True,
        size=MAX_ACCEPTED,
        help_text="Other answers that are right.",
    )
    source_quote = models.CharField(max_length=MAX_QUOTE, null=True, blank=True)  # noqa: DJ001 - the contract's null
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=MAX_TAG), default=list, blank=True, size=MAX_TAGS)

    # The memory, as `learning.engine.memory.CardState` has it.
    stability = models.FloatField(null=True, blank=True, editable=False)
    difficulty = models.FloatField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    phase = models.PositiveSmallIntegerField(
        choices=Phase.choices, default=Phase.NEW, editable=False
    )
    step = models.PositiveSmallIntegerField(null=True, default=0, editable=False)
    last_review_at = models.DateTimeField(null=True, blank=True, editable=False)
    reps = models.PositiveIntegerField(default=0, editable=False)
    lapses = models.PositiveIntegerField(default=0, editable=False)

    suspended_at = models.DateTimeField(null=True, blank=True)
    buried_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="card_has_front", condition=~Q(front="")),
            models.CheckConstraint(
                name="card_quote_has_place",
                condition=Q(
                    source_quote__isnull=True, source_start__isnull=True, source_end__isnull=True
                )
                | Q(source_quote__isnull=False, source_end__gt=models.F("source_start")),
            ),
            models.CheckConstraint(
                name="card_memory_is_whole",
                condition=Q(phase=0, stability__isnull=True, difficulty__isnull=True)
                | Q(phase__range=(1, 3), stability__gt=0, difficulty__range=(1, 10)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="card_newest"),
            models.Index(fields=["owner", "due_at"], name="card_due"),
            models.Index(fields=["deck", "phase", "due_at"], name="card_of_deck"),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"card {self.pk}"


class ReviewQuerySet(OwnedQuerySet):
    def counted(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)


class Review(OwnedModel):
    """One line of the log: written once; taking it back only marks it.

    `number` is the one order of a card's reviews, given under the card's lock.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveIntegerField()
    reviewed_at = models.DateTimeField()
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    seconds = models.FloatField(default=0)
    desired_retention = models.FloatField()
    was_new = models.BooleanField()
    # Of the card just before: the first line's tells when it was due as a new one.
    was_due_at = models.DateTimeField()
    # What FSRS expected just before: what the statistics compare with what happened.
    retrievability = models.FloatField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "number"], name="review_number_unique"),
            models.CheckConstraint(
                name="review_rating_in_range", condition=Q(rating__range=(1, 4))
            ),
            models.CheckConstraint(
                name="review_seconds_in_range", condition=Q(seconds__range=(0, 3600))
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "reviewed_at"],
                include=["rating", "seconds", "was_new", "retrievability", "undone_at"],
                name="review_day",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.number} of {self.card_id}"


class Quiz(OwnedModel):
    title = models.CharField(max_length=200)
    study_plan = models.ForeignKey(
        StudyPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="quizzes"
    )
    deck = models.ForeignKey(
        Deck, null=True, blank=True, on_delete=models.SET_NULL, related_name="quizzes"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="quiz_newest")]

    def __str__(self) -> str:
        return f"quiz {self.pk}"


class Question(OwnedModel):
    class Kind(models.TextChoices):
        CHOICE = "choice"
        TRUE_FALSE = "true_false"
        FILL_IN = "fill_in"
        SHORT_ANSWER = "short_answer"
        ORDERING = "ordering"

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    card = models.ForeignKey(
        Card, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind.choices)
    prompt = models.CharField(max_length=MAX_FRONT)
    choices = ArrayField(models.CharField(max_length=500), default=list, blank=True, size=20)
    # The right answer in the form of the kind: an index, a truth, a text, a list in order.
    answer = models.JSONField()
    accepted = ArrayField(
        models.CharField(max_length=MAX_ACCEPTED_ANSWER),
        default=list,
        blank=True,
        size=MAX_ACCEPTED,
    )
    source_quote = models.CharField(max_length=MAX_QUOTE, null=True, blank=True)  # noqa: DJ001 - the contract's null

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "position"], name="question_position_unique"),
        ]

    def __str__(self) -> str:
        return f"question {self.position} of {self.quiz_id}"


class QuizAttempt(OwnedModel):
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="attempts")
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True, help_text="0 to 1.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="quiz_attempt_score_in_range",
                condition=Q(score__isnull=True) | Q(score__range=(0, 1)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="quiz_attempt_newest")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class QuizAnswer(OwnedModel):
    class GradedBy(models.TextChoices):
        CODE = "code"
        MODEL = "model"

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    given = models.JSONField(null=True)
    verdict = models.CharField(max_length=10)
    score = models.FloatField()
    reason = models.CharField(max_length=500)
    graded_by = models.CharField(max_length=10, choices=GradedBy.choices, default=GradedBy.CODE)
    # Where a model was asked what a short answer means.
    run = models.OneToOneField(
        Run, null=True, on_delete=models.SET_NULL, related_name="quiz_answer", editable=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "question"], name="quiz_answer_unique"),
            models.CheckConstraint(
                name="quiz_answer_score_in_range", condition=Q(score__range=(0, 1))
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
