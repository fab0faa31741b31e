"""Reasons with their evidence, the rescan loop, and a limit to the workers that one slice may cost."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qc", "0002_roles"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="lost_claims",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="assessment",
            name="fault",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="exam",
            name="advice_followed",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="slice",
            name="crosscheck_source",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="slice",
            name="reason",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("sources", models.CharField(max_length=80)),
                ("indices", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=list)),
                ("cannot_tell", models.JSONField(default=list)),
                ("model", models.CharField(max_length=130)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="qc.assessment"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="slice",
            name="evidence",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="current_for", to="qc.evidence"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("assessment", "sources", "model"), name="one_evidence_a_set_of_images"
            ),
        ),
    ]
