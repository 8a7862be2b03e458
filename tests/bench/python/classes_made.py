def make(n):
    for i in range(n):
        class Base:
            size = i

            def method(self):
                return self.size

        class Derived(Base):
            pass

        Derived().method()


make(2000)
