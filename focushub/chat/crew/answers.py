"""What the crew may answer, every list and text bounded; prompts stand in the YAML beside."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Value = Annotated[str, StringConstraints(max_length=300)] | int | bool | None


class ProposedAct(BaseModel):
    kind: Name
    params: dict[Name, Value] = Field(default={}, max_length=8)


class CoachReply(BaseModel):
    """The response comes first, so that it can be shown while the rest is being written."""

    response: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)
    ]
    suggestions: list[Short] = Field(default=[], max_length=4)
    proposals: list[ProposedAct] = Field(default=[], max_length=3)
    specialist: Literal["planning", "focus", "emotion", "organize", "learning"] | None = None
    summary: str = Field(default="", max_length=1_000)


class Structure(BaseModel):
    warm_up: Line
    main_work: Line
    wrap_up: Line


class FocusSessionReply(BaseModel):
    task: Line
    duration: int = Field(ge=5, le=90)
    structure: Structure
    adhd_strategies: list[Line] = Field(min_length=1, max_length=6)
    distraction_plan: dict[Short, Line] = Field(min_length=1, max_length=6)
    success_metrics: list[Line] = Field(min_length=1, max_length=4)


class Consultation(BaseModel):
    """Several replies, by specialist."""

    replies: dict[str, CoachReply]
