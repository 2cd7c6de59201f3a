"""The keys of a document, each said once: where its value is had from, and what the JSON Schema says of it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

Json = None | bool | int | Decimal | str | Sequence["Json"] | Mapping[str, "Json"]
Schema = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Key:
    """What stands under a key.

    `had` takes it from the value that the document is of, by default from its attribute of the key's name; `made`
    makes JSON of it. A key that is not `needed` is left out where it is `None`, or false.
    """

    schema: Schema
    had: Callable[[Any], Any] | None = None
    made: Callable[[Any], Json] | None = None
    needed: bool = True

    def at(self, had: str | Callable[[Any], Any]) -> Key:
        """The same under another attribute, such as `new.unit`, or had by a function."""
        return replace(self, had=operator.attrgetter(had) if isinstance(had, str) else had)

    def about(self, description: str) -> Key:
        """The same, described."""
        return replace(self, schema={**self.schema, "description": description})

    def optional(self) -> Key:
        """The same, which a document may not have."""
        return replace(self, needed=False)


class Shape:
    """The keys of an object in their order."""

    def __init__(self, **keys: Key) -> None:
        """Each key by its name."""
        self._keys = {name: key if key.had else key.at(name) for name, key in keys.items()}

    @property
    def properties(self) -> Schema:
        """What the schema says of each key."""
        return {name: key.schema for name, key in self._keys.items()}

    @property
    def schema(self) -> Schema:
        """The schema of the object."""
        return object_of(self.properties, [name for name, key in self._keys.items() if not key.needed])

    def document(self, value: object) -> dict[str, Json]:
        """The object for a value."""
        out: dict[str, Json] = {}
        for name, key in self._keys.items():
            assert key.had is not None  # put in when the shape was made
            found = key.had(value)
            if found or key.needed:
                out[name] = found if key.made is None or found is None else key.made(found)
        return out


def object_of(properties: Schema, optional: Sequence[str] = ()) -> Schema:
    """The schema of an object that has these keys; all but the optional ones always."""
    return {"type": "object", "required": [key for key in properties if key not in optional], "properties": properties}


def one_of(*values: str | None) -> Key:
    """One of these words."""
    return Key({"enum": list(values)})


def among(literal: object, *more: None) -> Key:
    """One of the words of a `Literal`; or null, where that is given."""
    return one_of(*get_args(literal), *more)


def one(shape: Shape) -> Key:
    """An object."""
    return Key(shape.schema, made=shape.document)


def maybe(shape: Shape) -> Key:
    """An object or null."""
    return Key({"oneOf": [shape.schema, {"type": "null"}]}, made=shape.document)


def many(each: Shape | Key) -> Key:
    """Any number of objects, or of what stands under a key."""
    made = each.document if isinstance(each, Shape) else each.made
    return Key(
        {"type": "array", "items": each.schema}, made=lambda found: list(found if made is None else map(made, found))
    )


STRING, TEXT = Key({"type": "string"}), Key({"type": ["string", "null"]})
EXACT, NUMBER = Key({"type": "number"}), Key({"type": ["number", "null"]})
NATURAL = Key({"type": "integer", "minimum": 1})
COUNT = Key({"type": ["integer", "null"]})
FLAG, JUDGED = Key({"type": "boolean"}), Key({"type": ["boolean", "null"]})
