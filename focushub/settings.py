"""The only settings. Everything that differs between machines comes from the environment.

A value that cannot be read stops the start with a sentence that names the variable. What each
variable means, with its default, stands in README.md; `.env.example` lists them all.
"""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

from environs import Env, EnvError, validate
from redis.backoff import NoBackoff
from redis.retry import Retry

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

# --- Where it runs ---------------------------------------------------------------------------

DEBUG = env.bool("FOCUSHUB_DEBUG", False)
SECRET_KEY = env.str(
    "FOCUSHUB_SECRET_KEY",
    validate=validate.Length(min=32, error="FOCUSHUB_SECRET_KEY: at least 32 characters"),
)
PUBLIC_URL = env.str("FOCUSHUB_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("FOCUSHUB_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CORS_ALLOWED_ORIGINS: list[str] = env.list("FOCUSHUB_CORS_ORIGINS", [])
CORS_EXPOSE_HEADERS = ["ETag", "Link", "Location", "Retry-After", "X-Request-ID"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "last-event-id",
    "prefer",
    "x-request-id",
]
# How many proxies in front of us append to X-Forwarded-For; 0 means that the header is not read.
TRUSTED_PROXIES = env.int("FOCUSHUB_TRUSTED_PROXIES", 0, validate=validate.Range(0, 5))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0

# --- Parts -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "corsheaders",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",  # The files of /api/docs: no page asks anybody else for its own.
    "pgtrigger",
    "procrastinate.contrib.django",
    "rest_framework",
    "focushub.common",
    "focushub.api",
    "focushub.accounts",
    "focushub.realtime",
    "focushub.calendar",
    "focushub.ai",
    "focushub.focus",
    "focushub.reminders",
    "focushub.chat",
    "focushub.assistants",
    "focushub.health",
    "organize",
    "learning",
]

MIDDLEWARE = [
    "focushub.common.middleware.RequestIdMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "focushub.common.unthreaded.SecurityMiddleware",
    "focushub.common.unthreaded.StaticFilesMiddleware",
    "focushub.common.unthreaded.SessionMiddleware",
    "focushub.common.unthreaded.CommonMiddleware",
    "focushub.common.unthreaded.CsrfViewMiddleware",
    "focushub.common.unthreaded.AuthenticationMiddleware",
    "focushub.common.unthreaded.MessageMiddleware",
    "focushub.common.unthreaded.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
# `check --deploy` looks for Django's own names of what stands above.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W003"]

ROOT_URLCONF = "focushub.urls"
ASGI_APPLICATION = "focushub.asgi.application"
WSGI_APPLICATION = "focushub.wsgi.application"
APPEND_SLASH = False
TEST_RUNNER = "focushub.common.test_runner.PytestRunner"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- PostgreSQL and Redis --------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
DATABASES["default"].update(
    {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),
            "pool": {
                "min_size": 1,
                "max_size": env.int("FOCUSHUB_DATABASE_POOL", 20, validate=validate.Range(2, 200)),
                # Longer than a burst takes, shorter than a person waits for a 503.
                "timeout": 3,
            },
            "connect_timeout": 5,
            "application_name": "focushub",
        },
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")
REDIS_PREFIX = env.str("FOCUSHUB_REDIS_PREFIX", "fh")
# One short try: a cache that is slower than this is worth less than the answer's own work, and the
# breaker in `focushub.caching` keeps the next requests from trying at all.
REDIS_TIMEOUT_SECONDS = 0.05
_REDIS_OPTIONS = {
    "CLIENT_CLASS": "django_redis.client.DefaultClient",
    "SERIALIZER": "focushub.caching.BytesSerializer",
    "SOCKET_CONNECT_TIMEOUT": REDIS_TIMEOUT_SECONDS,
    "SOCKET_TIMEOUT": REDIS_TIMEOUT_SECONDS,
    "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 0), "max_connections": 200},
}
_REDIS = {
    "BACKEND": "django_redis.cache.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": REDIS_PREFIX,
}
CACHES = {
    "default": {**_REDIS, "OPTIONS": _REDIS_OPTIONS},
    # The events of runs: read and written by threads that no request waits for.
    "streams": {
        **_REDIS,
        "OPTIONS": {**_REDIS_OPTIONS, "SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 1.0},
    },
}

# Sockets hear of events by publish and subscribe. What one does not hear it reads from the person's
# stream (`focushub/realtime/stream.py`), so nothing queues in Redis, with a capacity and an expiry.
CHANNEL_PREFIX = f"{REDIS_PREFIX}:channels:"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            "hosts": [{"address": REDIS_URL, "socket_connect_timeout": 1, "socket_timeout": 5}],
            "prefix": CHANNEL_PREFIX,
        },
    }
}

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCESS_TOKEN_LIFETIME = timedelta(
    minutes=env.int("FOCUSHUB_ACCESS_TOKEN_MINUTES", 15, validate=validate.Range(1, 1440))
)
SESSION_LIFETIME = timedelta(
    days=env.int("FOCUSHUB_SESSION_DAYS", 60, validate=validate.Range(1, 365))
)

