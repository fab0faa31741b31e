"""The front end is compiled against the server's description of itself; this holds the copy to it."""

import json
from io import StringIO

from django.core.management import call_command

from mreqc_web.parts import ROOT


def test_the_front_end_knows_the_api_as_it_is() -> None:
    printed = StringIO()
    call_command("spectacular", "--format", "openapi-json", stdout=printed)
    known = json.loads((ROOT / "frontend" / "openapi.json").read_text())
    assert known == json.loads(printed.getvalue()), (
        "Run `manage.py spectacular --format openapi-json --file frontend/openapi.json`, "
        "then `npm run schema` in frontend/."
    )
