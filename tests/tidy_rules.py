"""House rules that no linter knows, one function each; a finding says what to do instead."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeGuard

FUNCTION_LINES = 50
MODULE_LINES = 400

# Longer than allowed on the day the rule came, as "path" or "path:function". May only shrink.
LONG: frozenset[str] = frozenset()

DOMAIN = frozenset({
    "care", "checkins", "discovery", "escalation", "messaging", "plugs", "privacy", "reports",
    "residents", "signals", "tasks", "vendors",
})  # fmt: skip
PURE = frozenset({"consent", "decide", "decoders", "model", "routine", "rules", "understanding"})


@dataclass(frozen=True)
class Source:
    """One file of the tree; `path` is relative to the root, with forward slashes."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        return self.path.parts[0]

    @property
    def is_python(self) -> bool:
        return self.path.suffix == ".py"

    @property
    def is_test(self) -> bool:
        return self.package in {"tests", "benchmarks"}

    @property
    def is_migration(self) -> bool:
        return self.path.parts[:2] == ("migrations", "versions")

    @property
    def names(self) -> tuple[str, ...]:
        """Module names below the package: ("store",) or ("decoders", "tasmota")."""
        return (*self.path.parts[1:-1], self.path.stem)

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every imported dotted name with its line; `from a import b` gives a.b."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


Rule = Callable[[Source], Iterator[str]]


# ------------------------------------------------------------------------------- the rules


def short_functions(source: Source) -> Iterator[str]:
    if not source.is_python or source.is_migration:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES and f"{source.path}:{node.name}" not in LONG:
                yield (
                    f"{source.path}:{node.lineno} {node.name} has {lines} lines, at most "
                    f"{FUNCTION_LINES}: name its steps and give each a function"
                )


def short_modules(source: Source) -> Iterator[str]:
    if not source.is_python or source.is_migration or str(source.path) in LONG:
        return
    lines = source.text.count("\n")
    if lines > MODULE_LINES:
        yield (
            f"{source.path} has {lines} lines, at most {MODULE_LINES}: "
            "make it a folder of the same name with one file for each idea"
        )


# Bracketed letters keep this list from finding itself.
BANNED = {
    r"\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b": "do it now, or write it into docs/ as a known limit",
    r"(?i)\b(pypi\.or[g]|pythonhoste[d]|npmjs\.(or[g]|com)|deb\.debia[n]\.org)": (
        "a registry's host is the machine's business: leave it out"
    ),
    r"(?<![\w.~])/(wor[k]|roo[t])/": "a path of one machine: take it from a setting",
    r"(?i)\bissue #\d+": "say the reason itself, not where it was discussed",
    r"(?i)\b(claud[e]|anthropi[c]|chatgp[t])\b": "say what the code does, not how it was written",
}


