# Two images from one build: `app` (web, worker, beat, migrate) and `proxy` (nginx with our static files).
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
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--timeout", "30", "--graceful-timeout", "20", \
     "--max-requests", "5000", "--max-requests-jitter", "500", "--access-logfile", "-", \
     "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)s ms"]

FROM nginxinc/nginx-unprivileged:stable-alpine AS proxy
COPY config/production/nginx.conf.template /etc/nginx/templates/default.conf.template
COPY config/production/onderbroken.html config/production/te-druk.html config/production/te-groot.html /srv/pages/
COPY --from=app /srv/static /srv/static
