from django.urls import path

from focushub.assistants.views import mcp

urlpatterns = [path("mcp", mcp, name="mcp")]
