import os
from pathlib import Path

import pytest

from tests.harness.home_assistant.house import furnished

WANTED = os.environ.get("TEST_HOME_ASSISTANT", "")
ROOT = Path(__file__).parents[3]
# Where screenshots and logs are kept.
KEEP = Path(os.environ.get("TEST_HOME_ASSISTANT_KEEP", ROOT / "build" / "test-ha"))


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.home_assistant)
            if not WANTED:
                item.add_marker(pytest.mark.skip(reason="needs a Home Assistant: make test-ha"))


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """Yield the furnished Home Assistant that all tests share."""
    with furnished(WANTED, tmp_path_factory.mktemp("home-assistant"), KEEP) as house:
        yield house
