"""Policy files with one thing wrong."""

from collections.abc import Callable

import pytest

from foundation.policy_files import PolicyError


def refusal(parse: Callable[[str, str], object], good: str, old: str, new: str) -> str:
    """Why `good` is refused once `old` reads `new`; it names the file."""
    assert old in good
    with pytest.raises(PolicyError) as refused:
        parse(good.replace(old, new, 1), "city.toml")
    assert str(refused.value).startswith("city.toml: ")
    return str(refused.value)
