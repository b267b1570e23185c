"""The smallest valid rows; variants are traits."""

import factory
from factory.django import DjangoModelFactory

from focushub.accounts.models import User

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    timezone = "Europe/Berlin"
    password = factory.django.Password(PASSWORD)

    class Params:
        staff = factory.Trait(is_staff=True)
        deactivated = factory.Trait(is_active=False)
