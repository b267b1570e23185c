from django.urls import path

from focushub.realtime.views import TicketView

urlpatterns = [path("realtime/ticket", TicketView.as_view(), name="realtime-ticket")]
