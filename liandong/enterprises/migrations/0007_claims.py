"""Ways to an enterprise that is here: papers that are shown, codes that reach it, wrong ones counted."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0006_merging'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='joinrequest',
            name='is_legal',
            field=models.BooleanField(default=False, verbose_name='自称法定代表人'),
        ),
        migrations.AddField(
            model_name='joinrequest',
            name='kind',
            field=models.CharField(choices=[('join', '申请加入'), ('claim', '认领企业'), ('dispute', '提出异议')], default='join', max_length=10, verbose_name='申请什么'),
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('name', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('original', models.CharField(max_length=200, verbose_name='文件名')),
                ('kind', models.CharField(max_length=10, verbose_name='格式')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64, verbose_name='指纹')),
                ('at', models.DateTimeField(verbose_name='提交时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁提交的')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='enterprises.enterprise', verbose_name='企业')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='enterprises.joinrequest', verbose_name='申请')),
            ],
            options={
                'verbose_name': '证明材料',
                'verbose_name_plural': '证明材料',
                'ordering': ['at', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ClaimCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('way', models.CharField(choices=[('letter', '信函'), ('sms', '短信')], max_length=10, verbose_name='怎么送到')),
                ('issued_at', models.DateTimeField(verbose_name='发出时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效到')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claim_codes', to='enterprises.enterprise', verbose_name='企业')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁要的')),
                ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁用的')),
            ],
            options={
                'verbose_name': '认领码',
                'verbose_name_plural': '认领码',
                'indexes': [models.Index(fields=['enterprise', '-issued_at'], name='claim_codes_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('enterprise', 'way'), name='one_open_claim_code'), models.CheckConstraint(condition=models.Q(('used_by__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='used_claim_code_ended'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='claim_code_lasts')],
            },
        ),
        migrations.CreateModel(
            name='ClaimTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='什么时候')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise', verbose_name='企业')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
            ],
            options={
                'verbose_name': '输错的认领码',
                'verbose_name_plural': '输错的认领码',
                'indexes': [models.Index(fields=['user', 'at'], name='claim_tries_of')],
            },
        ),
    ]
