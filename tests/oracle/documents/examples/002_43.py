from typing import NamedTuple, List
from dataclasses import dataclass
from functools import lru_cache

# Using NamedTuple for immutable records
class Person(NamedTuple):
    name: str
    age: int
    email: str

    def with_age(self, new_age: int) -> 'Person':
        """Return new Person with updated age"""
        return self._replace(age=new_age)

    def is_adult(self) -> bool:
        return self.age >= 18

# Usage
person = Person("Alice", 30, "alice@example.com")
older_person = person.with_age(31)  # Creates new object

print(person)        # Original unchanged
print(older_person)  # New object with updated age

# Frozen dataclass alternative
@dataclass(frozen=True)
class ImmutableConfig:
    host: str
    port: int
    debug: bool = False

    def with_debug(self, debug: bool) -> 'ImmutableConfig':
        return ImmutableConfig(self.host, self.port, debug)

config = ImmutableConfig("localhost", 8080)
debug_config = config.with_debug(True)
