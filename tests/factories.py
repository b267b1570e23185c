"""The smallest valid rows; variants are traits."""

from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from focushub.accounts.models import User

PASSWORD = "correct horse battery"


@cache
def _hashed() -> str:
    # Once for all people: hashing is slow on purpose.
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    timezone = "Europe/Berlin"
    password = factory.LazyFunction(_hashed)

    class Params:
        staff = factory.Trait(is_staff=True)
        deactivated = factory.Trait(is_active=False)
