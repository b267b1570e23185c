from datetime import timedelta

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from focushub.chat.models import ActionProposal, Conversation, Memory, Message
from tests.factories import UserFactory


class ConversationFactory(DjangoModelFactory[Conversation]):
    class Meta:
        model = Conversation

    owner = SubFactory(UserFactory)
    title = "said in confidence"


class MessageFactory(DjangoModelFactory[Message]):
    """Of the person."""

    class Meta:
        model = Message

    conversation = SubFactory(ConversationFactory)
    owner = SelfAttribute("conversation.owner")
    role = Message.Role.USER
    text = "I said that in confidence"


class AnswerFactory(MessageFactory):
    """The coach's, to a message of its own."""

    role = Message.Role.ASSISTANT
    agent = "planning"
    text = "Told in confidence"
    metadata = LazyFunction(dict)
    reply_to = LazyAttribute(lambda o: MessageFactory.create(conversation=o.conversation))


class MemoryFactory(DjangoModelFactory[Memory]):
    class Meta:
        model = Memory

    owner = SubFactory(UserFactory)
    text = "I study best at night"


class ActionProposalFactory(DjangoModelFactory[ActionProposal]):
    """To keep a fact in mind."""

    class Meta:
        model = ActionProposal

    message = SubFactory(AnswerFactory)
    owner = SelfAttribute("message.owner")
    kind = "remember"
    params = LazyFunction(lambda: {"text": "I study best at night"})
    title = "Keep this in mind"
    details = LazyFunction(list)
    expires_at = LazyFunction(lambda: timezone.now() + timedelta(hours=1))
