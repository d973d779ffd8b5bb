"""Whether this process can serve readers: for load balancers and monitors."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from articles.editorial import worker

logger = logging.getLogger(__name__)

PATH = "/healthz"


class HealthMiddleware:
    """Answers the health check before the host is looked at: a load balancer asks by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return show(request) if request.path_info == PATH else self.get_response(request)


def show(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, else 503.

    A worker that is expected and stays away, or fails, is told as `worker`: readers miss nothing by it.
    """
    database = _database()
    is_well = database == "ok"
    answer = {"status": "ok" if is_well else "unavailable", "database": database}
    if is_well and (told := worker.state()):
        answer["worker"] = told
    return JsonResponse(answer, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        logger.exception("The database does not answer.")
        return "unreachable"
    return "not migrated" if waiting else "ok"
