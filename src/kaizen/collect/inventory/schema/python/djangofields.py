"""Django model fields as facts: column types as PostgreSQL prints them, relations, many-to-many tables."""

from kaizen.collect.inventory.schema.facts import Field
from kaizen.collect.inventory.schema.python.values import Call, Ref, Value

TYPES = {
    "AutoField": "integer",
    "BigAutoField": "bigint",
    "SmallAutoField": "smallint",
    "BigIntegerField": "bigint",
    "PositiveBigIntegerField": "bigint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "SmallIntegerField": "smallint",
    "IntegerField": "integer",
    "BooleanField": "boolean",
    "NullBooleanField": "boolean",
    "CharField": "character varying",
    "EmailField": "character varying",
    "SlugField": "character varying",
    "URLField": "character varying",
    "FileField": "character varying",
    "ImageField": "character varying",
    "FilePathField": "character varying",
    "TextField": "text",
    "DateTimeField": "timestamp with time zone",
    "DateField": "date",
    "TimeField": "time without time zone",
    "DurationField": "interval",
    "DecimalField": "numeric",
    "FloatField": "double precision",
    "BinaryField": "bytea",
    "UUIDField": "uuid",
    "JSONField": "jsonb",
    "JSONBField": "jsonb",
    "HStoreField": "hstore",
    "GenericIPAddressField": "inet",
    "IPAddressField": "inet",
    "SearchVectorField": "tsvector",
    "VectorField": "vector",
    "CICharField": "citext",
    "CIEmailField": "citext",
    "CITextField": "citext",
    "IntegerRangeField": "int4range",
    "BigIntegerRangeField": "int8range",
    "DecimalRangeField": "numrange",
    "DateTimeRangeField": "tstzrange",
    "DateRangeField": "daterange",
    "PointField": "geometry",
    "PolygonField": "geometry",
    "MultiPolygonField": "geometry",
    "LineStringField": "geometry",
    "GeometryField": "geometry",
}
LENGTHS = {
    "EmailField": 254,
    "SlugField": 50,
    "URLField": 200,
    "FileField": 100,
    "ImageField": 100,
    "FilePathField": 100,
}
MANY = ("ManyToManyField", "ParentalManyToManyField")
RELATIONS = ("ForeignKey", "OneToOneField", "ParentalKey")
NO_COLUMN = frozenset(
    (
        "GenericRelation",
        "GenericForeignKey",
        "ForeignObject",
        "TaggableManager",
        "CompositePrimaryKey",
        "TranslatedFields",
    )
)
USER = "AUTH_USER_MODEL"


def field(name: str, value: Value) -> Field | None:
    """A field as facts; None where the value is not a field."""
    if not isinstance(value, Call):
        return None
    kind = value.name
    primary = kind == "CompositePrimaryKey" or value.keyword("primary_key") is True
    if kind in NO_COLUMN:
        return Field(name, "none", value.line, primary_key=primary)
    if kind.endswith(MANY):
        return Field(
            name,
            "many",
            value.line,
            to=model_name(value.argument(0, "to")),
            table=_text(value.keyword("db_table")),
            through=model_name(value.keyword("through")),
        )
    relation = kind.endswith(RELATIONS)
    return Field(
        name,
        "relation" if relation else "column",
        value.line,
        "" if relation else column_type(value),
        value.keyword("null") is True,
        value.source("db_default"),
        primary,
        _text(value.keyword("db_column")) or (f"{name}_id" if relation else name),
        model_name(value.argument(0, "to")) if relation else "",
    )


def _text(value: Value) -> str:
    return str(value) if isinstance(value, str) else ""


def model_name(value: Value) -> str:
    """``app.model`` in lower case; the user model of the settings by its name there."""
    if isinstance(value, Call) and value.name == "swappable_dependency":
        value = value.argument(0, "value")
    if isinstance(value, Ref):
        return USER if value.last == USER else value.last.lower()
    return str(value).lower() if isinstance(value, str) else ""


def column_type(value: Value) -> str:
    """The type of a field's column; "" for a class that is not known."""
    if not isinstance(value, Call):
        return ""
    if value.name == "ArrayField":
        return column_type(value.argument(0, "base_field")) + "[]"
    if value.name == "GeneratedField":
        return column_type(value.keyword("output_field"))
    name = value.name if value.name in TYPES else _similar(value.name)
    base = TYPES.get(name, "")
    if base == "numeric":
        digits, places = value.keyword("max_digits"), value.keyword("decimal_places")
        return f"numeric({digits},{places})" if isinstance(digits, int) and isinstance(places, int) else base
    length = value.keyword("dimensions") if base == "vector" else value.keyword("max_length")
    if base in ("character varying", "vector"):
        length = length if isinstance(length, int) else LENGTHS.get(name)
        return f"{base}({length})" if length else base
    return base


def _similar(name: str) -> str:
    """The known class whose name a custom one ends with: EncryptedCharField is kept like a CharField."""
    endings = [known for known in TYPES if name.endswith(known)]
    return max(endings, key=len) if endings else ""
