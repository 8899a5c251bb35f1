# Three images from one build: `app` (web, worker, beat, migrate), `backup` (the same with PostgreSQL's own programs) and
# `proxy` (nginx with our static files).
FROM python:3.13-slim AS packages
RUN python -m venv /venv
COPY requirements/prod.txt /tmp/prod.txt
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /tmp/prod.txt

FROM python:3.13-slim AS app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Fixed numbers, so that the owner of a volume is the same after every build. beat keeps its schedule in /srv/beat.
RUN groupadd --gid 10001 app \
 && useradd --uid 10001 --gid app --no-create-home --home-dir /tmp --shell /usr/sbin/nologin app \
 && python -m compileall -q /app \
 && python manage.py collectstatic --no-input --verbosity 0 \
 && install --directory --owner app --group app --mode 0750 /srv/media /srv/beat
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "config/production/gunicorn.py", "config.wsgi"]

# The programs are those of the server itself: pg_dump and the drill's own server must be of its version. Debian's Python
# here is the one of the other images.
FROM postgres:18-trixie AS backup
ENV PATH=/venv/bin:/usr/lib/postgresql/18/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PG_BIN=/usr/lib/postgresql/18/bin MEDIA_ROOT=/srv/media
COPY --from=packages /tmp/prod.txt /tmp/prod.txt
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/* \
 && python3 -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /tmp/prod.txt
# The same numbers as in `app`: it reads the documents, and brings them back.
RUN groupadd --gid 10001 app \
 && useradd --uid 10001 --gid app --no-create-home --home-dir /tmp --shell /usr/sbin/nologin app \
 && install --directory --owner app --group app --mode 0700 /srv/backups /srv/wal /srv/erased /srv/drill \
 && install --directory --owner app --group app --mode 0750 /srv/media
WORKDIR /app
COPY --from=app /app /app
USER 10001:10001
ENTRYPOINT []
CMD ["python", "manage.py", "keep_backups", "--alive", "/tmp/alive"]

FROM nginxinc/nginx-unprivileged:stable-alpine AS proxy
COPY config/production/nginx.conf.template /etc/nginx/templates/default.conf.template
COPY config/production/onderbroken.html config/production/te-druk.html config/production/te-groot.html /srv/pages/
COPY --from=app /srv/static /srv/static
