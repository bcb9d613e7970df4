"""Rules about the code itself that no linter knows, each tried on a bad and a good sample."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from omnistock.tenancy.nouns import NOUNS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "omnistock"
LONGEST_FUNCTION = 50
LONGEST_FILE = 400
LONGEST_TEMPLATE_LINE = 160
# May only shrink.
LONG_FILES: frozenset[str] = frozenset()
# The backend and the boundary make SQL from names and validated ids: the two named exceptions.
SQL_FROM_TEXT = ("tenancy/backend/", "tenancy/boundary.py", "tenancy/migration_operations.py")

Nodes = Sequence[ast.AST]
Finder = Callable[[Nodes], Iterator[tuple[int, str]]]


def sources(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (PACKAGE / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def nodes_of(text: str) -> Nodes:
    return [*ast.walk(ast.parse(text))]


def imports_of_http(nodes: Nodes) -> Iterator[tuple[int, str]]:
    for node in nodes:
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            if name.startswith(("django.http", "django.shortcuts", "django.views", "ninja")):
                yield node.lineno, f"imports {name}"


def uses_of_objects(nodes: Nodes) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield node.lineno, "uses .objects: ask the domain's queries"


WALL_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now"), ("time", "time")}


def wall_clocks(nodes: Nodes) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (name, node.func.attr) in WALL_CLOCKS:
                yield node.lineno, f"reads the wall clock by {name}.{node.func.attr}(): take actor.now"


def floats(nodes: Nodes) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "float(): quantities and money are Decimal"
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"the float {node.value}: quantities and money are Decimal"


def sql_from_text(nodes: Nodes) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr in ("execute", "executemany", "raw", "RawSQL") and _is_put_together(node.args[0]):
                yield node.lineno, "SQL put together as text: use parameters, or psycopg.sql"


def long_functions(nodes: Nodes) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION:
                yield node.lineno, node.name


REFUSALS = ("Invalid.at", "Fault", "Problem")
OURS_ALONE = ("ValueError", "RuntimeError", "AssertionError", "TimeoutError", "ExceptionGroup", "TypeError")


def english_alone(nodes: Nodes) -> Iterator[tuple[int, str]]:
    """Refusals whose words are no `_("…")`: a catalogue never hears of them."""
    for node in nodes:
        said: list[ast.expr] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func) in REFUSALS:
            said = [*node.args[1:], *(each.value for each in node.keywords if each.arg == "message")]
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            said = [] if ast.unparse(node.exc.func) in (*REFUSALS, *OURS_ALONE) else [*node.exc.args]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message":
            said = [node.value]
        for words in said:
            parts = words.values if isinstance(words, ast.JoinedStr) else [words]
            text = "".join(str(each.value) for each in parts if isinstance(each, ast.Constant))
            if " " in text and re.search("[a-z]{2}", text):
                yield words.lineno, f"says {ast.unparse(words)[:60]} in English alone"


def _is_put_together(text: ast.AST) -> bool:
    """An f-string, a sum, a `%`, or a format of a literal. psycopg's SQL("…").format(…) is none of them."""
    if isinstance(text, ast.BinOp):
        return isinstance(text.op, (ast.Mod, ast.Add))
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute) and text.func.attr == "format":
        return isinstance(text.func.value, ast.Constant)
    return isinstance(text, ast.JoinedStr)


GATES: list[tuple[str, Finder, list[Path], str, str]] = [
    (
        "http in domain",
        imports_of_http,
        sources("domain", "tenancy", "kernel"),
        "from django.http import HttpRequest",
        "from django.db import models",
    ),
    (
        "objects in interfaces",
        uses_of_objects,
        sources("interfaces"),
        "Product.objects.all()",
        "queries.products(actor=actor)",
    ),
    ("wall clock in domain", wall_clocks, sources("domain", "kernel"), "timezone.now()", "actor.now"),
    ("float in domain", floats, sources("domain"), "x = 0.1", "x = Decimal('0.1')"),
    (
        "words in English alone",
        english_alone,
        sources("domain", "kernel"),
        "raise NotFound(f'There is no bin {code}.')",
        "raise NotFound(_('There is no bin {code}.').format(code=code))",
    ),
    (
        "SQL from text",
        sql_from_text,
        [p for p in sources("") if not str(p.relative_to(PACKAGE)).startswith(SQL_FROM_TEXT)],
        "cursor.execute(f'SELECT {x}')",
        "cursor.execute('SELECT %s', [x])",
    ),
]


@pytest.fixture(scope="module")
def found() -> dict[Finder, list[str]]:
    """What each finder finds: every file is read and walked through once for all of them."""
    found: dict[Finder, list[str]] = {long_functions: [], **{finder: [] for _name, finder, *_rest in GATES}}
    asked = [(finder, {*paths}) for _name, finder, paths, *_rest in GATES] + [(long_functions, {*sources("")})]
    for path in sources(""):
        nodes = nodes_of(path.read_text())
        for finder, paths in asked:
            if path in paths:
                found[finder] += [f"{path.relative_to(ROOT)}:{line} {what}" for line, what in finder(nodes)]
    return found


@pytest.mark.parametrize(
    ("finder", "paths", "bad", "good"), [gate[1:] for gate in GATES], ids=[gate[0] for gate in GATES]
)
class TestGate:
    def test_code_keeps_it(
        self, found: dict[Finder, list[str]], finder: Finder, paths: list[Path], bad: str, good: str
    ) -> None:
        assert paths
        assert found[finder] == []

    def test_it_bites(self, finder: Finder, paths: list[Path], bad: str, good: str) -> None:
        assert list(finder(nodes_of(bad)))
        assert not list(finder(nodes_of(good)))


def test_migrations_import_no_application_code() -> None:
    allowed = ("omnistock.tenancy", "omnistock.domain.ledger.references", "omnistock.kernel.ids")
    bad = []
    for path in PACKAGE.rglob("migrations/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            bad += [
                f"{path.relative_to(ROOT)}: {n}"
                for n in names
                if n.startswith("omnistock.") and not n.startswith(allowed)
            ]
    assert bad == []


LOOKING = ("find", "find_for_change", "find_by_external_id", "not_found", "known")


def test_every_kind_of_record_has_its_noun() -> None:
    """What a refusal calls it in other languages (`tenancy/nouns.py`)."""
    named = {
        keyword.value.value
        for path in sources("")
        for node in nodes_of(path.read_text())
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LOOKING
        for keyword in node.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant)
    }
    assert named == set(NOUNS)


def test_files_fit_a_head() -> None:
    files = [*sources(""), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    long = {str(p.relative_to(ROOT)) for p in files if len(p.read_text().splitlines()) > LONGEST_FILE}
    assert long - LONG_FILES == set(), "split by use case"
    assert set(LONG_FILES) <= long, "take what is short now off the list"


def test_functions_fit_a_screen(found: dict[Finder, list[str]]) -> None:
    assert found[long_functions] == [], "a function fits a screen"
    assert [*long_functions(nodes_of("def long():\n" + "    pass\n" * LONGEST_FUNCTION))] == [(1, "long")]


SENTENCE = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}|\{% translate .*?%\}", re.S)


def test_templates_are_laid_out_to_be_read() -> None:
    """A sentence stays in one piece, since it is its own key in the catalogue; all else is broken at its elements."""
    long = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted((PACKAGE / "interfaces/web/templates").rglob("*.html"))
        for number, line in enumerate(SENTENCE.sub(_as_long_as_its_lines, path.read_text()).splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert long == [], "one element a line, indented by two"


def _as_long_as_its_lines(sentence: re.Match[str]) -> str:
    return "\n" * sentence[0].count("\n")
