"""What staff see of conversations, memories and proposals before and after they ask."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from focushub.chat.models import ActionProposal, Conversation, Memory
from focushub.common.admin.base import list_of, page_of
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may
from tests.focushub.chat.factories import (
    ActionProposalFactory,
    AnswerFactory,
    ConversationFactory,
    MemoryFactory,
)

pytestmark = pytest.mark.django_db
WORDS: dict[type, tuple[str, ...]] = {
    Conversation: ("said in confidence", "I said that in confidence", "Told in confidence"),
    Memory: ("Kept in confidence",),
    ActionProposal: ("Proposed in confidence", "A detail in confidence", "A fact in confidence"),
}
COLUMNS = (
    '"chat_conversation"."title"',
    '"chat_conversation"."summary"',
    '"chat_message"."text"',
    '"chat_memory"."text"',
    '"chat_actionproposal"."title"',
    '"chat_actionproposal"."details"',
    '"chat_actionproposal"."params"',
)


@pytest.fixture
def support() -> Client:
    return browser(
        staff_who_may("chat.view_conversation", "chat.view_memory", "chat.view_actionproposal")
    )


@pytest.fixture
def rows() -> dict[type, Any]:
    answer = AnswerFactory.create()
    return {
        Conversation: answer.conversation,
        Memory: MemoryFactory.create(owner=answer.owner, text="Kept in confidence"),
        ActionProposal: ActionProposalFactory.create(
            message=answer,
            title="Proposed in confidence",
            details=["A detail in confidence"],
            params={"text": "A fact in confidence"},
        ),
    }


@pytest.mark.parametrize("model", WORDS)
def test_facts_are_shown_and_words_are_not(
    support: Client, rows: dict[type, Any], model: type
) -> None:
    with queries() as seen:
        pages = [support.get(list_of(model)), support.get(page_of(rows[model].pk, model))]

    for page in pages:
        assert page.status_code == 200
        assert rows[model].owner.username in page.content.decode()
        assert b"in confidence" not in page.content
    assert [column for column in COLUMNS if seen.reading(column)] == []


@pytest.mark.parametrize("model", WORDS)
def test_words_are_shown_to_who_asks_and_that_is_recorded(
    support: Client, rows: dict[type, Any], model: type
) -> None:
    address = f"/admin/chat/{model.__name__.lower()}/{rows[model].pk}/show-text/"

    page = support.post(address, follow=True).content.decode()

    assert [words for words in WORDS[model] if words not in page] == []
    assert LogEntry.objects.get().object_id == str(rows[model].pk)


@pytest.mark.parametrize("model", WORDS)
def test_lists_cost_the_same_for_one_row_or_many(
    support: Client, rows: dict[type, Any], model: type
) -> None:
    with queries() as for_one:
        support.get(list_of(model))
    for _ in range(3):
        ConversationFactory.create()
        MemoryFactory.create()
        ActionProposalFactory.create()

    with queries() as for_many:
        support.get(list_of(model))

    assert len(for_many.statements) == len(for_one.statements) <= MOST_QUERIES
