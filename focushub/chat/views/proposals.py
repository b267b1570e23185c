"""`/proposals`: what the coach would do, accepted and taken back by the person."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.api.views import OwnedViewSet
from focushub.chat.examples import chat as examples
from focushub.chat.models import ActionProposal
from focushub.chat.serializers.chat import ActionProposalSerializer
from focushub.chat.services import proposals


@extend_schema(tags=["proposals"])
@extend_schema_view(retrieve=extend_schema(summary="Read a proposal", examples=examples.PROPOSAL))
class ActionProposalViewSet(mixins.RetrieveModelMixin, OwnedViewSet):
    model = ActionProposal
    serializer_class = ActionProposalSerializer

    @extend_schema(
        summary="Accept a proposal",
        description=(
            "Carries it out, once. 409 where it has run out or things have moved on since it was "
            "shown."
        ),
        request=None,
        responses=ActionProposalSerializer,
        examples=examples.ACCEPTED,
    )
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        return self._told(proposals.accept(proposal=self.get_object()))

    @extend_schema(
        summary="Take an accepted proposal back",
        description="Puts back what stood there; 409 where it was changed since.",
        request=None,
        responses=ActionProposalSerializer,
        examples=examples.UNDONE,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        return self._told(proposals.undo(proposal=self.get_object()))

    def _told(self, proposal: ActionProposal) -> Response:
        return Response(ActionProposalSerializer(proposal).data)
