"""`POST /learn/material`: own material as a file."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.api.rendering import JsonParser
from focushub.api.schema import refusal
from focushub.api.uploads import UploadParser
from focushub.api.views import ApiView
from focushub.common.threads import release_connection
from learning.examples import material as examples
from learning.serializers.material import MaterialFileSerializer, MaterialSerializer
from learning.services import materials


class MaterialParser(UploadParser):
    most_bytes = materials.MAX_FILE_BYTES


class MaterialView(ApiView):
    # JSON is read only to be told what is wanting: a file.
    parser_classes = [MaterialParser, JsonParser]

    @extend_schema(
        operation_id="learn_material",
        summary="Read own material out of a file",
        description=(
            "A PDF, Markdown or plain text, by its content and name. Nothing is kept: the text "
            "comes back for `text` of `POST /learn`, no longer than that takes, and says what was "
            "left out. A PDF gives whole pages; `next_page` is where the rest begins."
        ),
        tags=["learning"],
        request={"multipart/form-data": MaterialFileSerializer},
        responses={
            200: MaterialSerializer,
            **refusal(413, "The file has too many bytes, or too many pages were named."),
            **refusal(503, "Several PDFs are being read just now."),
        },
        examples=examples.MATERIAL,
    )
    def post(self, request: Request) -> Response:
        body = MaterialFileSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        # Reading may take long, and needs no database.
        release_connection()
        told = materials.read_file(
            data=asked["file"].read(),
            name=asked["file"].name,
            first_page=asked["first_page"],
            last_page=asked.get("last_page"),
        )
        return Response(MaterialSerializer(told).data)
