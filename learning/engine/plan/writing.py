"""The plan in words: a summary, and Markdown for clients that show chat."""

from zoneinfo import ZoneInfo

from learning.engine.plan.draft import StudyPlan
from learning.engine.plan.placing import PlacedPlan


def plan_summary(*, plan: StudyPlan) -> str:
    """Two sentences: what there is, and the rhythm."""
    rhythm = plan.study_sessions
    parts = _counted(len(plan.modules), "part")
    sittings = _counted(rhythm.count, "session")
    until = f" up to {plan.exam_on:%A, %d %B}" if plan.exam_on else ""
    return (
        f"{plan.topic}: {parts} in {sittings}{until}. "
        f"A session takes up to {rhythm.minutes} minutes, with {rhythm.break_minutes} minutes of "
        "rest after it."
    )


def plan_markdown(*, plan: StudyPlan, placed: PlacedPlan, zone: ZoneInfo) -> str:
    """The plan with its hours in the person's time zone."""
    lines = [f"# {plan.topic}", "", plan_summary(plan=plan), "", "## Parts", ""]
    for module in plan.modules:
        lines += [f"- **{module.title}**", f"  - Aim: {'; '.join(module.goals)}"]
        lines.append(f"  - It sits when: {module.check}")
    titles = {module.id: module.title for module in plan.modules}
    lines += ["", "## Sessions", ""]
    for one in placed.sessions:
        starts, session = one.starts_at.astimezone(zone), one.session
        lines.append(
            f"- {starts:%a %d %b, %H:%M}, {session.minutes} minutes "
            f"({session.kind.value}): {titles[session.module_id]}. {session.goal}"
        )
    for rest in placed.unplaced:
        title = titles[rest.session.module_id]
        lines.append(f"- Still to place: {title}, {rest.session.minutes} minutes. {rest.detail}")
    lines += ["", "## Ways to remember", ""]
    for way in plan.retention_methods:
        lines.append(f"- **{way.method}**: {way.description} {way.adhd_twist}")
    lines += ["", *(f"> {hook}" for hook in plan.motivation_hooks), ""]
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
