"""The web client in `frontend/`, as files; what it does, it does through the public API."""
