"""What a model said, checked: its words, what it would propose, whom it speaks for."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.ai.features import Answer
from focushub.ai.gateways import FaultCode, ModelFault
from focushub.ai.models import Run
from focushub.chat.crew.answers import CoachReply, Consultation, FocusSessionReply, ProposedAct
from focushub.chat.engine.turns import ORCHESTRATOR, UNDERSTOOD, Act
from focushub.chat.models import MAX_SUMMARY, ActionProposal, Message
from focushub.chat.services import conversations, proposals
from focushub.chat.services.replying import FRESH, body
from focushub.language.crisis import recognise

# Tabs and line ends are all the control characters that a text needs.
_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# What no answer here may hold: the prompt's own marks, addresses, numbers to call, blame.
_UNWANTED: Final = re.compile(
    r"from_person|json schema|https?://|www\.|\bsystem prompt\b|\+?\d[\d\s()-]{6,}\d"
    r"|\b(?:lazy|lazi\w+|your (?:own )?fault|should(?:n['\u2019]t| not)? have|ought to have"
    r"|could have done|you (?:have )?(?:failed|missed)|failure|pathetic|careless|sloppy|excuses?"
    r"|disappoint\w+|ashamed of you|shame on|overdue|try harder|irresponsible)\b",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Without control and unseen characters."""
    return _CONTROLS.sub("", text)


def is_fit(text: str) -> bool:
    """Whether a person may read it: kind, about what was asked, and no words of danger."""
    return not _UNWANTED.search(text) and recognise(text) is None


def fit(text: str) -> str:
    """The text without what nobody needs to see.

    Raises:
        ModelFault: nobody should read it.
    """
    told = clean(text).strip()
    if not told:
        raise ModelFault(FaultCode.EMPTY)
    if not is_fit(told):
        raise ModelFault(FaultCode.REFUSED)
    return told


def settle(*, run: Run, person: User, proposal: BaseModel) -> Answer:
    """The model's answer in the place of the built-in one; in the caller's transaction.

    Raises:
        ModelFault: nothing usable is left of it, or the conversation is gone.
    """
    reply = Message.objects.select_related("conversation").filter(run=run).first()
    if reply is None:
        raise ModelFault(FaultCode.CANCELLED)
    if isinstance(proposal, FocusSessionReply):
        texts = [proposal.task, *proposal.adhd_strategies, *proposal.success_metrics]
        texts += [*proposal.distraction_plan, *proposal.distraction_plan.values()]
        texts += list(proposal.structure.model_dump().values())
        fit("\n".join(texts))
        said = _Said(clean(orjson.dumps(proposal.model_dump()).decode()), reply.agent)
    elif isinstance(proposal, Consultation):
        said = _consulted(proposal, reply)
    else:
        assert isinstance(proposal, CoachReply)
        said = _told(proposal, reply)
    return _written(run, person, reply, said)


class _Said:
    def __init__(
        self,
        text: str,
        agent: str,
        *,
        suggestions: Sequence[str] = (),
        acts: Sequence[ProposedAct] = (),
        summary: str = "",
        insights: Mapping[str, str] | None = None,
    ) -> None:
        self.text = text
        self.agent = agent
        self.suggestions = [clean(one) for one in suggestions if is_fit(one)]
        self.acts = [Act(act.kind, act.params) for act in acts]
        self.summary = clean(summary) if summary and is_fit(summary) else ""
        self.insights = insights


def _told(reply: CoachReply, message: Message) -> _Said:
    agent = message.agent
    if agent == ORCHESTRATOR and reply.specialist is not None:
        # The rules did not know whom to ask; the model may say whom it spoke for.
        agent = reply.specialist
    return _Said(
        fit(reply.response),
        agent,
        suggestions=reply.suggestions,
        acts=reply.proposals,
        summary=reply.summary,
    )


def _consulted(consultation: Consultation, message: Message) -> _Said:
    insights = {}
    for name, reply in consultation.replies.items():
        told = clean(reply.response).strip()
        if told and is_fit(told):
            insights[name] = told
    if not insights:
        raise ModelFault(FaultCode.REFUSED)
    kept = message.metadata.get("individual_insights", {})
    insights = {name: insights.get(name, kept.get(name, "")) for name in {**kept, **insights}}
    lines = "\n".join(f"- **{name.capitalize()}**: {text}" for name, text in insights.items())
    first = next(iter(consultation.replies.values()))
    return _Said(
        lines,
        message.agent,
        suggestions=first.suggestions,
        acts=[act for reply in consultation.replies.values() for act in reply.proposals],
        summary=first.summary,
        insights=insights,
    )


def _written(run: Run, person: User, reply: Message, said: _Said) -> Answer:
    before = [
        proposal
        for proposal in ActionProposal.objects.filter(message=reply).order_by("id")
        if proposal.state == ActionProposal.State.OPEN
    ]
    # What the rules proposed stays where the model proposes nothing that can be done; whatever
    # somebody may have on their screen can be accepted all the same.
    offered = proposals.offer(message=reply, person=person, acts=said.acts) or before
    metadata: dict[str, Any] = {**reply.metadata, "confidence": UNDERSTOOD}
    if said.suggestions:
        metadata["suggestions"] = said.suggestions
    if said.insights is not None:
        metadata["individual_insights"] = dict(said.insights)
        metadata["consultation_quality"] = UNDERSTOOD
    reply.text, reply.agent, reply.metadata = said.text, said.agent, metadata
    reply.save(update_fields=["text", "agent", "metadata", "updated_at"])
    conversation = reply.conversation
    if said.summary and conversation.summary:
        conversation.summary = said.summary[:MAX_SUMMARY]
        conversation.save(update_fields=["summary", "updated_at"])
    conversations.moved_on(conversation)
    run.engine = Run.Engine.CREW
    return Answer(body=body(reply, offered), fresh_until=run.asked_at + FRESH)
