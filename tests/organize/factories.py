import factory
from factory.django import DjangoModelFactory

from organize.models import Step, Task
from tests.factories import UserFactory


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Task {n}")

    class Params:
        completed = factory.Trait(completed_at="2026-11-20T10:00:00Z")


class StepFactory(DjangoModelFactory[Step]):
    class Meta:
        model = Step

    task = factory.SubFactory(TaskFactory)
    owner = factory.SelfAttribute("task.owner")
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Step {n}")
    minutes = 5
