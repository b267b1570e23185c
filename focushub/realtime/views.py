"""The way to a socket: a ticket, which a browser can send where it cannot send a header."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import session_of
from focushub.api.views import ApiView
from focushub.realtime import examples, tickets
from focushub.realtime.serializers import TicketSerializer


class TicketView(ApiView):
    @extend_schema(
        operation_id="realtime_ticket",
        summary="Take a ticket for a socket",
        description=(
            "Open `/ws` with the subprotocols `focushub.v1` and `ticket.<ticket>`. What is said "
            "there stands in the components `RealtimeServerMessage` and `RealtimeClientMessage`. "
            "503 while live changes are not to be had; everything else works."
        ),
        tags=["realtime"],
        request=None,
        responses={201: TicketSerializer},
        examples=examples.TICKET,
    )
    def post(self, request: Request) -> Response:
        ticket = tickets.issue(session=session_of(request))
        return Response(
            TicketSerializer(ticket).data, status=201, headers={"Cache-Control": "no-store"}
        )
