from tests.runtime.fixtures import everywhere, here, logged
from tests.runtime.rebuilt import again

__all__ = ["again", "everywhere", "here", "logged"]