# The guard against guessing keeps its counts in PostgreSQL, so it holds while Redis is away.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = env.int("FOCUSHUB_LOGIN_ATTEMPTS", 10, validate=validate.Range(3, 100))
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Who goes on trying while locked out does not wait longer: `Retry-After` was a promise.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "focushub.common.addresses.client_address"

# Of a link to set a new password, in seconds.
PASSWORD_RESET_TIMEOUT = 24 * 3600
EMAIL = env.dj_email_url("EMAIL_URL", "console://")
if "EMAIL_BACKEND" not in EMAIL:  # The parser says nothing of a scheme that it does not know.
    raise EnvError("EMAIL_URL: begins with submission://, smtp:// or console://")
vars().update(EMAIL)
DEFAULT_FROM_EMAIL = env.str("FOCUSHUB_EMAIL_FROM", "FocusHub <focushub@localhost>")
EMAIL_TIMEOUT = 10

# Web Push (VAPID): `manage.py make_vapid_keys` makes the key. Empty: no push, all else as ever.
VAPID_PRIVATE_KEY = env.str(
    "FOCUSHUB_VAPID_PRIVATE_KEY",
    "",
    validate=validate.Regexp(
        r"^([A-Za-z0-9_-]{43})?$",
        error="FOCUSHUB_VAPID_PRIVATE_KEY: 43 characters, as `manage.py make_vapid_keys` prints",
    ),
)
# Whom a push service turns to when something is wrong: `mailto:` or `https:`.
VAPID_CONTACT = env.str(
    "FOCUSHUB_VAPID_CONTACT",
    f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}",
    validate=validate.Regexp(
        r"^(mailto:|https://)", error="FOCUSHUB_VAPID_CONTACT: begins with mailto: or https://"
    ),
)
# The push services of browsers; to no other address is a message ever sent.
PUSH_HOSTS: list[str] = env.list(
    "FOCUSHUB_PUSH_HOSTS",
    [
        "fcm.googleapis.com",
        "push.services.mozilla.com",
        "web.push.apple.com",
        "notify.windows.com",
    ],
)
# Set by tests alone: how the address of a push service begins that stands on this machine.
PUSH_SERVICE_OF_TESTS = ""

# --- The API ---------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["focushub.accounts.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["focushub.api.rendering.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["focushub.api.rendering.JsonParser"],
    "DEFAULT_PAGINATION_CLASS": "focushub.api.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": [
        "focushub.api.throttling.PersonThrottle",
        "focushub.api.throttling.AddressThrottle",
    ],
    "DEFAULT_SCHEMA_CLASS": "focushub.api.schema.Schema",
    "EXCEPTION_HANDLER": "focushub.api.errors.problem_response",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
# Requests in a window of one minute, or of one hour (`registrations`, `exports`, and `resets`:
# letters to an address).
THROTTLES = {
    "person": env.int("FOCUSHUB_THROTTLE_PERSON", 600, validate=validate.Range(60)),
    "answers": env.int("FOCUSHUB_THROTTLE_ANSWERS", 60, validate=validate.Range(60)),
    "address": env.int("FOCUSHUB_THROTTLE_ADDRESS", 1200, validate=validate.Range(60)),
    "login": env.int("FOCUSHUB_THROTTLE_LOGIN", 60, validate=validate.Range(10)),
    "registrations": env.int("FOCUSHUB_THROTTLE_REGISTRATIONS", 20, validate=validate.Range(1)),
    "resets": env.int("FOCUSHUB_THROTTLE_RESETS", 5, validate=validate.Range(1)),
    "exports": env.int("FOCUSHUB_THROTTLE_EXPORTS", 12, validate=validate.Range(1)),
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
SPECTACULAR_SETTINGS = {
    "TITLE": "FocusHub",
    "DESCRIPTION": "A first step, a sense of time, and a way back after a bad day.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "ReminderKindEnum": "focushub.reminders.models.ReminderKind",
        "PartStateEnum": [("ok", "ok"), ("missing", "missing")],
        "EnergyEnum": "focushub.accounts.models.Energy",
        "DateOrderEnum": "focushub.accounts.models.DateOrder",
        "RunStateEnum": "focushub.ai.models.Run.State",
        "RoomPhaseEnum": ["waiting", "focus", "break", "over"],
        "AgentEnum": "focushub.chat.engine.turns.AGENTS",
        "AskedAgentEnum": "focushub.chat.engine.turns.ASKED_AGENTS",
        "RequestTypeEnum": "focushub.chat.engine.answering.REQUEST_TYPES",
        "MessageRoleEnum": "focushub.chat.models.Message.Role",
        "MemorySourceEnum": "focushub.chat.models.Memory.Source",
        "ActionProposalStateEnum": "focushub.chat.models.ActionProposal.State",
        "FocusSessionStateEnum": "focushub.focus.models.SessionState",
        "EngineEnum": "focushub.ai.models.Run.Engine",
        "BlockKindEnum": "focushub.calendar.models.TimeBlock.Kind",
        "ReplanReasonEnum": ["late", "sick", "vacation", "overwhelmed", "fresh_start", "other"],
        "ReplanOutcomeEnum": ["placed", "partly", "let_go", "waits"],
        "PlanKindEnum": "organize.models.Plan.Kind",
        "AskedKindEnum": ["auto", "tasks", "space"],
        "PriorityEnum": "organize.models.Priority",
        "DifficultyEnum": ["easy", "medium", "hard"],
        "CardKindEnum": "learning.models.Card.Kind",
        "CardPhaseEnum": ["new", "learning", "review", "relearning"],
        "StudySessionKindEnum": "learning.models.StudySession.Kind",
        "QuestionKindEnum": "learning.models.Question.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "focushub.realtime.schema.add_messages",
        "focushub.api.schema.mark_responses_required",
    ],
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": True},
}

