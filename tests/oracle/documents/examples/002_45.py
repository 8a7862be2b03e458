import contextlib
from typing import Any, Iterator

class ManagedResource:
    """Example resource that needs proper cleanup"""

    def __init__(self, name: str):
        self.name = name
        self.data = []
        print(f"Acquiring resource: {name}")

    def use_resource(self, value: Any):
        self.data.append(value)

    def cleanup(self):
        print(f"Cleaning up resource: {self.name}")
        self.data.clear()

# Traditional context manager
class ResourceManager:
    def __init__(self, name: str):
        self.name = name
        self.resource = None

    def __enter__(self):
        self.resource = ManagedResource(self.name)
        return self.resource

    def __exit__(self, exc_type, exc_val, exc_tb):
        if self.resource:
            self.resource.cleanup()
        return False

# Using contextlib for cleaner code
@contextlib.contextmanager
def managed_resource(name: str) -> Iterator[ManagedResource]:
    resource = ManagedResource(name)
    try:
        yield resource
    finally:
        resource.cleanup()

# Usage examples
with ResourceManager("database") as db:
    db.use_resource("data1")
    db.use_resource("data2")
# Automatic cleanup when exiting context

with managed_resource("file_handler") as handler:
    handler.use_resource("line1")
    handler.use_resource("line2")
# Automatic cleanup guaranteed
