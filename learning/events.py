"""What a person's devices are told of what they learn."""

from typing import Literal

from focushub.realtime.events import RowsChanged


class StudyPlanEvent(RowsChanged):
    type: Literal["study_plan"] = "study_plan"


class StudySessionEvent(RowsChanged):
    type: Literal["study_session"] = "study_session"


class DeckEvent(RowsChanged):
    type: Literal["deck"] = "deck"


class CardEvent(RowsChanged):
    """A review changes its card; a deck that is deleted takes its cards along without a word."""

    type: Literal["card"] = "card"


class QuizEvent(RowsChanged):
    type: Literal["quiz"] = "quiz"
