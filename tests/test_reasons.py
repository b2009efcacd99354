"""Every reason code the library gives is explained in docs/reasons.md, and none that it never gives.

The codes are found in the code itself: string literals that flow into something called a reason.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TREES = [ast.parse(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "extractor").rglob("*.py"))]
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
REASON = re.compile(r"(?:[a-z]+_)?reasons?|doubts|DOUBTFUL")
"""Names of variables, parameters and fields that hold reason codes."""


def is_code(value: object) -> bool:
    """A code is lower-case words; a sentence for the user ('The file …') is a reason, too, but no code."""
    return isinstance(value, str) and CODE.fullmatch(value) is not None


NODES: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
"""The library's syntax by its kind, walked once: the codes are needed before a test can be collected."""
for tree in TREES:
    for found in ast.walk(tree):
        NODES[type(found)].append(found)


def nodes(*kinds: type[ast.AST]) -> list[ast.AST]:
    return [node for kind in kinds for node in NODES[kind]]


def by_name(kind: type[ast.AST]) -> dict[str, list[ast.AST]]:
    named = defaultdict(list)
    for node in nodes(kind):
        named[node.name].append(node)
    return named


FUNCTIONS = by_name(ast.FunctionDef)
CLASSES = by_name(ast.ClassDef)
CONSTANTS = {
    node.targets[0].id: node.value
    for node in nodes(ast.Assign)
    if isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper()
}


def literals(node: ast.AST) -> Iterator[str]:
    """The codes in an expression: not those only compared with, but those of the functions it calls."""
    if isinstance(node, ast.Compare | ast.Subscript | ast.JoinedStr):
        return
    if isinstance(node, ast.Constant) and is_code(node.value):
        yield node.value
    if isinstance(node, ast.Name) and node.id in CONSTANTS:
        yield from literals(CONSTANTS[node.id])
    if isinstance(node, ast.IfExp):
        yield from (code for part in (node.body, node.orelse) for code in literals(part))
        return
    if isinstance(node, ast.Call):
        yield from (code for arg in node.args if not isinstance(arg, ast.Constant) for code in literals(arg))
        return
    yield from (code for child in ast.iter_child_nodes(node) for code in literals(child))


MOST_ARGUMENTS = 9
"""Arguments looked at that a function takes as `*reasons`."""


def parameters(name: str) -> Iterator[list[str]]:
    """The positional parameters of each function and value of that name: two modules may use one name."""
    for function in FUNCTIONS.get(name, ()):
        rest = [function.args.vararg.arg] * MOST_ARGUMENTS if function.args.vararg else []
        yield [a.arg for a in function.args.args] + rest
    for value in CLASSES.get(name, ()):
        fields = [n for n in value.body if isinstance(n, ast.AnnAssign)]
        yield [f.target.id for f in fields if isinstance(f.target, ast.Name)]


def given() -> set[str]:
    """Every code that the library assigns, passes or returns as a reason."""
    found: set[str] = set()
    for call in nodes(ast.Call):
        for keyword in call.keywords:
            if keyword.arg and REASON.fullmatch(keyword.arg):
                found |= set(literals(keyword.value))
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        for names in parameters(name):
            for parameter, value in zip(names, call.args, strict=False):
                if REASON.fullmatch(parameter):
                    found |= set(literals(value))
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and REASON.fullmatch(owner.id):
            found |= {code for value in call.args for code in literals(value)}
    for node in nodes(ast.Assign, ast.AnnAssign, ast.AugAssign):
        if not node.value:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        for name, value in [*pairs(target, node.value), *returned(target, node.value)]:
            if isinstance(name, ast.Name) and REASON.fullmatch(name.id):
                found |= set(literals(value))
    return found - NO_REASON


def pairs(target: ast.AST, value: ast.AST) -> list[tuple[ast.AST, ast.AST]]:
    """What each name of an assignment is given: `a, b = x, y` name by name."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [] if isinstance(target, ast.Tuple) else [(target, value)]


def returned(target: ast.AST, value: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What each name is given by the function that is called, as far as its returns say it."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        for function in FUNCTIONS.get(value.func.id, ()):
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value:
                    yield from pairs(target, node.value)


NO_REASON = {"from_text", "from_properties", "from_file_name"}
"""Ends of codes: metadata.py puts the field's name before them."""


LITERALS = {node.value for node in nodes(ast.Constant)}
BEGINNINGS = tuple(
    str(node.values[0].value)
    for node in nodes(ast.JoinedStr)
    if isinstance(node.values[0], ast.Constant)
    if re.fullmatch(r"[a-z]{3,}_", str(node.values[0].value))
)
"""What codes that are put together at run time begin with."""


def documented() -> list[str]:
    text = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)


GIVEN = given()


def test_the_codes_are_found() -> None:
    assert {"status_unread", "unit_inferred", "ambiguous_separator", "restored", "not_in_legend"} <= GIVEN


@pytest.mark.parametrize("code", sorted(GIVEN))
def test_a_reason_the_library_gives_is_explained(code: str) -> None:
    assert code in documented(), f"explain `{code}` in docs/reasons.md"


@pytest.mark.parametrize("code", documented())
def test_a_reason_that_is_explained_exists(code: str) -> None:
    made = any(code.startswith(b) and code.removeprefix(b) in LITERALS for b in BEGINNINGS)
    assert code in LITERALS or made, f"the library never gives `{code}`: take it out of docs/reasons.md"


def test_no_reason_is_explained_twice() -> None:
    assert len(documented()) == len(set(documented()))
