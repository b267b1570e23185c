"""Decks out to a file and in from one."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.rendering import JsonParser
from focushub.api.schema import refusal
from focushub.api.uploads import UploadParser
from focushub.api.views import ApiView, OwnedViewSet
from learning.engine.files import FileKind
from learning.examples import transfer as examples
from learning.models import Deck
from learning.serializers.transfer import (
    ExportQuerySerializer,
    ImportSerializer,
    TransferSerializer,
)
from learning.services import transfer
from learning.services.transfer import MAX_FILE_BYTES


class DeckParser(UploadParser):
    most_bytes = MAX_FILE_BYTES


class DeckExportView(OwnedViewSet):
    model = Deck
    serializer_class = None
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        operation_id="decks_export",
        summary="Take a deck out as a file",
        description="With the decks below it. Anki takes it in again without doubling a card.",
        tags=["decks"],
        parameters=[ExportQuerySerializer],
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (200, "text/csv"): OpenApiTypes.STR,
            (200, "text/markdown"): OpenApiTypes.STR,
            **refusal(400, "There is no such kind of file."),
        },
    )
    def export(self, request: Request, pk: str) -> HttpResponse:
        deck = self.get_object()
        asked = ExportQuerySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        file = transfer.export_deck(deck=deck, kind=FileKind(asked.validated_data["as"]))
        shown = content_disposition_header(as_attachment=True, filename=file.name)
        return HttpResponse(
            file.content,
            content_type=file.media_type,
            headers={
                "Content-Disposition": shown or "attachment",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-cache",
            },
        )


class DeckImportView(ApiView):
    # JSON is read only to be told what is wanting: a file.
    parser_classes = [DeckParser, JsonParser]

    @extend_schema(
        operation_id="decks_import",
        summary="Take decks and cards in from a file",
        description=(
            "An Anki package or a CSV, by its content and name. `preview` reads it and keeps "
            "nothing. Cards that came before stay as they are, so the same file twice doubles "
            "nothing. Pictures and sounds stay behind."
        ),
        tags=["decks"],
        request={"multipart/form-data": ImportSerializer},
        responses={
            200: TransferSerializer,
            **refusal(413, "The file, or what it unpacks to, is too large."),
        },
        examples=examples.IMPORT,
    )
    def post(self, request: Request) -> Response:
        body = ImportSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        told = transfer.import_file(
            owner=person_of(request),
            file=asked["file"],
            name=asked["file"].name,
            deck=asked["deck"],
            preview=asked["preview"],
        )
        return Response(TransferSerializer(told).data)
