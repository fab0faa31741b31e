"""Which magnitude image an assessment was made with: one that comes later makes a new one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qc", "0007_hanging"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="assessment",
            name="one_assessment_an_input",
        ),
        migrations.AddField(
            model_name="assessment",
            name="magnitude",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qc.instance"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "not_assessed"), _negated=True),
                fields=("slice", "input_digest", "magnitude"),
                name="one_assessment_an_input",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("verdict", "not_assessed"), _negated=True), ("magnitude", None)),
                fields=("slice", "input_digest"),
                name="one_assessment_without_magnitude",
            ),
        ),
    ]
