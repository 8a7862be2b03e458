class Person:
    def __init__(self, name, age):
        self.name = name
        self.age = age

    def __repr__(self):
        return f"Person('{self.name}', {self.age})"

# Object modification
person = Person("Alice", 30)
original_id = id(person)

# Modify attributes
person.age = 31
person.city = "NYC"  # Add new attribute

print(id(person) == original_id)  # True - same object
print(person)  # Person('Alice', 31)
print(person.city)  # NYC
