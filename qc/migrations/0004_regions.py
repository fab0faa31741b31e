"""Where readers measured, and which region stood when a slice was decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qc", "0003_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("sop_instance_uid", models.CharField(max_length=64)),
                ("pixels", models.CharField(max_length=80)),
                (
                    "shape",
                    models.CharField(
                        choices=[("freehand", "Freehand"), ("ellipse", "Ellipse"), ("polygon", "Polygon")],
                        max_length=16,
                        null=True,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("drawn", "Drawn"),
                            ("proposed", "Proposed"),
                            ("edited", "Edited"),
                            ("removed", "Removed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("points", models.JSONField(default=list)),
                ("threshold", models.FloatField()),
                ("mean_kpa", models.FloatField(null=True)),
                ("median_kpa", models.FloatField(null=True)),
                ("sd_kpa", models.FloatField(null=True)),
                ("area_cm2", models.FloatField(null=True)),
                ("pixel_count", models.PositiveIntegerField(null=True)),
                ("confident_share", models.FloatField(null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regions",
                        to="qc.assessment",
                    ),
                ),
                ("reader", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                (
                    "slice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="regions", to="qc.slice"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="review",
            name="region",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="qc.region"
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(fields=("slice", "reader", "version"), name="one_region_a_version"),
        ),
    ]
