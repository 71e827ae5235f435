# The house in one image: web and worker are the same, started in two ways (docker-compose.yml).
FROM python:3.13-slim-trixie AS build
COPY --from=ghcr.io/astral-sh/uv:0.13.8 /uv /usr/local/bin/uv
WORKDIR /srv/scc
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-cache
COPY . .
# Static files are collected once, under names that carry their hash; the values below are for this step alone.
RUN SITE_ORIGIN=https://build.example.com DATABASE_URL=postgresql://build/build EMAIL_PROVIDER=smtp SMTP_URL=smtp://build \
    SES_FROM_ADDRESS=build@example.com SECRET_KEY=build-only-build-only-build-only-build-only-build-only \
    JWT_KEYS=b:build-only-build-only-build-only-1234 RECORD_KEYS=b:build-only-build-only-build-only-5678 \
    .venv/bin/python manage.py collectstatic --noinput -v 0

FROM python:3.13-slim-trixie
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* && useradd --system --uid 10001 --home-dir /srv/scc scc
WORKDIR /srv/scc
COPY --from=build /srv/scc /srv/scc
RUN install -d -o scc -g scc /srv/scc/var
USER scc
ENV PATH=/srv/scc/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--no-worker"]
