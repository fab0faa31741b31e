"""The first tables."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchiveCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_change", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DataSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=80, unique=True)),
                ("frozen_at", models.DateTimeField(auto_now_add=True)),
                ("digest", models.CharField(max_length=64)),
                ("slices", models.PositiveIntegerField()),
                ("diagnostic", models.PositiveIntegerField()),
                ("patients", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["-frozen_at"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("kind", models.CharField(max_length=40)),
                ("exam_key", models.UUIDField(db_index=True, null=True)),
                ("data", models.JSONField()),
            ],
            options={
                "ordering": ["seq"],
            },
        ),
        migrations.CreateModel(
            name="EventCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PartHealth",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("ok", models.BooleanField()),
                ("since", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
                ("detail", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Ensemble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=40)),
                ("folder", models.CharField(max_length=300)),
                ("digest", models.CharField(max_length=64)),
                ("manifest", models.JSONField()),
                ("registered_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["registered_at"],
                "constraints": [models.UniqueConstraint(fields=("name", "version"), name="one_ensemble_a_version")],
            },
        ),
        migrations.CreateModel(
            name="Exam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("study_instance_uid", models.CharField(db_index=True, max_length=64)),
                ("acquisition", models.CharField(blank=True, max_length=16)),
                ("is_mre", models.BooleanField(default=False)),
                ("patient_id", models.CharField(blank=True, max_length=64)),
                ("patient_name", models.CharField(blank=True, max_length=324)),
                ("manufacturer", models.CharField(blank=True, max_length=64)),
                ("scanner", models.CharField(blank=True, max_length=64)),
                ("field_strength_t", models.FloatField(null=True)),
                ("sequence", models.CharField(blank=True, max_length=32)),
                ("expected_slices", models.PositiveIntegerField(null=True)),
                ("arrived_at", models.DateTimeField(db_index=True)),
                ("last_image_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "Receiving"),
                            ("provisional", "Provisional"),
                            ("final", "Final"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_index=True,
                        default="receiving",
                        max_length=16,
                    ),
                ),
                ("verdict", models.CharField(db_index=True, max_length=16, null=True)),
                ("why", models.TextField(blank=True)),
                ("policy", models.CharField(blank=True, max_length=80)),
                ("policy_sentence", models.CharField(blank=True, max_length=200)),
                ("warnings", models.JSONField(default=list)),
                ("seconds_to_verdict", models.FloatField(null=True)),
                ("image_count", models.PositiveIntegerField(default=0)),
                ("attempt", models.PositiveIntegerField(default=1)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "previous_attempt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next_attempts",
                        to="qc.exam",
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-arrived_at"],
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("action", models.CharField(max_length=40)),
                ("detail", models.CharField(blank=True, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("exam", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="qc.exam")),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="ExamJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(max_length=16)),
                ("verdict", models.CharField(max_length=16, null=True)),
                ("why", models.TextField(blank=True)),
                ("policy", models.CharField(max_length=80)),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="qc.exam"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Instance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sop_instance_uid", models.CharField(max_length=64, unique=True)),
                ("series_instance_uid", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=24)),
                ("series_number", models.IntegerField(null=True)),
                ("instance_number", models.IntegerField(null=True)),
                ("pixel_checksum", models.CharField(blank=True, max_length=80)),
                ("geometry", models.JSONField(null=True)),
                ("seen_at", models.DateTimeField()),
                (
                    "exam",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="images", to="qc.exam"),
                ),
            ],
            options={
                "ordering": ["series_number", "instance_number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("input_digest", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("completed_pair_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "Pending"), ("claimed", "Claimed"), ("done", "Done")],
                        db_index=True,
                        default="pending",
                        max_length=16,
                    ),
                ),
                ("token", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("verdict", models.CharField(max_length=16, null=True)),
                ("probability", models.FloatField(null=True)),
                ("member_probabilities", models.JSONField(default=list)),
                ("votes", models.JSONField(default=list)),
                ("measurable_area_cm2", models.FloatField(null=True)),
                ("stiffness_kpa", models.FloatField(null=True)),
                ("why", models.TextField(blank=True)),
                ("warnings", models.JSONField(default=list)),
                ("constants", models.JSONField(default=dict)),
                ("stages", models.JSONField(default=dict)),
                (
                    "ensemble",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="qc.ensemble"),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qc.instance"
                    ),
                ),
                (
                    "primary",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qc.instance"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(unique=True)),
                ("diagnostic_slices", models.PositiveIntegerField()),
                ("measurable_area_cm2", models.FloatField()),
                ("note", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-version"],
            },
        ),
        migrations.CreateModel(
            name="Promotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.CharField(max_length=150)),
                ("goes_back", models.BooleanField(default=False)),
                ("ensemble", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="qc.ensemble")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=200, unique=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="qc.exam"
                    ),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Slice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position_mm", models.FloatField()),
                ("location_mm", models.FloatField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("assessing", "Assessing"),
                            ("assessed", "Assessed"),
                            ("not_assessed", "Not Assessed"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("verdict", models.CharField(max_length=16, null=True)),
                ("probability", models.FloatField(null=True)),
                ("measurable_area_cm2", models.FloatField(null=True)),
                ("stiffness_kpa", models.FloatField(null=True)),
                ("crosscheck_kpa", models.FloatField(null=True)),
                ("crosscheck_ratio", models.FloatField(null=True)),
                ("why", models.TextField(blank=True)),
                ("warnings", models.JSONField(default=list)),
                (
                    "assessment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_for",
                        to="qc.assessment",
                    ),
                ),
                (
                    "exam",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="slices", to="qc.exam"),
                ),
            ],
            options={
                "ordering": ["-position_mm"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("decision", models.CharField(choices=[("accept", "Accept"), ("override", "Override")], max_length=20)),
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
                ("seconds_spent", models.FloatField()),
                ("shown", models.JSONField()),
                ("machine_verdict", models.CharField(max_length=20)),
                ("ensemble", models.CharField(blank=True, max_length=130)),
                ("sop_instance_uids", models.JSONField()),
                ("pixel_checksum", models.CharField(max_length=80)),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="qc.assessment",
                    ),
                ),
                ("reader", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                (
                    "slice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="qc.slice"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="instance",
            name="slice",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="images", to="qc.slice"
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="slice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="qc.slice"
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.UniqueConstraint(
                fields=("study_instance_uid", "acquisition"), name="one_exam_an_acquisition"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "not_assessed"), _negated=True),
                fields=("slice", "input_digest"),
                name="one_assessment_an_input",
            ),
        ),
    ]
