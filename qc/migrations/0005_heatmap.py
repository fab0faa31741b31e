"""What moved a vote, kept for the next reader who asks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qc", "0004_regions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heatmap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rows", models.PositiveIntegerField()),
                ("cols", models.PositiveIntegerField()),
                ("packed", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="heatmap", to="qc.assessment"
                    ),
                ),
            ],
        ),
    ]
