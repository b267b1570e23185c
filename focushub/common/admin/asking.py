"""What staff may set off with a button: asked about first, and done by a POST with a token."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.decorators import action

Act = Callable[[Any, HttpRequest, str], HttpResponseRedirect]


def asks_first(*, name: str, question: str, permission: str) -> Callable[[Act], Any]:
    """For an admin's `actions_detail`: a button `name` that opens the question.

    A link that acts would act for whoever gets a staff member to open it.
    """

    def decorate(act: Act) -> Any:
        @action(  # type: ignore[untyped-decorator] # Unfold has no types
            description=name,
            permissions=[permission],
            dialog={"title": name, "description": question, "form_submit_text": name},
        )
        @wraps(act)
        def answered(page: Any, request: HttpRequest, form: Form, object_id: str) -> HttpResponse:
            response = act(page, request, object_id)
            if "HX-Request" not in request.headers:
                return response
            # The dialog would follow a redirect by itself, and show the page within it.
            return HttpResponse(headers={"HX-Redirect": response.url})

        return answered

    return decorate
