"""Holds recorded answers of CodePipeline against the service model that botocore ships.

Reads a list of {operation, status, body} and writes {deviations, unanswered}: what does not fit the model, each
once, and the operations without a single answer that is no error.
"""

import json
import re
import sys

from botocore.session import Session

# Errors that every service of this protocol has, beside those of an operation.
COMMON = {
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InternalFailure",
    "InvalidSignatureException",
    "SerializationException",
    "ThrottlingException",
    "UnrecognizedClientException",
    "ValidationException",
}
PYTHON_TYPES = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "timestamp": (int, float),
    "double": (int, float),
    "structure": dict,
    "map": dict,
    "list": list,
}


def problems(shape, value, path):
    wanted = PYTHON_TYPES[shape.type_name]
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        yield path, f"{json.dumps(value)[:60]} is no {shape.type_name}"
        return
    if shape.type_name == "structure":
        yield from structure_problems(shape, value, path)
        return
    limits = shape.metadata
    size = value if shape.type_name in ("integer", "long") else None
    if shape.type_name in ("string", "list", "map"):
        size = len(value)
    if size is not None and not limits.get("min", size) <= size <= limits.get("max", size):
        yield path, f"{size} is not within {limits.get('min')} and {limits.get('max')}"
    if shape.type_name == "string":
        if "pattern" in limits and not re.fullmatch(limits["pattern"], value, re.DOTALL):
            yield path, f"{value[:60]!r} does not match {limits['pattern']}"
        if getattr(shape, "enum", None) and value not in shape.enum:
            yield path, f"{value!r} is none of {shape.enum}"
    elif shape.type_name == "list":
        for item in value:
            yield from problems(shape.member, item, f"{path}[]")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from problems(shape.key, key, f"{path} key")
            yield from problems(shape.value, item, f"{path}{{}}")


def structure_problems(shape, value, path):
    for name in shape.required_members:
        if name not in value:
            yield f"{path}.{name}", "is required, and missing"
    for name, item in value.items():
        if name in shape.members:
            yield from problems(shape.members[name], item, f"{path}.{name}")
        else:
            yield f"{path}.{name}", "is not in the model"


def error_problems(operation, answer):
    declared = {shape.name for shape in operation.error_shapes}
    name = answer.get("__type")
    if name not in declared | COMMON:
        yield name, f"is no error of it; there is {sorted(declared)}"
    unknown = set(answer) - {"__type", "message"}
    if unknown:
        yield name, f"has {unknown} too"


model = Session().get_service_model("codepipeline")
deviations, answered = set(), set()
for recorded in json.load(sys.stdin):
    name = recorded["operation"]
    operation = model.operation_model(name)
    answer = json.loads(recorded["body"]) if recorded["body"] else {}
    if recorded["status"] != 200:
        found = error_problems(operation, answer)
    elif operation.output_shape is None:
        answered.add(name)
        found = [(member, "is not in the model") for member in answer]
    else:
        answered.add(name)
        found = structure_problems(operation.output_shape, answer, "")
    deviations |= {f"{name} {path}: {problem}" for path, problem in found}
unanswered = sorted(set(model.operation_names) - answered)
print(json.dumps({"deviations": sorted(deviations), "unanswered": unanswered}))
