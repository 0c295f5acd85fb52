"""The tests under every Python that is there: ``nox``; by name coverage and mutation testing. None is in CI."""

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
