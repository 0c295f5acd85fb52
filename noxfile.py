"""The tests under every supported Python that is there: ``nox``. Not part of the continuous integration's own run."""

import nox

nox.options.error_on_missing_interpreters = False


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The whole suite in an environment of its own."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)
