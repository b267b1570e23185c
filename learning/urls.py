from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from learning.views.cards import CardViewSet, DeckViewSet, DueView, StatsView

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("decks", DeckViewSet, basename="deck")
router.register("cards", CardViewSet, basename="card")

urlpatterns: list[URLPattern | URLResolver] = [
    path("reviews/due", DueView.as_view(), name="reviews-due"),
    path("learning/stats", StatsView.as_view(), name="learning-stats"),
    *router.urls,
]
