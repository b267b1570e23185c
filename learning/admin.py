"""Decks, cards, reviews and study plans: facts for all staff, words for who asks for them."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from focushub.ai.admin.proposals import ProposalAdmin
from focushub.common.admin import ChoiceFilter, IsSetFilter, OwnedAdmin
from focushub.common.admin.base import page_of
from learning.models import Card, Deck, Review, StudyPlan


@admin.register(StudyPlan)
class StudyPlanAdmin(ProposalAdmin):
    icon = "school"
    list_display = ("created_at", "person", "accepted_at", "accepted_revision")
    fields = (
        "id",
        "person",
        "its_run",
        "accepted_at",
        "accepted_revision",
        "revision_facts",
        "created_at",
        "updated_at",
    )
    text_fields = ("topic",)
    text_fieldsets = [("The person's own words", {"fields": ("topic", "contents")})]


@admin.register(Deck)
class DeckAdmin(OwnedAdmin):
    icon = "stacks"
    list_display = ("created_at", "person", "desired_retention", "new_cards_per_day", "exam_on")
    fields = (
        "id",
        "person",
        "desired_retention",
        "new_cards_per_day",
        "exam_on",
        "study_plan_id",
        "created_at",
        "updated_at",
    )
    text_fields = ("name",)
    text_fieldsets = [("The person's own words", {"fields": ("name",)})]


class KindFilter(ChoiceFilter):
    title = parameter_name = column = "kind"


class SuspendedFilter(IsSetFilter):
    title = parameter_name = "suspended"
    column = "suspended_at"
    when_set = "Suspended"
    when_not = "Asked"


@admin.register(Card)
class CardAdmin(OwnedAdmin):
    icon = "style"
    list_display = ("created_at", "person", "kind", "phase", "due_at", "reps", "lapses")
    list_filter = (*OwnedAdmin.list_filter, KindFilter, SuspendedFilter)
    fields = (
        "id",
        "person",
        "deck_id",
        "kind",
        "phase",
        "step",
        "stability",
        "difficulty",
        "due_at",
        "last_review_at",
        "reps",
        "lapses",
        "suspended_at",
        "buried_until",
        "created_at",
        "updated_at",
    )
    text_fields = ("front", "back", "accepted", "source_quote", "tags")
    text_fieldsets = [("The person's own words", {"fields": text_fields})]


class UndoneFilter(IsSetFilter):
    title = parameter_name = "undone"
    column = "undone_at"
    when_set = "Taken back"
    when_not = "Counted"


@admin.register(Review)
class ReviewAdmin(OwnedAdmin):
    icon = "history"
    list_display = ("reviewed_at", "person", "number", "rating", "seconds", "undone_at")
    list_filter = (*OwnedAdmin.list_filter, UndoneFilter)
    fields = (
        "id",
        "person",
        "its_card",
        "number",
        "reviewed_at",
        "rating",
        "seconds",
        "desired_retention",
        "was_new",
        "was_due_at",
        "retrievability",
        "undone_at",
        "created_at",
    )

    @admin.display(description="card")
    def its_card(self, review: Review) -> SafeString:
        return format_html('<a href="{}">{}</a>', page_of(review.card_id, Card), review.card_id)
