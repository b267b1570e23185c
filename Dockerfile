# syntax=docker/dockerfile:1

# The Python that requirements.txt is locked for.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
WORKDIR /build
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/venv/bin/pip install --require-hashes --requirement requirements.txt

FROM python:3.11-slim-bookworm
# HOME: CrewAI writes there when a worker imports it; the rest of the file system is read-only.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp
RUN groupadd --system --gid 10001 focushub \
    && useradd --system --uid 10001 --gid focushub --no-create-home focushub
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY . .
# The addresses lead nowhere: collecting files asks no server.
RUN DATABASE_URL=postgresql://none@127.0.0.1:1/none \
    REDIS_URL=redis://127.0.0.1:1/0 \
    FOCUSHUB_SECRET_KEY=only-for-the-collection-of-static-files \
    python manage.py collectstatic --no-input \
    && python -m compileall -q focushub organize learning
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "focushub.health.probe", "web"]
# X-Forwarded-For is read in one place only: settings.TRUSTED_PROXIES says how much of it.
CMD ["uvicorn", "focushub.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
    "--no-access-log", "--no-proxy-headers", "--no-server-header", \
    "--timeout-graceful-shutdown", "20", \
    "--ws-max-size", "8192", "--ws-per-message-deflate", "false"]
