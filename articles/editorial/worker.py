"""The worker, where there is one: it does side effects, and is missed when it stays away."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import formats, timezone

from articles import caching
from articles.editorial import effects, likenesses, renditions, schedule
from articles.models import Effect, Heartbeat, ScheduledChange

USUAL = 300  # seconds between two runs of a worker that is started anew each time
GRACE = 30  # seconds


def run(every: int | None = None) -> int:
    """Do what is due, leave a sign of life, and say how many side effects were done."""
    _beat(every or USUAL)
    schedule.apply_due()
    done = effects.work_off()
    renditions.work_off()
    likenesses.go_on()
    return done


def _beat(every: int) -> None:
    now = timezone.now()
    if not Heartbeat.objects.exists():  # what happened before there was a worker is nobody's news
        Effect.objects.due().update(done_at=now)
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": now, "every": every})


def dismiss() -> None:
    """No worker is expected from now on."""
    Heartbeat.objects.all().delete()


@transaction.atomic
def try_again() -> int:
    """Give what was given up another chance; how many things that are."""
    anew = {"attempts": 0, "try_at": timezone.now()}
    caching.renew()
    return sum(model.objects.failed().update(**anew) for model in (Effect, ScheduledChange))


def seconds_to_wait(every: int) -> float:
    """Until something is due, and at most `every`."""
    now = timezone.now()
    soonest = now + timedelta(seconds=every)
    for model in (Effect, ScheduledChange):
        soonest = min(soonest, model.objects.waiting().aggregate(at=Min("try_at"))["at"] or soonest)
    return max(0.0, (soonest - now).total_seconds())


def state() -> str:
    """For monitors: "ok" or "late"; "" where no worker is expected and nothing is wrong."""
    if complaints():
        return "late"
    return "ok" if Heartbeat.objects.exists() else ""


def complaints() -> list[str]:
    """What somebody should look at, a sentence each; none when all is well."""
    told = [
        f"A scheduled change to “{change.article.headline}” does not work: {change.error}"
        for change in ScheduledChange.objects.failed().select_related("article").defer("article__body")[:10]
    ]
    heartbeat = Heartbeat.objects.first()
    if heartbeat is None:
        return told
    patience = timedelta(seconds=3 * heartbeat.every + GRACE)
    if heartbeat.at < timezone.now() - patience:
        seen = formats.date_format(timezone.localtime(heartbeat.at), "j F Y, H:i")
        told.append(
            f"The worker was last seen on {seen}. Start it again (manage.py run_due), "
            "or say that it is gone (manage.py run_due --gone)."
        )
    if late := Effect.objects.due().filter(at__lt=timezone.now() - patience).count():
        told.append(f"{late} side effect{'s are' if late > 1 else ' is'} overdue.")
    if failed := Effect.objects.failed().count():
        told.append(
            f"{failed} side effect{'s' if failed > 1 else ''} failed for good: see the log, "
            "mend the cause, and run manage.py run_due --again."
        )
    return told
