"""Routes: the API, health, Django's admin, and the pages, which are one file that routes in the browser."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.generic import RedirectView

from qc.api.health import LiveView, ReadyView

NOT_BUILT = "The pages are not built yet. Run `npm ci && npm run build` in frontend/, then restart the server."


@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """Every page of the browser application."""
    index = settings.FRONTEND_DIR / "index.html"
    if not index.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain")
    return HttpResponse(index.read_bytes(), headers={"Cache-Control": "no-cache"})


urlpatterns = [
    path("api/", include("qc.api.urls")),
    path("health/live", LiveView.as_view()),
    path("health/ready", ReadyView.as_view()),
    # One door for all: only the one of the pages counts attempts to guess a password.
    path("admin/login/", RedirectView.as_view(url="/", query_string=True)),
    path("admin/", admin.site.urls),
    re_path(r"^(?!api/|assets/|django-static/|ws/).*$", page),
]
