from django.urls import path

from focushub.accounts import views

urlpatterns = [
    path("auth/register", views.RegisterView.as_view(), name="register"),
    path("auth/login", views.LoginView.as_view(), name="login"),
    path("auth/refresh", views.RefreshView.as_view(), name="refresh"),
    path("auth/logout", views.LogoutView.as_view(), name="logout"),
    path("auth/password", views.PasswordChangeView.as_view(), name="password-change"),
    path("auth/password/reset", views.PasswordResetView.as_view(), name="password-reset"),
    path(
        "auth/password/reset/confirm",
        views.PasswordResetConfirmView.as_view(),
        name="password-reset-confirm",
    ),
    path("me", views.MeView.as_view(), name="me"),
    path("me/export", views.ExportView.as_view(), name="export"),
    path(
        "me/tokens",
        views.TokenViewSet.as_view({"get": "list", "post": "create"}),
        name="token-list",
    ),
    path(
        "me/tokens/<uuid:pk>",
        views.TokenViewSet.as_view({"delete": "destroy"}),
        name="token-detail",
    ),
    path("me/sessions", views.SessionViewSet.as_view({"get": "list"}), name="session-list"),
    path(
        "me/sessions/<uuid:pk>",
        views.SessionViewSet.as_view({"delete": "destroy"}),
        name="session-detail",
    ),
]
