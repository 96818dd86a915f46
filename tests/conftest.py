"""What tests share: the folder of public data beside the project, if it is there."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared():
    """The folder of public test data; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder of public test data is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def pipeline():
    from dragoman.pipeline import load_pipeline

    return load_pipeline()
