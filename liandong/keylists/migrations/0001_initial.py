import django.db.models.deletion
import django.db.models.expressions
import liandong.keylists.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('departments', '0003_field_names'),
        ('enterprises', '0006_merging'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('state', models.CharField(choices=[('proposed', '还没定'), ('decided', '已定'), ('superseded', '往年')], max_length=10, verbose_name='状态')),
                ('terms', models.JSONField()),
                ('candidates', models.PositiveIntegerField(default=0, verbose_name='参评多少家')),
                ('excluded', models.JSONField(default=list)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_lists', to='departments.region')),
            ],
            options={
                'verbose_name': '重点企业名单',
                'verbose_name_plural': '重点企业名单',
            },
        ),
        migrations.CreateModel(
            name='KeyEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='得分')),
                ('upper', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='补齐后最高')),
                ('parts', models.JSONField(default=list)),
                ('rank', models.PositiveIntegerField(null=True, verbose_name='名次')),
                ('tier', models.CharField(blank=True, choices=[('a', '甲类'), ('b', '乙类'), ('c', '丙类')], max_length=1, verbose_name='类别')),
                ('origin', models.CharField(choices=[('scored', '按分数'), ('added', '增补'), ('dropped', '移出')], default='scored', max_length=10, verbose_name='来由')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('enterprise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='key_entries', to='enterprises.enterprise')),
                ('of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='keylists.keylist')),
            ],
            options={
                'verbose_name': '重点企业',
                'verbose_name_plural': '重点企业',
            },
        ),
        migrations.CreateModel(
            name='KeyTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveSmallIntegerField(default=100, verbose_name='定多少家')),
                ('first', models.PositiveSmallIntegerField(default=20, verbose_name='甲类多少家')),
                ('second', models.PositiveSmallIntegerField(default=40, verbose_name='乙类多少家')),
                ('tax', models.PositiveSmallIntegerField(default=40, verbose_name='税收占多少分')),
                ('growth', models.PositiveSmallIntegerField(default=30, verbose_name='增长占多少分')),
                ('prospects', models.PositiveSmallIntegerField(default=30, verbose_name='前景占多少分')),
                ('points', models.JSONField(default=liandong.keylists.models.usual_points, help_text='加起来超过 100 的按 100 算；研发投入强度按在辖区内的位次给分', validators=[liandong.keylists.models.require_points], verbose_name='前景各项的分数')),
                ('region', models.OneToOneField(limit_choices_to={'level': 'county'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.region', verbose_name='辖区')),
            ],
            options={
                'verbose_name': '重点企业打分办法',
                'verbose_name_plural': '重点企业打分办法',
            },
        ),
        migrations.AddConstraint(
            model_name='keylist',
            constraint=models.UniqueConstraint(fields=('region', 'year'), name='key_list_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='keylist',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'decided')), fields=('region',), name='one_key_list_in_force'),
        ),
        migrations.AddConstraint(
            model_name='keylist',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('decided_at__isnull', False), _connector='OR'), name='key_list_decided_by_someone'),
        ),
        migrations.AddIndex(
            model_name='keyentry',
            index=models.Index(fields=['enterprise', 'of'], name='key_by_enterprise'),
        ),
        migrations.AddConstraint(
            model_name='keyentry',
            constraint=models.UniqueConstraint(fields=('of', 'enterprise'), name='key_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='keyentry',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'scored'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='key_entry_by_hand_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='keyentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'dropped'), _negated=True), ('tier', ''), _connector='OR'), name='key_entry_dropped_has_no_tier'),
        ),
        migrations.AddConstraint(
            model_name='keyentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'added'), _negated=True), models.Q(('tier', ''), _negated=True), _connector='OR'), name='key_entry_added_has_tier'),
        ),
        migrations.AddConstraint(
            model_name='keyterms',
            constraint=models.CheckConstraint(condition=models.Q(('tax', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('growth')), '-', models.F('prospects')))), name='key_weights_make_100', violation_error_message='三项加起来要正好 100 分。'),
        ),
        migrations.AddConstraint(
            model_name='keyterms',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', django.db.models.expressions.CombinedExpression(models.F('first'), '+', models.F('second'))), ('size__gte', 1)), name='key_tiers_fit', violation_error_message='甲类、乙类加起来不能超过总数。'),
        ),
    ]
