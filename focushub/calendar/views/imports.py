"""`/schedule/import`: busy time out of another calendar."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.rendering import JsonParser
from focushub.api.schema import refusal
from focushub.api.uploads import UploadParser
from focushub.api.views import ApiView
from focushub.calendar.examples import imports as examples
from focushub.calendar.serializers.imports import (
    ImportedSerializer,
    ImportFileSerializer,
    ImportTextSerializer,
)
from focushub.calendar.services import imports


class CalendarParser(UploadParser):
    most_bytes = imports.MAX_FILE_BYTES


class ImportView(ApiView):
    parser_classes = [CalendarParser, JsonParser]

    @extend_schema(
        operation_id="schedule_import",
        summary="Take busy time in from another calendar",
        description=(
            "A form with an .ics `file`, or JSON with its `text` or lines such as `Dentist Tue "
            "3pm to 4pm`. The coming 180 days come in, what repeats one by one; a second import "
            "moves what has moved and doubles nothing. What leaves you free stays out, with the "
            "reason."
        ),
        tags=["schedule"],
        request={
            "multipart/form-data": ImportFileSerializer,
            "application/json": ImportTextSerializer,
        },
        responses={
            200: ImportedSerializer,
            **refusal(400, "`not_a_calendar`, `calendar_unreadable`: nothing came in."),
            **refusal(409, "`calendar_full`: there are very many appointments already."),
            **refusal(413, "`calendar_too_large`, `calendar_too_complex`, `upload_too_large`."),
            **refusal(503, "`readers_busy`: several calendars are being read just now."),
        },
        examples=examples.IMPORT,
    )
    def post(self, request: Request) -> Response:
        person = person_of(request)
        if request.content_type.startswith("multipart/"):
            form = ImportFileSerializer(data=request.data)
            form.is_valid(raise_exception=True)
            told = imports.import_file(person=person, data=form.validated_data["file"].read())
        else:
            body = ImportTextSerializer(data=request.data)
            body.is_valid(raise_exception=True)
            told = imports.import_text(person=person, **body.validated_data)
        return Response(ImportedSerializer(told).data)
