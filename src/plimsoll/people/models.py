"""Workers and teams; children, clients and families. State only: no rules, no signals."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Any


class UserManager(BaseUserManager["User"]):
    """Creates accounts by email address; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create one account; the address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account that may open the framework's own administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may see follows from memberships and holdings alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    last_looked_at = models.DateTimeField(
        null=True, blank=True, help_text="When this person last opened My day: what is new is since then."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service of the organisation, working under one main pack of the rulebook."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    pack = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team within a service. Cases belong to one team at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["service", "name"], name="team_name_once_a_service"),)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a membership allows. The policy itself stands in `people/access.py`."""

    PRACTITIONER = "practitioner", _("Practitioner")
    SUPERVISOR = "supervisor", _("Supervisor")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    BUSINESS_SUPPORT = "business_support", _("Business support")
    AUDITOR = "auditor", _("Auditor or data protection officer")
    ACCOUNT_ADMINISTRATOR = "account_administrator", _("Administrator of accounts")


class Membership(models.Model):
    """One person's role in one team, from one day to another."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        ON_LEAVE = "on_leave", _("On leave")
        SUSPENDED = "suspended", _("Suspended")
        ENDED = "ended", _("Ended")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "team", "role"], condition=Q(until_on=None), name="one_open_membership"
            ),
        )
        indexes = (models.Index(fields=["team", "role"]),)


class Sex(models.TextChoices):
    """As recorded for the returns; gender identity is asked apart."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    UNKNOWN = "U", _("Not known")


class Person(models.Model):
    """A child, client or relative. Names are as the family uses them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    known_as = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="For a child not yet born.")
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=10, blank=True)
    disabilities = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    language = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    communication = models.TextField(blank=True)
    contact_ways = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, help_text="Ways that are safe; empty is not asked."
    )
    contact_when = models.TextField(blank=True, help_text="When and how it is safe to contact, and what never to do.")
    names_plain = models.TextField(blank=True, editable=False, help_text="Every name in plain letters, to search.")
    name_sounds = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, editable=False, help_text="Keys of people/sounds.py."
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two at once are told.")

    class Meta:
        indexes = (
            GinIndex(OpClass("names_plain", name="gin_trgm_ops"), name="person_names_plain_trgm"),
            GinIndex(fields=["name_sounds"], name="person_name_sounds"),
            models.Index(fields=["family_name", "given_name"]),
            models.Index(fields=["born_on"]),
            GinIndex(OpClass(Upper("family_name"), name="gin_trgm_ops"), name="person_family_name_trgm"),
            GinIndex(OpClass(Upper("given_name"), name="gin_trgm_ops"), name="person_given_name_trgm"),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name the family uses, then the family name."""
        parts = (self.known_as or self.given_name, self.family_name)
        return " ".join(part for part in parts if part) or str(_("Name not known"))


class PersonIdentifier(models.Model):
    """A number or reference by which another system knows a person."""

    class Scheme(models.TextChoices):
        LA_CHILD_ID = "la_child_id", _("Local authority child ID")
        UPN = "upn", _("Unique pupil number")
        FORMER_UPN = "former_upn", _("Former unique pupil number")
        NHS_NUMBER = "nhs_number", _("NHS number")
        TRACKER = "tracker", _("Number in a tracker")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=Scheme)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scheme", "value", "person"], name="identifier_once_a_person"),
            models.UniqueConstraint(
                fields=["value"], condition=Q(scheme="la_child_id"), name="la_child_id_is_one_person"
            ),
        )
        indexes = (models.Index(fields=["scheme", "value"]),)


class Alert(models.Model):
    """Something to know before a visit or a letter; shows wherever the person shows."""

    class Kind(models.TextChoices):
        SAFE_ADDRESS = "safe_address", _("Address must be kept secret")
        NOT_ALONE = "not_alone", _("Do not visit alone")
        INTERPRETER = "interpreter", _("Interpreter needed")
        SAFE_CONTACT = "safe_contact", _("Contact only as agreed")
        OTHER = "other", _("Please note")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)


class PersonName(models.Model):
    """A name a person has besides the one they use: a former one, one at birth, one that others know them by."""

    class Kind(models.TextChoices):
        FORMER = "former", _("Former name")
        BIRTH = "birth", _("Name at birth")
        ALIAS = "alias", _("Also known as")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=8, choices=Kind)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()


class Telephone(models.Model):
    """A number for a person, in international form, and whether it is safe to use."""

    class Safety(models.TextChoices):
        SAFE = "safe", _("Safe to use")
        UNSAFE = "unsafe", _("Not safe to use")
        NOT_ASKED = "not_asked", _("Not asked")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="telephones")
    number = models.CharField(max_length=20, help_text="As +441632960123.")
    safety = models.CharField(max_length=10, choices=Safety, default=Safety.NOT_ASKED)
    note = models.CharField(max_length=300, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()


class Address(models.Model):
    """Where a person lives or lived. A secret one shows only to those who hold or oversee a case of theirs."""

    class Safety(models.TextChoices):
        SAFE = "safe", _("Safe")
        UNSAFE = "unsafe", _("Unsafe: do not write or visit without a plan")
        SECRET = "secret", _("Secret from people named here")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField()
    postcode = models.CharField(max_length=10, blank=True)
    safety = models.CharField(max_length=6, choices=Safety)
    secret_from = models.ManyToManyField(Person, blank=True, related_name="+")
    secret_from_others = models.CharField(max_length=300, blank=True, help_text="People who are on no record.")
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()


class EqualityFact(models.Model):
    """One equality fact with its state: not asked, asked and not told, or told in the person's own words."""

    class Fact(models.TextChoices):
        DISABILITY = "disability", _("Disability")
        GENDER = "gender", _("Gender identity")
        RELIGION = "religion", _("Religion or belief")
        ORIENTATION = "orientation", _("Sexual orientation")
        NATIONALITY = "nationality", _("Nationality")

    class State(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked")
        NOT_SAID = "not_said", _("Prefers not to say")
        TOLD = "told", _("Told us")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="equality")
    fact = models.CharField(max_length=12, choices=Fact)
    state = models.CharField(max_length=10, choices=State, default=State.NOT_ASKED)
    value = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "fact"], name="equality_fact_once_a_person"),)
