"""Runs, jobs, prompts and the switch of the models, for staff."""

from django.contrib import admin

from focushub.ai.admin import prompts, runs

__all__ = ["prompts", "runs"]

admin.site.index_template = "focushub/admin/last_day.html"
admin.site.index_title = "The last day"
