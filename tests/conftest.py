"""What every test stands on: one event loop, repeatable draws, no setting of this machine."""

import os

# python-telegram-bot reads this at import: durations are timedelta, as its next version has them.
os.environ["PTB_TIMEDELTA"] = "1"

# An operator's settings must not reach the tests; these are the tests' own.
KEPT = {
    "ANBU_DATA",
    "ANBU_DAYS",
    "ANBU_RESIDENTS",
    "ANBU_SEED",
    "ANBU_SEEDS",
    "ANBU_TEST_DATABASE_URL",
}
for _name in [name for name in os.environ if name.startswith("ANBU_")]:
    if _name not in KEPT:
        del os.environ[_name]

import pytest  # noqa: E402 - after the environment is clean
from hypothesis import HealthCheck, settings  # noqa: E402 - same

pytest_plugins = ["tests.support.fixtures"]

# A shared machine may stall for a second: no example has a deadline.
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "default")
)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
