class Counter:
    def __init__(self):
        self.value = 0

    def up(self):
        self.value += 1

    def get(self):
        return self.value


def call(n):
    counter = Counter()
    for _ in range(n):
        counter.up()
        counter.get()


call(300000)
