"""The tests under every Python that is installed: ``nox``. By name: coverage, mutation, lock."""

from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests"]


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The whole suite in an environment of its own."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python="3.13")
def coverage(session: nox.Session) -> None:
    """Which branches of the package the tests take: ``nox -s coverage``; below 95 % it fails."""
    session.install("-e", ".[test]", "pytest-cov>=7")
    session.run("pytest", "--cov", "--cov-report=term-missing:skip-covered", *session.posargs)


@nox.session(python="3.12")
def mutation(session: nox.Session) -> None:
    """Small faults in our own code, one at a time, and whether its tests notice: ``nox -s mutation -- dates``."""
    session.install("-e", ".[test]", "cosmic-ray>=8.7")
    session.run("python", "tools/mutation.py", *session.posargs)


@nox.session(python="3.11")
def lock(session: nox.Session) -> None:
    """Renew ``requirements/``: the newest versions for CI, and the lowest ones that pyproject.toml allows."""
    session.install("uv>=0.9")
    shown = ["--no-annotate", "--no-header", "--no-emit-index-url", "--quiet", "--upgrade"]
    compile_ = ["uv", "pip", "compile", "pyproject.toml", *shown, "--universal", "--python-version", "3.11"]
    Path("requirements").mkdir(exist_ok=True)
    session.run(*compile_, "--all-extras", "--output-file", "requirements/ci.txt")
    session.run(
        *compile_, "--extra", "test", "--resolution", "lowest-direct", "--output-file", "requirements/lowest.txt"
    )
