"""Where the source tree names texts, and what is wrong with how it does."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CITY = "city"
NOT_TEXTS = frozenset({"call.checkin", "call.work", "summary.weekly"})
"""Look like keys and are none: the scripts of calls, which say several texts."""
FILES = r"\.(csv|css|html|ico|js|json|pdf|po|py|svg|toml|txt|xlsx|xml)$"
IN_TEMPLATES = re.compile(r"""\bsay\(\s*['"][^()]*\)""")

Texts = Mapping[str, frozenset[str]]
"""Every key with the names of its placeholders."""


@dataclass(frozen=True, slots=True)
class Uses:
    """The keys a file names, and its mistakes as lines for a person."""

    keys: frozenset[str]
    problems: tuple[str, ...]


def uses_in_python(path: str, source: str, texts: Texts) -> Uses:
    """Literal keys, f-strings that become keys, and the values of `say("literal", ...)`."""
    tree = ast.parse(source)
    keys: set[str] = set()
    problems: list[str] = []
    for line, written, pattern in _key_patterns(tree, texts):
        meant = {key for key in texts if re.fullmatch(pattern, key)}
        keys |= meant
        if not meant:
            problems.append(f"{path}:{line} no text has the key {written}")
    if _imports_say(tree):
        for call in _literal_calls(tree):
            problems += [f"{path}:{call.lineno} {fault}" for fault in _faults(call, texts)]
    return Uses(frozenset(keys), tuple(problems))


def uses_in_template(path: str, source: str, texts: Texts) -> Uses:
    """Calls `say('literal', ...)` in an HTML template, which knows the reader's language."""
    keys: set[str] = set()
    problems: list[str] = []
    for found in IN_TEMPLATES.finditer(source):
        line = source.count("\n", 0, found.start()) + 1
        for call in _literal_calls(ast.parse(found[0])):
            keys.add(ast.literal_eval(call.args[0]))
            problems += [f"{path}:{line} {fault}" for fault in _faults(call, texts)]
    return Uses(frozenset(keys & texts.keys()), tuple(problems))


def _key_patterns(tree: ast.Module, texts: Texts) -> Iterator[tuple[int, str, str]]:
    """Line, key as written and as a pattern of keys."""
    families = "|".join(sorted({key.partition(".")[0] for key in texts}))
    looks_like_key = re.compile(rf"@?({families})(\.[a-z0-9_]+)+")
    begins_like_key = re.compile(rf"@?({families})\\\.")
    columns = {id(part) for column in _columns(tree) for part in ast.walk(column)}
    in_f_string = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if id(node) in columns or id(node) in in_f_string:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = node.value
            wanted = looks_like_key.fullmatch(word) and not re.search(FILES, word)
            if wanted and word not in NOT_TEXTS:
                # The beginning of a family is a use of the family.
                pattern = re.escape(word.removeprefix("@"))
                yield node.lineno, repr(word), rf"{pattern}(\..+)?"
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(_pattern_of(part) for part in node.values)
            if begins_like_key.match(pattern):
                yield node.lineno, ast.unparse(node), pattern.removeprefix("@")


def _pattern_of(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"


def _columns(tree: ast.Module) -> Iterator[ast.AST]:
    """Names of database columns: `foreign_key="task.id"`, `ForeignKey("task.id")`."""
    for node in ast.walk(tree):
        named = isinstance(node, ast.keyword) and node.arg == "foreign_key"
        if named or (isinstance(node, ast.Call) and ast.unparse(node.func) == "ForeignKey"):
            yield node


def _imports_say(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "locales.texts"
        and any(alias.name == "say" for alias in node.names)
        for node in ast.walk(tree)
    )


def _literal_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "say"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node


def _faults(call: ast.Call, texts: Texts) -> Iterator[str]:
    key = ast.literal_eval(call.args[0])
    if key not in texts:
        yield f"no text has the key {key!r}"
        return
    given = {word.arg for word in call.keywords if word.arg}
    if extra := given - texts[key]:
        yield f"{key!r} does not take {', '.join(sorted(extra))}"
    unpacked = any(word.arg is None for word in call.keywords)
    missing = texts[key] - given - {CITY}
    if missing and not unpacked:
        yield f"{key!r} needs {', '.join(sorted(missing))}"
