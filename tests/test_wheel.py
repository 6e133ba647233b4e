"""The wheel holds everything a city needs, and runs in an environment that has nothing else."""

import os
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {"__pycache__", ".mypy_cache", ".ruff_cache"}

pytestmark = pytest.mark.timeout(300)  # an environment is filled, its files compiled


def run(*command: str | Path, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs with nothing of this checkout in the environment: no PYTHONPATH, no setting."""
    keep = ("PATH", "LANG", "PIP_CERT", "SSL_CERT_FILE", "UV_CACHE_DIR", "XDG_CACHE_HOME")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {"HOME": str(home), "UV_SYSTEM_CERTS": "1"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("anbu-*.whl"))


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return {name for name in opened.namelist() if ".dist-info/" not in name}


def test_it_holds_every_file_of_every_package(contents: set[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    built = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    expected = {
        f"{shipped}/{file.name}"
        for folder, shipped in built["force-include"].items()
        for file in (ROOT / folder).iterdir()
    }
    expected |= {
        file.relative_to(ROOT).as_posix()
        for package in built["packages"]
        for file in (ROOT / package).rglob("*")
        if file.is_file() and not LEFT_OUT & set(file.parts) and file.suffix != ".mo"
    }
    assert contents == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "runtime/cli/__init__.py",
        "migrations/env.py",
        "migrations/versions/*.py",
        "locales/*.po",
        "*.html",
        "town/people/*.py",
        "town/servers/*.py",
    ],
)
def test_it_holds_what_is_not_imported_too(pattern: str, contents: set[str]) -> None:
    assert any(fnmatch(name, pattern) for name in contents), f"nothing like {pattern}"


def test_it_says_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        assert any(name.endswith("licenses/LICENSE") for name in opened.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment: the locked dependencies and the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    home = Path.home()
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder, home=home)
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python"]
    install += [str(folder / "venv/bin/python")]
    locked = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    run(*install, *locked, cwd=folder, home=home)
    run(*install, "--no-deps", wheel, cwd=folder, home=home)
    return folder / "venv/bin"


def test_an_installed_anbu_runs_the_demo_from_any_folder(installed: Path, tmp_path: Path) -> None:
    shown = run(
        installed / "anbu", "demo", "--days", "1", "--no-serve", cwd=tmp_path, home=tmp_path
    )
    assert shown.stdout.strip()


def test_an_installed_anbu_says_its_version(installed: Path, tmp_path: Path) -> None:
    shown = run(installed / "anbu", "--version", cwd=tmp_path, home=tmp_path)
    assert "0.1.0" in shown.stdout
