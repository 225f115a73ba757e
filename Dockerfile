# One image for the worker, the API and the jobs; which one it is, the command says.

FROM python:3.11.14-slim-bookworm AS dependencies
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary :all: -r /requirements.txt

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --home-dir /var/lib/duixian --create-home duixian
COPY --from=dependencies /venv /venv
WORKDIR /app
COPY pyproject.toml worker.py ./
COPY activities activities
COPY adapters adapters
COPY api api
COPY audit audit
COPY commands commands
COPY domain domain
COPY simulation simulation
COPY stack stack
COPY templates templates
COPY workflows workflows
RUN python -m compileall -q .
USER duixian
VOLUME /var/lib/duixian
CMD ["python", "-m", "api"]
