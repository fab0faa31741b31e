"""`manage.py demo_accounts`: one account a role, with passwords of this data folder's own. Prints JSON."""

import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from rest_framework.authtoken.models import Token

from qc.models.roles import give_role

ACCOUNTS = (
    ("technologist", "Tessa", "Technologist", "technologist"),
    ("radiologist", "Rita", "Radiologist", "radiologist"),
    ("radiologist2", "Rolf", "Reader", "radiologist"),
    ("qa", "Quentin", "Quality", "qa_manager"),
    ("admin", "Ada", "Administrator", "administrator"),
)


class Command(BaseCommand):
    help = "Make the accounts of the demo, and print them as JSON. Never run this at a site."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.DATA_DIR) / "demo-accounts.json"
        known = json.loads(path.read_text()) if path.is_file() else []
        passwords = {row["username"]: row["password"] for row in known}
        rows = [make_account(*account, password=passwords.get(account[0])) for account in ACCOUNTS]
        path.touch(mode=0o600)
        path.write_text(json.dumps(rows, indent=1))
        self.stdout.write(json.dumps(rows))


def make_account(username: str, first: str, last: str, role: str, *, password: str | None) -> dict[str, str]:
    password = password or secrets.token_urlsafe(9)
    user, is_new = User.objects.get_or_create(username=username, defaults={"first_name": first, "last_name": last})
    user.is_staff = user.is_superuser = role == "administrator"
    # Hashing takes a quarter of a second, so it is left out where the password is still the same.
    if is_new or not user.has_usable_password():
        user.set_password(password)
    user.save()
    give_role(user, role)
    token, _ = Token.objects.get_or_create(user=user)
    return {"username": username, "password": password, "role": role, "token": token.key}
