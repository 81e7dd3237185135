"""The tables of the journal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("tries", models.PositiveSmallIntegerField(db_default=0)),
            ],
            options={"verbose_name": "待告知", "verbose_name_plural": "待告知"},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("first_id", models.BigIntegerField(verbose_name="自")),
                ("last_id", models.BigIntegerField(unique=True, verbose_name="至")),
                ("count", models.PositiveIntegerField(verbose_name="条数")),
                ("root", models.BinaryField(verbose_name="根")),
                ("chained", models.BinaryField(verbose_name="链")),
                ("at", models.DateTimeField(verbose_name="封存时间")),
            ],
            options={"verbose_name": "封存", "verbose_name_plural": "封存"},
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigIntegerField(db_default=0, primary_key=True, serialize=False),
                ),
                ("subject", models.CharField(max_length=80, verbose_name="事由")),
                (
                    "number",
                    models.PositiveIntegerField(db_default=0, verbose_name="序号"),
                ),
                ("verb", models.CharField(max_length=60, verbose_name="动作")),
                ("actor", models.CharField(max_length=80, verbose_name="何人")),
                (
                    "office",
                    models.CharField(blank=True, max_length=120, verbose_name="以何身份"),
                ),
                ("at", models.DateTimeField(verbose_name="何时")),
                ("data", models.JSONField(default=dict, verbose_name="内容")),
                ("previous", models.BinaryField(db_default=b"")),
                ("hash", models.BinaryField(db_default=b"")),
            ],
            options={
                "verbose_name": "日志",
                "verbose_name_plural": "日志",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "number"), name="entry_numbered_per_subject"
                    )
                ],
            },
        ),
    ]
