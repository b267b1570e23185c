"""Asks the coach and carries the run out, as a worker does, in the test's own transaction."""

from typing import Any

from asgiref.sync import async_to_sync

from focushub.ai.features import Question
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.chat.serializers.chat import ChatSerializer, question_of
from focushub.chat.services import conversations

carry_out = async_to_sync(runs.carry_out)
REPLY: dict[str, Any] = {
    "response": "That makes sense. Open the file and read one line, that is all for now.",
    "suggestions": ["I will", "Smaller"],
    "proposals": [],
    "summary": "They are writing a thesis about bees.",
}


def asked(
    person: Any,
    message: str,
    *,
    chat: str | None = None,
    mode: str = "chat",
    **context: Any,
) -> Question:
    body = ChatSerializer(data={"message": message, "conversation_id": chat, "context": context})
    body.is_valid(raise_exception=True)
    data = body.validated_data
    named = data.get("conversation_id")
    after = named and conversations.place_of(message, person=person, conversation_id=named)
    return question_of(data, person, mode=mode, after=after)


def begun(person: Any, message: str, **more: Any) -> Run:
    run = AIInteractionService().begin(asked(person, message, **more), person=person).run
    assert run is not None
    return run


def answered(person: Any, message: str, **more: Any) -> dict[str, Any]:
    run = begun(person, message, **more)
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.body is not None
    return run.body
