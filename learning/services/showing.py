"""What of a crew's answer is shown while it is still being written.

Each part goes through the checks that decide about the answer in the end. The model's own words
reach nobody before that.
"""

from focushub.ai.gateways import AnswerReader, Items, Whole
from focushub.ai.stream import EventName, RunStream
from learning.crew.answers import ModelCard, ModelModule
from learning.services.checking import CardChecker, checked_modules
from learning.services.composing import card_facts, module_facts
from learning.services.requests import LearnRequest


def reader_for(request: LearnRequest, *, stream: RunStream) -> AnswerReader:
    """Shows modules, which belong together and so come together, and each card as it comes."""
    shown = _Shown(request, stream=stream)
    return AnswerReader(
        {
            "modules": Whole(ModelModule, shown.show_modules),
            "cards": Items(ModelCard, shown.show_card),
        },
        on_void=shown.restart,
    )


class _Shown:
    def __init__(self, request: LearnRequest, *, stream: RunStream) -> None:
        self._request = request
        self._stream = stream
        self._checker = CardChecker(text=request.text)

    def show_modules(self, proposed: list[ModelModule]) -> None:
        for module in checked_modules(proposed, goals=self._request.study.goals):
            self._stream.event(EventName.MODULE, module_facts(module))

    def show_card(self, place: int, proposed: ModelCard) -> None:
        taken = self._checker.take(proposed)
        if taken is not None:
            position, card = taken
            self._stream.event(EventName.CARD, {"position": position, **card_facts(card)})

    def restart(self) -> None:
        self._checker = CardChecker(text=self._request.text)
        self._stream.restart()
