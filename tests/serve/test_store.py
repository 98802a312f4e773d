"""The state file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from timeline_dsl.serve.store import Database, Project
from timeline_dsl.serve.store.database import StoreError


def project(name: str) -> Project:
    return Project(project_id=name, title="t", create_time="2026-01-01T00:00:00Z", modified_time="2026-01-01T00:00:00Z")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "state" / "endpoint.sqlite3")


def test_a_row_comes_back_as_it_was_given(database: Database) -> None:
    with database.transaction() as store:
        store.insert(project("a"))
    with database.reading() as store:
        found = store.get(Project, "a")
        assert found is not None
        assert (found.seq, found.project_id, found.status, found.duration) == (1, "a", "Draft", None)
        assert store.get(Project, "b") is None


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as store:
        store.insert(project("a"))
        raise ZeroDivisionError
    with database.reading() as store:
        assert store.count(Project) == 0


def test_a_change_says_whether_its_condition_held(database: Database) -> None:
    with database.transaction() as store:
        store.insert(project("a"))
        assert store.change(Project, "a", "status = ?", ("Draft",), status="Editing")
        assert not store.change(Project, "a", "status = ?", ("Draft",), status="Produced")
        assert [row.status for row in store.select(Project)] == ["Editing"]


def test_a_key_is_taken_once(database: Database) -> None:
    with database.transaction() as store:
        store.insert(project("a"))
    with pytest.raises(sqlite3.IntegrityError), database.transaction() as store:
        store.insert(project("a"))


def test_a_nonce_is_new_once_until_it_is_forgotten(database: Database) -> None:
    assert database.first_use("k", "n", 100.0, 60)
    assert not database.first_use("k", "n", 150.0, 60)
    assert database.first_use("other", "n", 150.0, 60)
    assert database.first_use("k", "n", 200.0, 60)


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endpoint.sqlite3"
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError) as caught:
        Database(path)
    assert str(caught.value) == (
        f"{path} was written by another version of the endpoint (layout 99, this one needs 1). "
        "Fix: start with another root, or move the file away"
    )


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endpoint.sqlite3"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError) as caught:
        Database(path)
    assert str(caught.value) == (
        f"{path} cannot be used as the endpoint's state: file is not a database. Fix: move the file away"
    )
