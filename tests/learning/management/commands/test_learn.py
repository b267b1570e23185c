import io
import json
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from learning.models import Card, StudyPlan
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Glycolysis is the splitting of glucose. It takes place in the cytosol."


@pytest.fixture(autouse=True)
def demo():
    return UserFactory(username="demo")


def run(*arguments):
    out = io.StringIO()
    call_command("learn", *arguments, stdout=out)
    return out.getvalue()


def test_a_text_is_shown_as_a_plan_with_cards_and_nothing_is_taken_on(demo, tmp_path):
    file = tmp_path / "cells.md"
    file.write_text(TEXT)

    told = run("cells", "--text", str(file), "--goal", "explain glycolysis", "--minutes", "25")

    assert "session" in told
    assert "lycolysis" in told
    assert "card" in told
    assert StudyPlan.objects.owned_by(demo).count() == 1
    assert not Card.objects.exists()


def test_sessions_are_told_by_the_persons_wall(demo):
    demo.timezone = "Asia/Kathmandu"
    demo.save()
    answer = json.loads(run("cells", "--json"))
    first = datetime.fromisoformat(answer["sessions"][0]["starts_at"])

    told = run("cells")

    assert first.astimezone(demo.zone).strftime("%a %d %b %H:%M") in told
    assert answer["sessions"][0]["starts_at"] not in told


def test_as_json_it_is_what_the_api_gives():
    told = json.loads(run("cells", "--json"))

    assert told["engine"] == "builtin"
    assert told["sessions"]


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path):
    broken = tmp_path / "cells.txt"
    broken.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CommandError, match="cannot be read as a text"):
        run("cells", "--text", str(tmp_path / "nothing.md"))
    with pytest.raises(CommandError, match="cannot be read as a text"):
        run("cells", "--text", str(broken))
    with pytest.raises(CommandError, match="exam_on: "):
        run("cells", "--exam-on", "soon")
