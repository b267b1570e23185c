from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from learning.views.cards import CardViewSet, DeckViewSet, DueView, StatsView
from learning.views.material import MaterialView
from learning.views.quizzes import QuizViewSet
from learning.views.study_plans import LearnView, StudyPlanViewSet, StudySessionViewSet
from learning.views.transfer import DeckExportView, DeckImportView

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("decks", DeckViewSet, basename="deck")
router.register("cards", CardViewSet, basename="card")
router.register("quizzes", QuizViewSet, basename="quiz")
router.register("study-plans", StudyPlanViewSet, basename="study-plan")
router.register("study-sessions", StudySessionViewSet, basename="study-session")

urlpatterns: list[URLPattern | URLResolver] = [
    path("learn", LearnView.as_view(), name="learn"),
    path("learn/material", MaterialView.as_view(), name="learn-material"),
    path("reviews/due", DueView.as_view(), name="reviews-due"),
    path("learning/stats", StatsView.as_view(), name="learning-stats"),
    path("decks/import", DeckImportView.as_view(), name="deck-import"),
    path("decks/<uuid:pk>/export", DeckExportView.as_view({"get": "export"}), name="deck-export"),
    *router.urls,
]
