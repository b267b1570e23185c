from focushub.api import serializers


class TicketSerializer(serializers.Serializer):
    """What opens one socket, once."""

    ticket = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