# --- Models ----------------------------------------------------------------------------------

# One model for all features; FOCUSHUB_LLM_MODEL_ORGANIZE and the like override it for one. Empty:
# no model, and the built-in engine answers everything.
LLM_MODEL = env.str("FOCUSHUB_LLM_MODEL", "")
LLM_BASE_URL = env.str("FOCUSHUB_LLM_BASE_URL", "https://api.openai.com/v1").rstrip("/")
LLM_API_KEY = env.str("FOCUSHUB_LLM_API_KEY", "")
LLM_TIMEOUT_SECONDS = env.float("FOCUSHUB_LLM_TIMEOUT_SECONDS", 45, validate=validate.Range(1, 600))
LLM_MODEL_BY_FEATURE = {
    feature: env.str(f"FOCUSHUB_LLM_MODEL_{feature.upper()}", "")
    for feature in ("organize", "learning", "grading", "chat")
}
# US dollars for a million tokens, for the cost column; 0 where the model runs on one's own machine.
LLM_PRICE_IN = env.float("FOCUSHUB_LLM_PRICE_IN", 0.0, validate=validate.Range(0))
LLM_PRICE_OUT = env.float("FOCUSHUB_LLM_PRICE_OUT", 0.0, validate=validate.Range(0))
# Tokens a day, for one person (theirs) and for all of them (of UTC).
LLM_DAILY_TOKENS_PERSON = env.int("FOCUSHUB_LLM_DAILY_TOKENS_PERSON", 200_000)
LLM_DAILY_TOKENS_ALL = env.int("FOCUSHUB_LLM_DAILY_TOKENS_ALL", 5_000_000)
WORKER_CONCURRENCY = env.int("FOCUSHUB_WORKER_CONCURRENCY", 100, validate=validate.Range(1, 500))
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- The admin -------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": "FocusHub",
    "SITE_HEADER": "FocusHub",
    "SITE_SUBHEADER": "For staff",
    "SITE_SYMBOL": "center_focus_strong",
    "DASHBOARD_CALLBACK": "focushub.ai.dashboard.show",
    "SIDEBAR": {"navigation": "focushub.common.admin.base.sidebar"},
}

# --- Looking inside ---------------------------------------------------------------------------

# Whoever sends it as a bearer token may read `/metrics`; empty: nobody may.
METRICS_TOKEN = env.str(
    "FOCUSHUB_METRICS_TOKEN",
    "",
    validate=lambda token: (
        validate.Length(min=16, error="FOCUSHUB_METRICS_TOKEN: at least 16 characters")(token)
        if token
        else token
    ),
)

# --- Language, time, files, logs -------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
CLIENT_ROOT = BASE_DIR / "frontend"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "focushub.web.finders.ClientFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedStaticFilesStorage"
            if not DEBUG
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
# Serves the apps' own files where nobody ran collectstatic, as in `python3 -m focushub run`.
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "focushub.common.logs.RequestIdFilter"}},
    "formatters": {
        "json": {
            "()": "focushub.common.logs.WordlessJsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "json",
        }
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.str(
            "FOCUSHUB_LOG_LEVEL",
            "INFO",
            validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]),
        ),
    },
    "loggers": {
        # Its lines carry user names and addresses.
        "axes": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        # The server's own handlers would write an exception with its message.
        "uvicorn": {"handlers": [], "level": "INFO"},
        "uvicorn.error": {"handlers": [], "level": "INFO"},
        "uvicorn.access": {"handlers": [], "level": "WARNING"},
    },
}