def no_banned_words(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        for pattern, instead in BANNED.items():
            if found := re.search(pattern, line):
                yield f"{source.path}:{number} {found[0]!r}: {instead}"
        if "../share" + "d" in line and "ANBU_DATA" not in line:
            yield f"{source.path}:{number} the shared folder: name it through ANBU_DATA"


def locks_name_no_host(source: Source) -> Iterator[str]:
    if source.path.suffix == ".lock" and "://" in source.text:
        yield f"{source.path} holds an address: make it with `make lock`"


def ends_with_newline(source: Source) -> Iterator[str]:
    if source.text and (not source.text.endswith("\n") or "\r" in source.text):
        yield f"{source.path} needs LF line ends and one at its end: run `make fix`"


OTHER_NAMES = {
    "models": "model",
    "schema": "model",
    "schemas": "model",
    "types": "model",
    "enums": "model",
    "entities": "model",
    "logic": "decide",
    "decisions": "decide",
    "table": "tables",
    "orm": "tables",
    "repository": "store",
    "repo": "store",
    "dao": "store",
    "stores": "store",
    "services": "service",
    "api": "service",
    "utils": "a name that says what it does",
    "util": "a name that says what it does",
    "common": "a name that says what it does",
    "misc": "a name that says what it does",
    "base": "a name that says what it does",
    "constants": "foundation/limits.py, or the module that uses it",
}


def one_naming_scheme(source: Source) -> Iterator[str]:
    if not source.is_python or source.package not in DOMAIN:
        return
    for name in source.names:
        if instead := OTHER_NAMES.get(name):
            yield f"{source.path}: {name} is called {instead} in this house"


def rows_live_in_tables(source: Source) -> Iterator[str]:
    if not source.is_python or source.package not in DOMAIN or "tables" in source.names:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and any(word.arg == "table" for word in node.keywords):
            yield f"{source.path}:{node.lineno} {node.name} is a row: move it to tables.py"


def rows_are_private(source: Source) -> Iterator[str]:
    if not source.is_python or source.is_test or source.package == "migrations":
        return
    for name, line in source.imports():
        package, _, rest = name.partition(".")
        if package in DOMAIN and package != source.package and rest.split(".")[0] == "tables":
            yield f"{source.path}:{line} {name} is private to {package}: ask {package}.service"


def models_are_frozen(source: Source) -> Iterator[str]:
    if not source.is_python or source.package not in DOMAIN or "model" not in source.names:
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            text = ast.unparse(decorator)
            if text.startswith(("dataclass", "dataclasses.dataclass")) and not (
                "frozen=True" in text and "slots=True" in text
            ):
                yield (
                    f"{source.path}:{node.lineno} {node.name}: "
                    "write @dataclass(frozen=True, slots=True)"
                )


IMPURE = frozenset({
    # the standard library's
    "anyio", "asyncio", "concurrent", "ctypes", "fcntl", "http", "io", "logging",
    "multiprocessing", "os", "random", "secrets", "select", "shutil", "signal", "smtplib",
    "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
    # others'
    "alembic", "apscheduler", "fastapi", "httpx", "paho", "prometheus_client", "psycopg",
    "pydantic_settings", "sqlalchemy", "sqlmodel", "starlette", "structlog", "telegram", "twilio",
    "typer", "uvicorn",
})  # fmt: skip
# An APScheduler trigger computes the next moment from a given one.
PURE_PARTS = ("http.HTTPStatus", "apscheduler.triggers.")


def the_core_is_pure(source: Source) -> Iterator[str]:
    if not source.is_python or source.package not in DOMAIN or not PURE & set(source.names):
        return
    for name, line in source.imports():
        if name.split(".")[0] in IMPURE and not name.startswith(PURE_PARTS):
            yield (
                f"{source.path}:{line} imports {name}: the core does no I/O; take the value as an "
                "argument and return a decision with its reason"
            )


CLOCKS = re.compile(
    r"^(time\.(time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns|sleep|localtime"
    r"|gmtime)|datetime\.(datetime\.)?(now|utcnow|today)|(datetime\.)?date\.today"
    r"|(asyncio|anyio|trio)\.sleep)$"
)


def _names_used(source: Source) -> Iterator[tuple[str, ast.expr]]:
    """Dotted names read in the file, with import aliases resolved."""
    known: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                head = alias.name.split(".")[0]
                known[alias.asname or head] = alias.name if alias.asname else head
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            head, dot, rest = ast.unparse(node).partition(".")
            if head in known:
                yield f"{known[head]}{dot}{rest}", node


def only_the_clock_reads_time(source: Source) -> Iterator[str]:
    if not source.is_python or str(source.path) == "foundation/clock.py":
        return
    yields = {id(call.func) for call in ast.walk(source.tree) if _is_bare_yield(call)}
    for name, node in _names_used(source):
        measured = source.package == "benchmarks" and name == "time.perf_counter"
        if CLOCKS.match(name) and not measured and not (source.is_test and id(node) in yields):
            yield (
                f"{source.path}:{node.lineno} {name}: take `now` as an argument, or a "
                "foundation.clock Clock to read and wait"
            )


def _is_bare_yield(node: ast.AST) -> TypeGuard[ast.Call]:
    """`sleep(0)`, which lets others run and waits for no time."""
    return (
        isinstance(node, ast.Call)
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == 0
    )


def only_the_town_draws(source: Source) -> Iterator[str]:
    if not source.is_python or source.package == "foundation":
        return
    for name, node in _names_used(source):
        where = f"{source.path}:{node.lineno}"
        if name.startswith("random.") and not name.startswith("random.Random"):
            yield f"{where} {name} is not seeded: draw from random.Random(seed)"
        elif name == "random.Random" and not (source.is_test or source.package == "town"):
            yield f"{where} {name}: the service decides, it does not draw"
        elif re.match(r"uuid\.uuid[14]|secrets\.", name) and not source.is_test:
            yield f"{where} {name}: take ids and tokens from foundation.ids, so that runs repeat"


def no_test_is_skipped(source: Source) -> Iterator[str]:
    if not source.is_python or source.package != "tests":
        return
    for name, node in _names_used(source):
        if re.match(r"pytest\.(skip|importorskip|xfail|mark\.(skip|skipif|xfail))$", name):
            yield (
                f"{source.path}:{node.lineno} {name}: a test that needs more than PyPI goes to "
                "tests/servers or tests/foreign; any other is mended"
            )


RULES: tuple[Rule, ...] = (
    short_functions,
    short_modules,
    no_banned_words,
    locks_name_no_host,
    ends_with_newline,
    one_naming_scheme,
    rows_live_in_tables,
    rows_are_private,
    models_are_frozen,
    the_core_is_pure,
    only_the_clock_reads_time,
    only_the_town_draws,
    no_test_is_skipped,
)
