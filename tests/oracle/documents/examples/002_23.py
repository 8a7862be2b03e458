class ImmutablePerson:
    def __init__(self, name, age):
        self._name = name
        self._age = age

    @property
    def name(self):
        return self._name

    @property
    def age(self):
        return self._age

    def __setattr__(self, name, value):
        if hasattr(self, '_initialized'):
            raise AttributeError("Cannot modify immutable object")
        super().__setattr__(name, value)
        if name == '_age':  # Last attribute set
            super().__setattr__('_initialized', True)

# Usage
person = ImmutablePerson("Bob", 25)
# person.age = 26  # Would raise AttributeError
