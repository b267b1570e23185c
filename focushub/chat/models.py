"""Conversations, what the coach keeps in mind, and what it proposes."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from focushub.ai.models import Run
from focushub.chat.engine.dialogue import Dialogue
from focushub.common.models import OwnedModel, OwnedQuerySet, bumps_state

MAX_MESSAGE = 4_000
MAX_ANSWER = 8_000
MAX_TITLE = 120
MAX_SUMMARY = 2_000
MAX_FACT = 500


class Conversation(OwnedModel):
    """`summary` stands for the messages up to `summarised_to`, which are in no prompt any more."""

    title = models.CharField(max_length=MAX_TITLE, blank=True)
    summary = models.TextField(max_length=MAX_SUMMARY, blank=True, editable=False)
    summarised_to = models.UUIDField(null=True, blank=True, editable=False)
    # Rises when messages leave the memory, so that no cache still holds them.
    memory_version = models.PositiveIntegerField(default=0, editable=False)
    last_message_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="conversation_newest")]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class MessageQuerySet(OwnedQuerySet):
    def said(self) -> Self:
        """By the person."""
        return self.filter(role=Message.Role.USER)

    def answered(self) -> Self:
        return self.filter(role=Message.Role.ASSISTANT)

    def remembered(self) -> Self:
        """What may stand in a prompt: no crisis, and nothing that was to be forgotten."""
        return self.filter(is_crisis=False, is_forgotten=False)


class Message(OwnedModel):
    """What somebody said. The coach's answer has the message that it answers in `reply_to`."""

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    role = models.CharField(max_length=10, choices=Role.choices)
    text = models.TextField(max_length=MAX_ANSWER)
    agent = models.CharField(max_length=20, blank=True)
    reply_to = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="reply"
    )
    run = models.OneToOneField(
        Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="message"
    )
    metadata = models.JSONField(default=dict, blank=True)
    # Where the conversation stands after an answer: see `engine.dialogue`.
    state = models.JSONField(default=dict, blank=True)
    is_crisis = models.BooleanField(
        default=False, help_text="Words of danger, and what was said to them: in no prompt."
    )
    is_forgotten = models.BooleanField(
        default=False, help_text="Holds a fact that the person had forgotten: in no prompt."
    )

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="message_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="message_answers_or_asks",
                condition=Q(role="assistant", reply_to__isnull=False)
                | Q(role="user", reply_to__isnull=True, run__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "-id"], name="message_newest"),
            models.Index(fields=["owner", "role", "-id"], name="message_of_person"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def dialogue(self) -> Dialogue:
        return Dialogue.from_json(self.state)


class Memory(OwnedModel):
    """A fact about the person that the coach keeps in mind, as long as the person likes."""

    class Source(models.TextChoices):
        PERSON = "person"
        CHAT = "chat"

    text = models.CharField(max_length=MAX_FACT)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PERSON)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="memories"
    )

    class Meta:
        verbose_name_plural = "memories"
        constraints: ClassVar = [
            models.CheckConstraint(name="memory_has_text", condition=~Q(text=""))
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="memory_newest")]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"memory {self.pk}"


class ActionProposalQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        return self.filter(state=ActionProposal.State.OPEN, expires_at__gt=timezone.now())


class ActionProposal(OwnedModel):
    """Something that the coach would do, if the person says so (`focushub.coaching.registry`)."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        UNDONE = "undone"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    title = models.CharField(max_length=300)
    details = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    rests_on = models.CharField(max_length=40, blank=True, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    undo = models.JSONField(default=dict, blank=True, editable=False)
    made = models.CharField(max_length=40, blank=True, editable=False)

    objects: ClassVar = ActionProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposal"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="action_proposal_accepted_when",
                condition=Q(state="open", accepted_at__isnull=True)
                | (~Q(state="open") & Q(accepted_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="action_proposal_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def has_run_out(self, now: datetime) -> bool:
        return self.expires_at <= now

    def facts(self) -> dict[str, Any]:
        """What answers tell of it."""
        return {
            "id": self.pk,
            "kind": self.kind,
            "params": self.params,
            "preview": {"title": self.title, "details": self.details},
            "state": self.state,
            "expires_at": self.expires_at,
            "accepted_at": self.accepted_at,
            "undone_at": self.undone_at,
            "result": self.result,
        }
