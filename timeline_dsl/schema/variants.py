"""Two schemas that are another one with more allowed: a template with its blanks, and a call with JSON inside text."""

from __future__ import annotations

from typing import Any

from timeline_dsl.schema.fields import Schema

BLANK: Schema = {"type": "string", "pattern": "^\\$"}
ARRAY = "template.array"


def as_template(schema: Schema) -> Schema:
    """A schema in which any value may be a blank `$Name:default`, and any list or item a template's array."""
    made = {**schema, **_with_blanks_inside(schema)}
    made["$defs"] = {name: _definition(name, inner) for name, inner in schema["$defs"].items()}
    made["$defs"][ARRAY] = {
        "description": "A list made from a parameter: one copy of Sys_Template for each item of the named parameter.",
        "type": "object",
        "required": ["Sys_ArrayObject"],
        "properties": {
            "Sys_Type": {
                "description": "ArrayItems inside a list, Array in the place of a list.",
                "enum": ["ArrayItems", "Array"],
            },
            "Sys_ArrayObject": {"description": "The parameter that holds the list: $Name.", **BLANK},
            "Sys_Template": {"description": "What each item becomes; its own parameters are filled from the item."},
        },
    }
    return made


def _definition(name: str, schema: Schema) -> Schema:
    if name.startswith("ids."):
        return schema
    return _with_blanks_inside(schema)


def _with_blanks_inside(schema: Schema) -> Schema:
    made = {**schema, "properties": {key: blank_or(inner) for key, inner in schema["properties"].items()}}
    if "allOf" in schema:  # items of a list: a blank or an array may stand for one
        return {"if": BLANK, "else": _array_or(made)}
    return made


def blank_or(schema: Schema) -> Schema:
    """A value of a field, or a blank that stands for it."""
    said: Schema = {key: value for key, value in schema.items() if key in ("description", "deprecated")}
    rest: Schema = {key: value for key, value in schema.items() if key not in said}
    if not rest or rest == {"type": "string"}:
        return schema
    if rest.get("type") == "array":
        rest = _array_or({**rest, "items": {"if": BLANK, "else": _array_or(rest["items"])}})
    return {**said, "if": BLANK, "else": rest}


def _array_or(schema: Schema) -> Schema:
    return {"if": {"type": "object", "required": ["Sys_Type"]}, "then": {"$ref": f"#/$defs/{ARRAY}"}, "else": schema}


def as_call(schema: Schema) -> Schema:
    """A schema in which each structured parameter may also be its JSON text, as it travels."""
    made = {**schema, "properties": {key: _text_or(inner) for key, inner in schema["properties"].items()}}
    made["properties"]["ClipsParam"] = _clips_param(made["properties"]["ClipsParam"])
    return made


def _text_or(schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    inner: dict[str, Any] = {"$ref": schema["$ref"]}
    text = {"type": "string", "contentMediaType": "application/json", "contentSchema": inner}
    return {
        "description": f"{schema['description']} An object, or its JSON text as it travels.",
        "if": {"type": "string"},
        "then": text,
        "else": inner,
    }


def _clips_param(schema: Schema) -> Schema:
    """The values of a template's blanks: any JSON is kept, and the rules tell what is no object."""
    return {
        "description": f"{schema['description']} An object, or its JSON text as it travels.",
        "contentMediaType": "application/json",
        "contentSchema": {"type": "object"},
    }
