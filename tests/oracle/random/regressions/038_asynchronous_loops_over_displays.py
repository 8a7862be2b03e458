# A list that an asynchronous loop is to go over stays one.
async def over():
    async for x in [1, 2]:
        pass


async def comprehended():
    return [x async for x in {1, 2}]


for make in over, comprehended:
    try: make().send(None)
    except TypeError as e: print(e)
print(over.__code__.co_consts)
