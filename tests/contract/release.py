"""`make released`: keeps what a client relies on of the OpenAPI document, when a version is out.

Needs no server. `tests/contract/test_compatibility.py` holds later versions against it.
"""

import json
import os
from pathlib import Path
from typing import Any

RELEASED = Path(__file__).with_name("released.json")
# Of no concern to a client's code.
_WORDS = {"examples", "example", "description", "summary", "title"}


def document() -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator

    made = SchemaGenerator().get_schema(request=None, public=True)
    told: dict[str, Any] = json.loads(json.dumps(made, default=str))
    return told


def essence(node: Any, *, names: bool = False) -> Any:
    """Without the words; `names`: the keys are names of the API's own, which all stay."""
    match node:
        case dict():
            return {
                key: essence(value, names=key in {"properties", "schemas"})
                for key, value in node.items()
                if names or key not in _WORDS
            }
        case list():
            return [essence(value) for value in node]
    return node


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.static_settings"
    import django

    django.setup()
    text = json.dumps(essence(document()), separators=(",", ":"), sort_keys=True)
    # A path a line, so that a difference can be read.
    RELEASED.write_text(text.replace('},"/', '},\n"/').replace("}},", "}},\n") + "\n")


if __name__ == "__main__":
    main()
