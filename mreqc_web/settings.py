"""Django's settings, every one that a site may change read from the environment (docs/operations.md lists them)."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from mreqc_web import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("MREQC_DATA_DIR", str(BASE_DIR / "var"))).resolve()
FRONTEND_DIR = BASE_DIR / "frontend" / "dist"

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "only-for-debugging-never-for-patients" if DEBUG else None)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "qc",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mreqc_web.security.ContentSecurityPolicyMiddleware",
]

ROOT_URLCONF = "mreqc_web.urls"
ASGI_APPLICATION = "mreqc_web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's database settings of `sqlite:///path` or `postgres://user:password@host:port/name`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        # Immediate transactions and the write-ahead log: without them three writers meet "database is locked".
        pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path.removeprefix("/"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or "") or env.text("DATABASE_PASSWORD", ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
        }
    raise env.EnvironmentInvalid("DATABASE_URL must begin with sqlite:/// or postgres://.")


DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR}/db.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # redis-py's asynchronous pool stops at 100 connections by default, one is held a browser.
        "CONFIG": {"hosts": [{"address": REDIS_URL, "max_connections": 5000}]},
    }
}

CELERY_BROKER_URL = REDIS_URL
# A slice that waits for its verdict never waits behind an explanation: those have a queue and a worker of their own.
CELERY_TASK_DEFAULT_QUEUE = "verdicts"
# Of the priorities 0, the default, is the first and 9 the last: the explanation that a reader sits before goes first.
CELERY_TASK_ROUTES = {
    f"qc.tasks.{name}": {"queue": "explanations", "priority": priority}
    for name, priority in {"draw_heatmap": 0, "pulse_explainer": 0, "explain_slice": 3, "crosscheck_slice": 9}.items()
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The assessment's lease, not the broker, decides who works on what; a lost task comes back after 10 s.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 10,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    # Whoever hands out work does not wait for a Redis that is away: the sweep hands it out again.
    "max_retries": 0,
}

ORTHANC_URL = env.text("ORTHANC_URL", "http://127.0.0.1:8042")
ORTHANC_USERNAME = env.text("ORTHANC_USERNAME", "")
ORTHANC_PASSWORD = env.text("ORTHANC_PASSWORD", "")
# Where the demo's scanner sends its exams.
ORTHANC_DICOM_HOST = env.text("ORTHANC_DICOM_HOST", "127.0.0.1")
ORTHANC_DICOM_PORT = int(env.number("ORTHANC_DICOM_PORT", 4242))
ORTHANC_AET = env.text("ORTHANC_AET", "ORTHANC")

POLL_SECONDS = env.number("MREQC_POLL_SECONDS", 0.05)
QUIET_SECONDS = env.number("MREQC_QUIET_SECONDS", 2.0)

STATEMENT = "Quality assistance on simulated training. Research use, not for diagnosis."

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/django-static/"
WHITENOISE_ROOT = FRONTEND_DIR if FRONTEND_DIR.is_dir() else None
WHITENOISE_USE_FINDERS = True
# The build names its files by their content, and lays each beside itself packed.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[\w-]{8}\.\w+$"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("HTTPS_ONLY")
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # The first one names the scheme that a stranger's 401 asks for.
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    # Who signs in is told by the proxy's word, or by the connection: never by what the stranger says of itself.
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
    "DEFAULT_THROTTLE_RATES": {"sign_in": "60/min"},
    "EXCEPTION_HANDLER": "qc.api.errors.answer_error",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "mreqc",
    "DESCRIPTION": "Quality control of liver MR elastography. Research use, not for diagnosis.",
    "VERSION": "0.1.0",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "ExamState": "qc.api.serializers.EXAM_STATES",
        "ExamVerdict": "qc.api.serializers.EXAM_VERDICTS",
        "SliceState": "qc.api.serializers.SLICE_STATES",
        "SliceVerdict": "qc.api.serializers.SLICE_VERDICTS",
        "Quality": "qc.api.serializers.QUALITIES",
        "ReasonCode": "qc.domain.reasons.REASON_CODES",
        "StudyState": "qc.models.agreement.AgreementStudy.State",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Their debug and access lines would carry identifiers of studies, pydicom's warnings whole values of headers.
    "loggers": {
        "pydicom": {"level": "ERROR"},
        "uvicorn.access": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "dicomweb_client": {"level": "WARNING"},
        "pynetdicom": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
    },
}
