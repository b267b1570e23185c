from django_filters import rest_framework as filters

from focushub.accounts.models import Energy
from focushub.api.filters import FilterSet
from organize.models import MAX_LABEL, Priority, Task, TaskQuerySet


class TaskFilter(FilterSet):
    state = filters.ChoiceFilter(
        method="of_state",
        choices=[(s, s) for s in ("open", "ready", "snoozed", "done", "all")],
        help_text="`ready` is open and not put off. Default: all.",
    )
    due_before = filters.IsoDateTimeFilter("due_at", "lt")
    due_after = filters.IsoDateTimeFilter("due_at", "gte")
    energy = filters.ChoiceFilter(choices=Energy.choices)
    priority = filters.ChoiceFilter(choices=Priority.choices)
    label = filters.CharFilter(method="with_label", max_length=MAX_LABEL)
    search = filters.CharFilter(method="with_words", max_length=200)

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def of_state(self, tasks: TaskQuerySet, name: str, state: str) -> TaskQuerySet:
        return tasks if state == "all" else getattr(tasks, state)()

    def with_label(self, tasks: TaskQuerySet, name: str, label: str) -> TaskQuerySet:
        return tasks.filter(labels__contains=[label])

    def with_words(self, tasks: TaskQuerySet, name: str, words: str) -> TaskQuerySet:
        return tasks.search(words)
