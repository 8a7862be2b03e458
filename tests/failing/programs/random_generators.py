import random

generator = random.Random("a seed of text")
numbers = [generator.random(), generator.getrandbits(500), generator.randrange(10 ** 20)]
state = generator.getstate()
generator.seed(10 ** 100)
generator.setstate(state)
generator.shuffle(numbers)
generator.sample(range(1000), 5)
random.seed(2.5)
