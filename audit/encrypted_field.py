"""A column that holds a text encrypted, and the column beside it by which PostgreSQL finds it again.

Our own, on `cryptography`, because the packages that wrap a field around a cipher (django-cryptography,
django-fernet-fields, django-searchable-encrypted-fields) are not kept up for Django 5, or cannot search and rotate.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, Lookup
from django.db.models.query_utils import DeferredAttribute

from audit.encryption import PREFIX, Secret

# The last two are how triggers ask whether a row changed (pgtrigger): they compare what is stored.
LOOKUPS = frozenset({"exact", "isnull", "encrypted", "df", "ndf"})


class SecretAttribute(DeferredAttribute):
    """Whatever is set becomes a Secret, so that a model never holds a number that prints itself."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class EncryptedCharField(models.CharField):
    """A text of at most `max_length` that is stored encrypted (audit.encryption); its value is a Secret.

    `purpose` names what the text is, and binds it to this field: it never changes once there are rows. It can be asked
    for with `=` only, through the `index_of` column beside it, which has the name of the field and `_index`.
    """

    if TYPE_CHECKING:  # how django-stubs asks what may be set, and what comes back
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    descriptor_class = SecretAttribute

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_internal_type(self) -> str:
        return "TextField"

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Secret) or hasattr(value, "resolve_expression"):
            return value
        if str(value).startswith(PREFIX):
            raise ValueError("this text is encrypted already")
        return Secret(str(value), self.purpose)

    def from_db_value(self, value: str | None, *_: Any) -> Secret | None:
        return None if value is None else Secret.at_rest(value, self.purpose)

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return value.stored() if isinstance(value, Secret) else value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.reveal() if isinstance(value, Secret) else value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Equal or empty; what a cipher cannot answer ("begins with") is refused with a FieldError."""
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def get_transform(self, lookup_name: str) -> None:
        return None


@EncryptedCharField.register_lookup
class SameText(Exact):
    """Equal texts, by the index in the column beside it; "" is stored as it is."""

    def get_prep_lookup(self) -> Any:
        if hasattr(self.rhs, "resolve_expression"):
            return self.rhs
        secret = self.lhs.output_field.to_python(self.rhs)
        return secret or ""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not isinstance(self.rhs, Secret):
            return super().as_sql(compiler, connection)
        if not isinstance(self.lhs, Col):
            raise TypeError("an encrypted text is looked for in its own column only")
        field: Any = self.lhs.target.model._meta.get_field(f"{self.lhs.target.name}_index")
        lhs, params = compiler.compile(Col(self.lhs.alias, field))
        found = self.rhs.indexes()
        return f"{lhs} IN ({', '.join(['%s'] * len(found))})", [*params, *found]


@EncryptedCharField.register_lookup
class IsEncrypted(Lookup):
    """Whether the column is empty or holds a value at rest that was made for this field; for constraints."""

    lookup_name = "encrypted"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        lhs, params = self.process_lhs(compiler, connection)
        purpose = self.lhs.output_field.purpose.replace(".", "[.]")
        shape = f"^({PREFIX}{purpose}:[0-9a-f]{{8}}:[0-9a-f]{{8}}:[0-9a-f]{{64}}:[A-Za-z0-9_-]{{38,}})?$"
        return f"({lhs} ~ %s) = %s", [*params, shape, self.rhs]


def index_of(name: str, what: str) -> models.GeneratedField:
    """The column by which the texts of field `name` are found: PostgreSQL takes it out of the value at rest, so that it
    fits whatever wrote the value."""
    return models.GeneratedField(
        expression=Func(
            F(name), Value(":"), Value(5), function="split_part", output_field=models.TextField()
        ),
        output_field=models.CharField(max_length=64),
        db_persist=True,
        verbose_name=what,
    )


def only_encrypted(name: str, constraint: str, message: str) -> CheckConstraint:
    """PostgreSQL refuses the text itself in this column, whoever writes it."""
    return CheckConstraint(
        condition=Q(**{f"{name}__encrypted": True}), name=constraint, violation_error_message=message
    )


def encrypted_fields(model: type[models.Model]) -> list[EncryptedCharField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedCharField)]
