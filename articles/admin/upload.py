"""The import page: hand files in, look at what would become of them, choose, import, open the drafts."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import TooManyFilesSent
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.admin import origin
from articles.admin.base import OnePageAdmin, demand, number_of, url_of, user_of
from articles.admin.widgets import script
from articles.editorial import uploads
from articles.models import Section, Upload, UploadedDocument
from articles.models.upload import SETTLED

MEGABYTE = 1024 * 1024
Outcome = UploadedDocument.Outcome
State = Upload.State


@admin.register(Upload)
class UploadAdmin(OnePageAdmin):
    """The page and its steps; everybody who may add articles sees their own uploads."""

    pages = [("files/", "files"), ("<int:object_id>/", "change")]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(user_of(request).has_perm("articles.add_article"))

    has_module_permission = has_view_permission = has_change_permission

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Where files are handed in, and what waits."""
        demand(self.has_change_permission(request))
        uploads.sweep(timezone.now())
        context = {
            "media": script("upload"),
            "waiting": Upload.objects.filter(user=user_of(request)),
            "most_bytes": settings.IMPORT_UPLOAD_MAX_BYTES,
            "most": uploads.megabytes(settings.IMPORT_UPLOAD_MAX_BYTES),
            "most_of_document": uploads.megabytes(settings.IMPORT_MAX_BYTES),
            "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "days": uploads.KEPT_FOR.days,
        }
        return self.show(request, "upload/start", "Import", context)

    # The policy of Django's own checks is kept by `_keep`; before it, too large a body is not even read.
    @csrf_exempt
    def files_view(self, request: HttpRequest) -> HttpResponse:
        demand(self.has_change_permission(request))
        size = number_of(request.META.get("CONTENT_LENGTH", ""))
        try:
            if size > settings.IMPORT_UPLOAD_MAX_BYTES + MEGABYTE:
                _pass_over(request)
                raise uploads.NotKept(uploads.too_large(size))
            return _keep(request)
        except TooManyFilesSent:
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            error = f"Without scripts at most {most} files go at once. Put them into a zip archive."
        except uploads.NotKept as refused:
            error = str(refused)
        return _answer(request, url_of("changelist", Upload), error=error)

    def change_view(
        self, request: HttpRequest, object_id: Any, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """An upload: the next part of its work at each visit (GET), what somebody decides of it (POST)."""
        demand(self.has_change_permission(request))
        upload = get_object_or_404(Upload.objects.select_related("user", "section", "run"), pk=object_id)
        demand(upload.user == request.user)
        if request.method == "POST":
            return self._decide(request, upload)
        Upload.objects.filter(pk=upload.pk).update(seen_at=timezone.now())
        uploads.go_on(upload)
        return self.show(request, "upload/upload", str(upload), self._context(request, upload))

    def _context(self, request: HttpRequest, upload: Upload) -> dict[str, Any]:
        states = upload.documents.order_by().values_list("outcome", "is_wanted", "is_taken")
        counts, wanted, taken, left_out = Counter[str](), Counter[str](), 0, 0
        for outcome, is_wanted, is_taken, number in states.annotate(Count("pk")):
            if upload.confirmed_at and not is_wanted:
                left_out += number
            else:
                counts[outcome] += number
            if is_wanted and outcome != Outcome.UNCHANGED:
                wanted[outcome] += number
                taken += is_taken * number
        context = {
            "media": script("upload"),
            "upload": upload,
            "state": upload.state,
            "counts": [(outcome, counts[outcome]) for outcome in Outcome.values if counts[outcome]],
            "total": counts.total() + left_out,
            "left_out": left_out,
            "choices": any(outcome not in SETTLED for outcome in counts),
            "wanted": wanted.total() - wanted[Outcome.REFUSED],
            "to_take": wanted.total(),
            "taken": taken,
            "may_see_runs": user_of(request).has_perm("articles.view_importrun"),
        }
        return context if upload.is_under_way else context | self._table(request, upload)

    def _table(self, request: HttpRequest, upload: Upload) -> dict[str, Any]:
        rows = upload.documents.select_related("article__section", "other__article")
        if upload.confirmed_at and request.GET.get("outcome") in Outcome.values:
            rows = rows.filter(is_wanted=True)  # what was left out has none
        return origin.table(request, rows, uploads.section_of(upload)) | {"sections": Section.objects.all()}

    def _decide(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        sent = request.POST
        if "_discard" in sent:
            uploads.throw_away(upload)
            messages.success(request, "Thrown away. Nothing of it was imported.")
            return redirect(url_of("changelist", Upload))
        section = Section.objects.filter(pk=number_of(sent.get("section", ""))).first()
        outcome = sent.get("outcome", "")
        if "_all" in sent:
            everything = list(
                origin.with_outcome(upload.documents.all(), outcome).values_list("pk", flat=True)
            )
            uploads.choose(upload, everything, everything if sent["_all"] == "yes" else (), section)
        else:
            shown, wanted = (list(map(number_of, sent.getlist(name))) for name in ("shown", "wanted"))
            uploads.choose(upload, shown, wanted, section)
        if "_import" in sent:
            uploads.start(upload)
            return redirect(url_of("change", upload))
        asked = {"outcome": sent.get("_outcome", outcome), "page": sent.get("_page", sent.get("page", ""))}
        return redirect(url_of("change", upload, **asked))


def _pass_over(request: HttpRequest) -> None:
    """Read what is refused, within the limit: a browser that cannot send to the end shows no answer."""
    for _ in range(settings.IMPORT_UPLOAD_MAX_BYTES // MEGABYTE):
        if not request.read(MEGABYTE):
            return


@csrf_protect
def _keep(request: HttpRequest) -> HttpResponse:
    files, paths = request.FILES.getlist("files"), request.POST.getlist("path")
    named = [file.name or "" for file in files] if len(paths) != len(files) else paths
    earlier = Upload.objects.filter(pk=number_of(request.POST.get("upload", "")), user=user_of(request))
    upload = uploads.keep(user_of(request), list(zip(named, files, strict=True)), earlier.first())
    return _answer(request, url_of("change", upload), upload=upload.pk)


def _answer(request: HttpRequest, address: str, error: str = "", **told: Any) -> HttpResponse:
    """For the page's script in JSON, for a plain form as a page."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": address, "error": error, **told}, status=400 if error else 200)
    if error:
        messages.error(request, error)
    return redirect(address)
