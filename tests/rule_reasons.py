"""Reasons that the rules of a chapter can give, read from their source.

A reason is the third argument of ``finding(rule, verdict, reason)``. It is followed from each
registered check through the functions of its package, and of the base, that the check calls.
"""

from __future__ import annotations

import ast
from functools import cache, partial
from pathlib import Path

from pilotzones import findings
from pilotzones.findings import rules
from pilotzones.resources import rules as chapter_r
from pilotzones.stratification import rules as chapters_t_and_s
from pilotzones.zones import rules as chapter_z

PACKAGES = {"Z": chapter_z, "T": chapters_t_and_s, "S": chapters_t_and_s, "R": chapter_r}
"""Package that holds the rules of each chapter; names of functions are unique inside one."""
PRIMITIVE = "finding"
ASKED_FOR = {"no_population": "people"}
"""Reasons that a function gives only where its option of this name is on."""

Binding = dict[str, object]


@cache
def _functions(package: str) -> dict[str, ast.FunctionDef]:
    sources = sorted(Path(str(PACKAGES[package].__file__)).parent.glob("*.py"))
    trees = [ast.parse(path.read_text("utf-8")) for path in (Path(findings.__file__), *sources)]
    return {n.name: n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def possible_reasons(*chapters: str) -> frozenset[tuple[str, str]]:
    """Pairs of rule id and reason that the checks of these chapters, or of all, can return."""
    found: set[tuple[str, str]] = set()
    for chapter in chapters or PACKAGES:
        for rule in rules(chapter):
            check = findings._CHECKS.get(rule.id)
            if check is None:
                continue
            given = check.args if isinstance(check, partial) else ()
            name = (check.func if isinstance(check, partial) else check).__name__
            arguments = [a.arg for a in _functions(chapter)[name].args.args]
            found |= _reasons(name, chapter, dict(zip(arguments, given, strict=False)))
    return frozenset(found)


def _reasons(name: str, chapter: str, binding: Binding) -> set[tuple[str, str]]:
    functions = _functions(chapter)
    function = functions[name]
    tests = {id(n.test) for n in ast.walk(function) if isinstance(n, ast.If)}
    found: set[tuple[str, str]] = set()
    for call in ast.walk(function):
        # a call that is itself a condition only asks; what it finds is not handed on
        if not isinstance(call, ast.Call) or id(call) in tests:
            continue
        callee = call.func.id if isinstance(call.func, ast.Name) else None
        if callee == PRIMITIVE:
            rule = str(_value(call.args[0], binding))
            given = _texts(call.args[2], function)
            assert given, f"{name}: no reason could be read from {ast.unparse(call)}"
            found |= {(rule, text) for text in given if _on(text, binding)}
        elif callee in functions:
            found |= _reasons(callee, chapter, _bound(functions[callee], call, binding))
    return found


def _on(reason: str, binding: Binding) -> bool:
    option = ASKED_FOR.get(reason)
    return option not in binding or bool(binding[option])


def _bound(function: ast.FunctionDef, call: ast.Call, outer: Binding) -> Binding:
    """What the parameters of ``function`` are, as far as it can be read from the call."""
    options = function.args.kwonlyargs
    defaults = zip(options, function.args.kw_defaults, strict=True)
    found: Binding = {o.arg: _value(d, outer) for o, d in defaults if d is not None}
    found |= {a.arg: _value(v, outer) for a, v in zip(function.args.args, call.args, strict=False)}
    return found | {k.arg: _value(k.value, outer) for k in call.keywords if k.arg}


def _value(node: ast.expr, binding: Binding) -> object:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return binding.get(node.id)
        case ast.Compare(ops=[ast.Eq()]):
            return _value(node.left, binding) == _value(node.comparators[0], binding)
        case _:
            return None


def _texts(node: ast.expr, function: ast.FunctionDef) -> set[str]:
    """Texts that an expression can be: a constant, a choice, or a name given one of these."""
    match node:
        case ast.Constant(value=str() as text):
            return {text}
        case ast.IfExp():
            return _texts(node.body, function) | _texts(node.orelse, function)
        case ast.Name():
            given = (v for n, v in _assigned(function) if n == node.id)
            return {text for value in given for text in _texts(value, function)}
        case _:
            return set()


def _assigned(function: ast.FunctionDef) -> list[tuple[str, ast.expr]]:
    """Names of a function with each expression that is assigned to them."""
    pairs: list[tuple[ast.expr, ast.expr]] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            pairs += [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            pairs += [(node.target, item) for item in node.iter.elts]
    found: list[tuple[str, ast.expr]] = []
    for target, value in pairs:
        if isinstance(target, ast.Name):
            found.append((target.id, value))
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            both = zip(target.elts, value.elts, strict=True)
            found += [(t.id, v) for t, v in both if isinstance(t, ast.Name)]
    return found
