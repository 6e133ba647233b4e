from tests.runtime.fixtures import city, everywhere, here, logged
from tests.runtime.rebuilt import again

__all__ = ["again", "city", "everywhere", "here", "logged"]
