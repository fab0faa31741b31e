"""The four roles exist from the start, so that an administrator can hand them out."""

from typing import Any

from django.db import migrations

ROLES = ("technologist", "radiologist", "qa_manager", "administrator")


def make_roles(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("auth", "Group").objects
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("qc", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
