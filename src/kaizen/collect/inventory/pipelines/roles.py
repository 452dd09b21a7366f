"""What a start command starts: its role, and the module or file it names."""

import re
from dataclasses import dataclass

WEB = re.compile(
    r"\b(uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve|runserver|flask\s+run|"
    r"fastapi\s+(?:run|dev)|litestar\s+run|streamlit\s+run|uwsgi)\b"
)
CELERY = re.compile(r"\bcelery\b[^;&|]*?\b(worker|beat|flower)\b")
CELERY_APP = re.compile(r"(?:-A|--app)[=\s]+['\"]?([\w.]+)")
WORKER = re.compile(
    r"\b(dramatiq|arq|rq\s+worker|rqworker|run_huey|huey_consumer(?:\.py)?|taskiq\s+worker|"
    r"procrastinate\s+\S*\s*worker|saq|qcluster|temporal\S*worker)\b"
)
BEAT = re.compile(r"\b(celery\s+beat|rqscheduler|celerybeat|taskiq\s+scheduler)\b")
ONE_OFF = re.compile(
    r"\b(migrate|migrations?\s+run|alembic\s+upgrade|db:migrate|prisma\s+migrate|createbuckets|mc\s+alias)\b"
)
OBJECT = re.compile(r"(?<![\w/.-])([A-Za-z_][\w]*(?:\.\w+)*):(\w+)(?:\(\))?(?![\w/])")
MODULE = re.compile(r"\bpython3?(?:\s+-\w)*\s+-m\s+(?!uvicorn|gunicorn|celery|flask)([\w.]+)")
FILE = re.compile(r"([\w./-]+\.(?:py|m?[jt]s|cjs))\b")
WSGI = re.compile(r"\b([A-Za-z_]\w*(?:\.\w+)*\.(?:wsgi|asgi))\b")
PUBLIC = re.compile(
    r"(^|/)(postgres\w*|postgis|mysql|mariadb|mongo\w*|redis[\w-]*|valkey|memcached|rabbitmq|kafka|zookeeper|"
    r"minio|mc|nginx|traefik|caddy|haproxy|elasticsearch|opensearch|kibana|grafana|prometheus|jaeger[\w-]*|"
    r"otel\S*|opentelemetry\S*|mailhog|mailpit|maildev|clickhouse\S*|keycloak|temporal\S*|adminer|pgadmin4?|"
    r"flower|localstack|qdrant|weaviate|chroma\w*|milvus|neo4j|vault|consul|etcd|nats|selenium\S*|tika|ollama|"
    r"pgbouncer|pgvector|timescaledb\S*|cockroach|dynamodb-local|azurite|fake-gcs-server|redisinsight|"
    r"redis-commander|loki|tempo|promtail|cadvisor|node-exporter|alertmanager|zipkin|busybox|alpine)(:|@|$)"
)

STORE = re.compile(
    r"(^|/)(postgres\w*|postgis|mysql|mariadb|mongo\w*|redis[\w-]*|valkey|rabbitmq|kafka|minio|elasticsearch|"
    r"opensearch|clickhouse\S*|pgvector|timescaledb\S*|neo4j|qdrant)(:|@|$)"
)


@dataclass(frozen=True, slots=True)
class Start:
    """A role (web, worker, beat, tool, one-off or "") and the targets a command names."""

    role: str
    module: str = ""
    file: str = ""


def start_of(command: str) -> Start:
    """Reads a command; the last server or worker in it counts, because set-up comes first."""
    celery = CELERY.search(command)
    app = CELERY_APP.search(command)
    if celery:
        role = {"worker": "worker", "beat": "beat", "flower": "tool"}[celery[1]]
        return Start(role, app[1] if app else "")
    if BEAT.search(command):
        return Start("beat", app[1] if app else "")
    named = OBJECT.search(command)
    found = WSGI.search(command)
    module = named[1] if named else found[1] if found else ""
    if WORKER.search(command):
        return Start("worker", module)
    if WEB.search(command):
        return Start("web", module)
    file, run = FILE.search(command), MODULE.search(command)
    if ONE_OFF.search(command):
        return Start("one-off")
    return Start("", run[1] if run else "", file[1] if file else "")


def is_public(image: str) -> bool:
    """Whether an image is a store or tool that everybody knows."""
    return PUBLIC.search(image.partition("@")[0]) is not None


def is_store(image: str) -> bool:
    """Whether an image is a store, so that what is built on it alone stays one."""
    return STORE.search(image.partition("@")[0]) is not None
