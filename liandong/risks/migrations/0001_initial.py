import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liandong.risks.rules.numbers import USUAL


def add_rules(apps, schema_editor):
    """Put every rule on the list with its usual numbers."""
    rules = apps.get_model("risks", "RiskRule")
    rules.objects.bulk_create(rules(code=code, numbers=numbers) for code, numbers in USUAL.items())


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0006_merging'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RiskRule',
            fields=[
                ('code', models.CharField(choices=[('power_falls', '用电下降'), ('revenue_falls', '营收下降'), ('tax_late', '欠税'), ('layoffs', '减员'), ('repeated_appeals', '同类诉求多'), ('reopened_appeals', '诉求反复'), ('trouble', '失信或异常')], max_length=20, primary_key=True, serialize=False, verbose_name='规则')),
                ('numbers', models.JSONField(blank=True, default=dict, help_text='share 下降百分之几，months 连续几个月，days 多少天内，count 几件，people 几人，yuan 多少元', verbose_name='到什么数')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
            ],
            options={
                'verbose_name': '风险提示规则',
                'verbose_name_plural': '风险提示规则',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                ('rule', models.CharField(choices=[('power_falls', '用电下降'), ('revenue_falls', '营收下降'), ('tax_late', '欠税'), ('layoffs', '减员'), ('repeated_appeals', '同类诉求多'), ('reopened_appeals', '诉求反复'), ('trouble', '失信或异常')], max_length=20, verbose_name='规则')),
                ('as_of', models.DateField(verbose_name='截至')),
                ('seen', models.JSONField()),
                ('found_at', models.DateTimeField(verbose_name='提示时间')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='有人看了')),
                ('waits_from', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('open', '等处理'), ('closed', '已处理'), ('gone', '情况已消失')], default='open', max_length=6, verbose_name='状态')),
                ('outcome', models.CharField(blank=True, choices=[('helped', '已帮助解决'), ('appeal', '已帮企业提诉求'), ('watch', '了解了，继续关注'), ('left', '企业已停业或迁走'), ('wrong', '情况不属实')], max_length=6, verbose_name='结果')),
                ('note', models.TextField(blank=True, verbose_name='做了什么')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enterprise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signals', to='enterprises.enterprise')),
            ],
            options={
                'verbose_name': '风险提示',
                'verbose_name_plural': '风险提示',
                'indexes': [models.Index(fields=['state', '-found_at'], name='signals_by_state'), models.Index(fields=['enterprise', '-found_at'], name='signals_of_enterprise')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('enterprise', 'rule'), name='signal_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('note__regex', '.{8}'), ('ended_by__isnull', False)), _connector='OR'), name='signal_closed_with_what_was_done'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='signal_open_or_ended')],
            },
        ),
        migrations.RunSQL("CREATE SEQUENCE risks_number", "DROP SEQUENCE risks_number"),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
    ]
