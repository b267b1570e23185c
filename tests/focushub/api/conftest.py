import pytest
from django.contrib.auth.models import Group


@pytest.fixture
def no_groups(db: None) -> None:
    """The tests' own routes keep groups, for want of a model of their own: none are there."""
    Group.objects.all().delete()
