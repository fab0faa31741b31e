"""Addresses of the API."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from qc.api.adjudication import CasesView, SettleView
from qc.api.comparisons import ComparisonsView, ComparisonView
from qc.api.exams import ExamListView, ExamView, FacetsView, PixelsView, RescanView, SeenView
from qc.api.hanging import HangingView
from qc.api.health import HealthView
from qc.api.heatmaps import HeatmapView
from qc.api.policies import PoliciesView, PolicyPreviewView
from qc.api.quality import EnsemblesView, QualityView
from qc.api.regions import ProposalView, RegionsView
from qc.api.reviews import ReasonsView, ReviewsView
from qc.api.session import SessionView, TokenView
from qc.api.studies import CloseStudyView, OpinionsCsvView, StudiesView, StudyPreviewView, StudyView

urlpatterns = [
    path("session/", SessionView.as_view(), name="session"),
    path("token/", TokenView.as_view(), name="token"),
    path("exams/", ExamListView.as_view(), name="exams"),
    path("exams/facets/", FacetsView.as_view(), name="facets"),
    path("exams/<uuid:key>/", ExamView.as_view(), name="exam"),
    path("exams/<uuid:key>/reviews/", ReviewsView.as_view(), name="reviews"),
    path("exams/<uuid:key>/regions/", RegionsView.as_view(), name="regions"),
    path("exams/<uuid:key>/slices/<int:slice_id>/proposal/", ProposalView.as_view(), name="proposal"),
    path("exams/<uuid:key>/slices/<int:slice_id>/images/<slug:role>/", PixelsView.as_view(), name="pixels"),
    path("exams/<uuid:key>/slices/<int:slice_id>/heatmap/", HeatmapView.as_view(), name="heatmap"),
    path("exams/<uuid:key>/comparisons/", ComparisonsView.as_view(), name="comparisons"),
    path("exams/<uuid:key>/comparisons/<uuid:other>/", ComparisonView.as_view(), name="comparison"),
    path("exams/<uuid:key>/seen/", SeenView.as_view(), name="seen"),
    path("exams/<uuid:key>/rescan/", RescanView.as_view(), name="rescan"),
    path("policies/", PoliciesView.as_view(), name="policies"),
    path("policies/preview/", PolicyPreviewView.as_view(), name="policy-preview"),
    path("reasons/", ReasonsView.as_view(), name="reasons"),
    path("quality/", QualityView.as_view(), name="quality"),
    path("ensembles/", EnsemblesView.as_view(), name="ensembles"),
    path("studies/", StudiesView.as_view(), name="studies"),
    path("studies/preview/", StudyPreviewView.as_view(), name="study-preview"),
    path("studies/<int:pk>/", StudyView.as_view(), name="study"),
    path("studies/<int:pk>/close/", CloseStudyView.as_view(), name="study-close"),
    path("studies/<int:pk>/opinions.csv", OpinionsCsvView.as_view(), name="study-opinions"),
    path("studies/<int:pk>/slices/<int:slice_id>/settle/", SettleView.as_view(), name="settle"),
    path("adjudication/", CasesView.as_view(), name="adjudication"),
    path("hanging/", HangingView.as_view(), name="hanging"),
    path("health/", HealthView.as_view(), name="health"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
]
