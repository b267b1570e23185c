"""A study plan: modules with goals and a check, sessions with dates, ways to remember."""

from learning.engine.plan.draft import StudyPlan, draft_plan
from learning.engine.plan.methods import RetentionMethod
from learning.engine.plan.modules import Module
from learning.engine.plan.placing import (
    PlacedPlan,
    PlacedSession,
    Unplaced,
    place_sessions,
    session_items,
)
from learning.engine.plan.request import Energy, Level, StudyRequest, Style
from learning.engine.plan.sessions import Session, SessionKind, StudySessions
from learning.engine.plan.writing import plan_markdown, plan_summary

__all__ = [
    "Energy",
    "Level",
    "Module",
    "PlacedPlan",
    "PlacedSession",
    "RetentionMethod",
    "Session",
    "SessionKind",
    "StudyPlan",
    "StudyRequest",
    "StudySessions",
    "Style",
    "Unplaced",
    "draft_plan",
    "place_sessions",
    "plan_markdown",
    "plan_summary",
    "session_items",
]
