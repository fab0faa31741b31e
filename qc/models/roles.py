"""The four roles and what each may do. A role is a Django group of that name."""

from typing import Literal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User

Right = Literal["review", "acknowledge", "quality", "ensembles", "policies", "names", "studies"]

RIGHTS: dict[str, frozenset[Right]] = {
    "technologist": frozenset({"names", "acknowledge"}),
    "radiologist": frozenset({"names", "acknowledge", "review"}),
    "qa_manager": frozenset({"quality", "studies"}),
    "administrator": frozenset({"names", "quality", "ensembles", "policies"}),
}

ROLES = tuple(RIGHTS)


def role_of(user: AbstractBaseUser | AnonymousUser) -> str:
    """The user's role; an administrator for Django's superusers; empty for people without one."""
    if not isinstance(user, User):
        return ""
    if user.is_superuser:
        return "administrator"
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in ROLES if role in names), "")


def has_right(user: AbstractBaseUser | AnonymousUser, right: Right) -> bool:
    return right in RIGHTS.get(role_of(user), frozenset())


def give_role(user: User, role: str) -> None:
    """The user has this role and no other."""
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.set([group])
