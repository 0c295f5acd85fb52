"""Published ids stay answerable: merged ones are followed with a warning, the others say what became of them."""

from __future__ import annotations

import pickle
import warnings

import pytest

import csto_data
from csto_data import Dataset, GoneError, MovedIdWarning, NotFoundError
from csto_data.model.redirects import Redirect

SPLIT = Redirect(
    id="event:march", kind="split", to=("event:march-1", "event:march-2"), since="2.0.0", reason="There were two."
)
WITHDRAWN = Redirect(id="person:example", kind="withdrawn", since="2.0.0", reason="No source names them.")
MERGED = Redirect(id="place:nur-sultan", kind="merged", to=("place:astana",), since="2.0.0", reason="One city.")


def dataset() -> Dataset:
    """Return the packaged records with redirects of each kind, and no warning given yet."""
    packaged = csto_data.load()
    redirects = {redirect.id: redirect for redirect in (SPLIT, WITHDRAWN, MERGED)}
    return Dataset(
        version="2.0.0",
        coverage=packaged.coverage,
        read=lambda kind: packaged.table(kind.dataset),
        redirects=lambda: redirects,
    )


def test_the_id_of_a_merged_record_leads_to_its_successor() -> None:
    ds = dataset()
    with pytest.warns(MovedIdWarning, match=r"place:nur-sultan was merged into place:astana in version 2\.0\.0"):
        assert ds["place:nur-sultan"].id == "place:astana"
    assert (
        ds.places["nur-sultan"].id == ds.get("place:nur-sultan").id == ds.places.get("nur-sultan").id == "place:astana"
    )
    assert "place:nur-sultan" in ds
    assert "nur-sultan" in ds.places


def test_the_warning_is_given_once_for_each_id_at_the_line_of_the_caller() -> None:
    ds = dataset()
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        ds["place:nur-sultan"]
        ds.places["nur-sultan"]
    assert [(warning.category, warning.filename) for warning in found] == [(MovedIdWarning, __file__)]


def test_asking_whether_an_id_exists_gives_no_warning() -> None:
    assert "place:nur-sultan" in dataset()


@pytest.mark.parametrize(
    ("redirect", "text"),
    [
        (SPLIT, "was split into event:march-1 and event:march-2 in version 2.0.0 of the data: There were two."),
        (WITHDRAWN, "was withdrawn in version 2.0.0 of the data: No source names them."),
    ],
)
def test_split_and_withdrawn_ids_say_what_became_of_them(redirect: Redirect, text: str) -> None:
    ds = dataset()
    table = ds.events if redirect is SPLIT else ds.people
    for ask in (lambda: ds[redirect.id], lambda: table[redirect.id], lambda: ds.about(redirect.id)):
        with pytest.raises(GoneError) as error:
            ask()
        assert str(error.value) == f"{redirect.id} {text}"
        assert (error.value.targets, error.value.reason) == (redirect.to, redirect.reason)
    assert ds.get(redirect.id) is None
    assert redirect.id not in ds
    assert isinstance(error.value, NotFoundError)


def test_the_error_survives_pickling() -> None:
    error = GoneError("event:march", ("event:a", "event:b"), "Two.", "2.0.0")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), again.targets, again.reason) == (str(error), error.targets, error.reason)


def test_no_iteration_yields_a_redirected_id() -> None:
    ds = csto_data.load()
    assert not {record.id for record in ds} & {"place:nur-sultan", "membership:csto-uzb-2"}
    assert not {"place:nur-sultan"} & {*ds.places.keys()}


def test_a_part_of_a_table_does_not_follow_an_id_out_of_itself() -> None:
    facilities = dataset().places.where(kind="facility")
    assert "nur-sultan" not in facilities
    with pytest.warns(MovedIdWarning), pytest.raises(NotFoundError):
        facilities["nur-sultan"]


@pytest.mark.parametrize(
    ("id", "kind", "targets"),
    [
        ("state:KAZ", "current", ("state:KAZ",)),
        ("place:nur-sultan", "merged", ("place:astana",)),
        ("event:march", "split", SPLIT.to),
        ("person:example", "withdrawn", ()),
    ],
)
def test_resolve_answers_for_each_kind_of_redirect(id: str, kind: str, targets: tuple[str, ...]) -> None:
    found = dataset().resolve(id)
    assert (found.id, found.kind, found.targets) == (id, kind, targets)


def test_resolve_suggests_an_id_for_an_unknown_one() -> None:
    with pytest.raises(
        NotFoundError, match=r'No version of the data had the id "state:KAX"\. Did you mean "state:KAZ"'
    ):
        dataset().resolve("state:KAX")


def test_questions_and_filters_follow_merged_ids() -> None:
    ds = dataset()
    with pytest.warns(MovedIdWarning):
        assert ds.about("place:nur-sultan") == ds.about("place:astana")
    assert ds.events.where(place="place:nur-sultan") == ds.events.where(place="place:astana")
