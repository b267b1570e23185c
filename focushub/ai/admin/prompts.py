"""Prompts that staff try in place of the files', and the switch that turns all models off."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from focushub.ai import features
from focushub.ai.models import MAX_PROMPT, ModelSwitch, PromptVersion
from focushub.ai.services import prompts
from focushub.common.admin import PagedAdmin
from focushub.common.admin.asking import asks_first
from focushub.common.admin.base import list_of, page_of
from focushub.common.admin.disclosure import record


class PromptForm(forms.ModelForm):
    """Refuses what the feature could not be asked with: a mistake here reaches everybody."""

    feature = forms.ChoiceField(widget=UnfoldAdminSelectWidget)
    agents = forms.CharField(max_length=MAX_PROMPT, widget=UnfoldAdminTextareaWidget)
    tasks = forms.CharField(max_length=MAX_PROMPT, widget=UnfoldAdminTextareaWidget)

    class Meta:
        model = PromptVersion
        fields = ("feature", "note", "agents", "tasks")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["feature"]).choices = [
            (name, name) for name in features.prompt_folders()
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"feature", "agents", "tasks"} <= told.keys():
            for problem in prompts.check(
                feature=told["feature"], agents=told["agents"], tasks=told["tasks"]
            ):
                self.add_error(None, problem)
        return told


@admin.register(PromptVersion)
class PromptVersionAdmin(PagedAdmin):
    """A version is never changed: a run names the one it was asked with."""

    icon = "edit_note"
    list_display = ("created_at", "feature", "note", "shown_state")
    fields = ("feature", "note", "agents", "tasks")
    actions_detail = ("activate", "use_files")

    @display(  # type: ignore[untyped-decorator] # Unfold has no types
        description="state", label={"active": "success", "kept": "info"}
    )
    def shown_state(self, version: PromptVersion) -> str:
        return "active" if version.is_active else "kept"

    form = PromptForm

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins as what the files have: `?feature=organize`."""
        told = super().get_changeform_initial_data(request)
        feature = told.get("feature") or next(iter(features.prompt_folders()), "")
        if feature not in features.prompt_folders():
            return told
        agents, tasks = prompts.files_of(feature)
        return {"feature": feature, "agents": agents, "tasks": tasks, **told}

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_activate_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("ai.change_promptversion")

    @asks_first(
        name="Use this version",
        question="All questions of this feature are asked with it from now on.",
        permission="activate",
    )
    def activate(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        version = PromptVersion.objects.get(pk=object_id)
        prompts.activate(version=version)
        record(request, version, flag=CHANGE, message="Activated.")
        messages.success(request, f"In use for {version.feature}, everywhere within seconds.")
        return redirect(page_of(version.pk, PromptVersion))

    @asks_first(
        name="Back to the files",
        question="The prompts that came with this release are used again; this version stays here.",
        permission="activate",
    )
    def use_files(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        version = PromptVersion.objects.get(pk=object_id)
        prompts.use_files(feature=version.feature)
        record(request, version, flag=CHANGE, message="Back to the files.")
        messages.success(request, f"{version.feature} uses its own files again.")
        return redirect(list_of(PromptVersion))


@admin.register(ModelSwitch)
class ModelSwitchAdmin(PagedAdmin):
    icon = "power_settings_new"
    list_display = ("__str__", "reason", "updated_at")
    fields = ("is_off", "reason", "updated_at")
    readonly_fields = ("updated_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
