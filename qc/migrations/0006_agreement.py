"""Agreement studies: their exams and readers, locked opinions, proposals, and the consensus."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qc", "0005_heatmap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="review",
            name="decision",
            field=models.CharField(
                choices=[("accept", "Accept"), ("override", "Override"), ("opinion", "Opinion")], max_length=20
            ),
        ),
        migrations.CreateModel(
            name="AgreementStudy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")], db_index=True, default="open", max_length=16
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("choice", models.JSONField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("exams", models.ManyToManyField(related_name="studies", to="qc.exam")),
                ("readers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("diagnostic", "Diagnostic"),
                            ("limited", "Limited"),
                            ("non_diagnostic", "Non Diagnostic"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("anatomical_masking", "Anatomical masking"),
                            ("iron", "Iron"),
                            ("no_waves", "No waves"),
                            ("motion", "Breathing or motion"),
                            ("driver_placement", "Driver placement"),
                            ("poor_propagation", "Poor propagation"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "slice",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qc.slice"),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qc.agreementstudy"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consensus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("diagnostic", "Diagnostic"),
                            ("limited", "Limited"),
                            ("non_diagnostic", "Non Diagnostic"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("anatomical_masking", "Anatomical masking"),
                            ("iron", "Iron"),
                            ("no_waves", "No waves"),
                            ("motion", "Breathing or motion"),
                            ("driver_placement", "Driver placement"),
                            ("poor_propagation", "Poor propagation"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "made",
                    models.CharField(
                        choices=[("adjudicator", "By Adjudicator"), ("readers", "By Readers")], max_length=16
                    ),
                ),
                ("pixel_checksum", models.CharField(max_length=80)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "slice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consensuses", to="qc.slice"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qc.agreementstudy"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("study", "slice"), name="one_consensus_a_slice")],
            },
        ),
        migrations.CreateModel(
            name="LockedOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="locked_in", to="qc.review"
                    ),
                ),
                (
                    "slice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="locked_opinions", to="qc.slice"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="qc.agreementstudy"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("study", "slice", "reader"), name="one_locked_opinion_a_reader")
                ],
            },
        ),
    ]
