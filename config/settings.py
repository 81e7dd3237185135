"""Settings: one file, all of it read from the environment; a bare machine needs none of it."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import SELF
from psycopg.conninfo import conninfo_to_dict

from config import logs

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LIANDONG_DATA", BASE_DIR / ".data")).resolve()
DEBUG = os.environ.get("LIANDONG_DEBUG") == "on"
LIANDONG_DEMO = os.environ.get("LIANDONG_DEMO") == "on"
RATE_LIMITS = os.environ.get("LIANDONG_RATE_LIMITS") != "off"
WEB_PROCESSES = max(1, int(os.environ.get("LIANDONG_WEB_WORKERS", "2")))
EVENTS_URL = os.environ.get("LIANDONG_EVENTS_URL", "/events/")


def _secret() -> str:
    """Return the key that signs cookies: from the environment, else made once in the data folder."""
    if given := os.environ.get("LIANDONG_SECRET_KEY"):
        return given
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret()
ALLOWED_HOSTS = os.environ.get("LIANDONG_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LIANDONG_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "liandong.demo",
    "liandong.notices",
    "liandong.risks",
    "liandong.liaison",
    "liandong.visits",
    "liandong.figures",
    "liandong.keylists",
    "liandong.appeals",
    "liandong.audit",
    "liandong.enterprises",
    "liandong.departments",
    "liandong.accounts",
    "liandong.journal",
    "liandong.theme",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_cotton",
    "csp",
    "config.apps.BackOfficeConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]
# The API (/api/) carries a token and needs none of what pages need; see config.middleware.
API_MIDDLEWARE = [
    "config.middleware.Language",
    "config.middleware.SizeLimit",
    "config.middleware.SecurityHeaders",
    "config.middleware.Methods",
]
MIDDLEWARE = [
    *API_MIDDLEWARE,
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.pages_csp",
    "config.middleware.pages_sessions",
    "config.middleware.pages_common",
    "config.middleware.pages_csrf",
    "config.middleware.pages_authentication",
    "config.middleware.pages_login_required",
    "config.middleware.pages_seat",
    "config.middleware.pages_messages",
    "config.middleware.pages_frames",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.PageRefusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liandong.theme.context.theme",
                "liandong.appeals.context.my_desk",
                "liandong.notices.context.unread",
                "liandong.enterprises.context.standing",
            ],
        },
    }
]
COTTON_DIR = "cotton"


def _database(url: str) -> dict[str, Any]:
    """Turn a `postgresql://` address (or a libpq string) into Django's settings."""
    parts = conninfo_to_dict(url)
    options = {
        k: v for k, v in parts.items() if k not in {"host", "port", "user", "password", "dbname"}
    }
    return {
        "ENGINE": "config.postgres",
        "NAME": parts.get("dbname", "liandong"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": None,  # a new connection for each request costs 12 ms
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 5},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "dbname=liandong"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "config.backoffice.AdministratorBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "liandong.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {} if RATE_LIMITS else False
ACCOUNT_SIGNUP_REDIRECT_URL = "/me/enterprise/"
ACCOUNT_FORMS = {
    "login": "liandong.accounts.forms.LoginForm",
    "signup": "liandong.accounts.forms.SignupForm",
    "change_password": "liandong.accounts.forms.ChangePasswordForm",
    "confirm_login_code": "liandong.accounts.forms.ConfirmLoginCodeForm",
    "verify_phone": "liandong.accounts.forms.VerifyPhoneForm",
}
_CODE = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = _CODE
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 300  # seconds
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "liandong.accounts.forms.AddKeyForm",
    "edit_webauthn": "liandong.accounts.forms.EditKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or LIANDONG_DEMO

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("LIANDONG_HTTPS") == "on"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "liandong.theme.pages.csrf_failure"

_events = urlsplit(EVENTS_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [
            SELF,
            *([f"{_events.scheme}://{_events.netloc}"] if _events.netloc else []),
        ],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "liandong" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = (DATA if DEBUG else BASE_DIR) / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60
MEDIA_ROOT = DATA / "files"  # attachments; never served by address, only by appeals.pages
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
REQUEST_MAX_BYTES = 64 * 1024 * 1024
IMPORT_MAX_BYTES = 1_001_000_000  # the largest table, and what is sent with it
IMPORT_ADDRESS = "/desk/enterprises/import/"
API_MAX_BYTES = 1024 * 1024

THEME_PLACE = os.environ.get("LIANDONG_PLACE", "西工区 示例" if LIANDONG_DEMO else "")

MAIL_URL = os.environ.get("LIANDONG_MAIL", "")  # an Apprise address with {address} in it
PUBLIC_URL = os.environ.get("LIANDONG_URL", "")  # the start of links in messages sent outside
PRIVATE_WEBHOOKS = os.environ.get("LIANDONG_PRIVATE_WEBHOOKS") == "on"  # inside an intranet
SMS_URLS = [u for u in os.environ.get("LIANDONG_SMS", "").split() if u]  # Apprise addresses
# Tries of passwords and codes are counted for all processes together, in an unlogged table; requests
# of the API in each process by itself, which costs a hundredth of that: see liandong.accounts.throttle.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limit",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "clock"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": logs.FORMATTER},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"liandong": {"level": "INFO"}},
}
logs.configure()
