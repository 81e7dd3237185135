"""How long notices are kept, and deliveries that an administrator has given up."""

import django.core.validators
from django.db import migrations, models
from django.db.models import F, Q


def begin(apps, schema_editor):
    apps.get_model("notices", "Retention").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_said_when_read")]
    operations = [
        migrations.CreateModel(
            name="Retention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_days", models.PositiveSmallIntegerField(default=365, help_text="看过的消息，过了这些天删除", validators=[django.core.validators.MinValueValidator(30)], verbose_name="看过的留几天")),
                ("all_days", models.PositiveSmallIntegerField(default=730, help_text="没看过的，过了这些天也删除", validators=[django.core.validators.MinValueValidator(30)], verbose_name="没看过的留几天")),
            ],
            options={"verbose_name": "消息保留期限", "verbose_name_plural": "消息保留期限"},
        ),
        migrations.AddConstraint(
            model_name="retention",
            constraint=models.CheckConstraint(
                condition=Q(all_days__gte=F("read_days")),
                name="unread_kept_as_long_as_read",
                violation_error_message="没看过的不能比看过的先删。",
            ),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(choices=[("waiting", "等待发送"), ("sent", "已送出"), ("dead", "没送到"), ("let_go", "不再发")], default="waiting", max_length=10),
        ),
    ]
