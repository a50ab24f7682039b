"""The building: imports only go down, Dagster stays at the door, rooms stay small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GROUND = {"lake", "text"}
CODE = [path for folder in ("assets", "orchestration", "expectations") for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def stage_of(path: Path) -> str:
    return path.relative_to(ROOT / "assets").parts[0]


@pytest.mark.parametrize("path", [p for p in CODE if p.is_relative_to(ROOT / "assets")], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_stage_knows_the_ground_floor_and_itself_only(path):
    stage = stage_of(path)
    for name in imports(path):
        assert not name.startswith("orchestration"), f"{name} is above"
        if name.startswith("assets.") and stage.removesuffix(".py") != "__init__":
            other = name.split(".")[1]
            allowed = {stage} | (set() if stage == "lake" else {"lake"}) | (set() if stage in GROUND else GROUND)
            assert other in allowed, f"{name}: stages meet in tables"
        if name.split(".")[0] in ("dagster", "dagster_dbt"):
            assert path.name == "defs.py", "Dagster is imported in defs.py only"


def test_text_and_lake_know_nobody():
    for stage, other in (("text", "lake"), ("lake", "text")):
        for path in (ROOT / "assets" / stage).rglob("*.py"):
            assert not any(name.startswith(f"assets.{other}") for name in imports(path)), path


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is_and_stays_readable(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module begins by saying what belongs in it"
    assert text.count("\n") <= 450, "one idea each"


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_code_is_run_from_data(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not {name.split(".")[0] for name in imports(path)} & {"pickle", "marshal", "shelve", "dill"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            assert name not in ("eval", "exec", "os.system", "yaml.unsafe_load", "yaml.full_load"), name
            assert not any(k.arg == "shell" and getattr(k.value, "value", False) for k in node.keywords), "no shell strings"
