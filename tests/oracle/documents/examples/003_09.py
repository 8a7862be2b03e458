import weakref

class User:
    def __init__(self, user_id, name):
        self.id = user_id
        self.name = name

# Cache using weak references
cache = weakref.WeakValueDictionary()

def get_user(user_id):
    if user_id in cache:
        print(f"Cache hit for {user_id}")
        return cache[user_id]
    
    print(f"Cache miss for {user_id}")
    user = User(user_id, f"User-{user_id}")
    cache[user_id] = user
    return user

u1 = get_user(1)    # Cache miss
u2 = get_user(1)    # Cache hit!

del u1, u2           # No strong references â†’ automatically removed from cache!
print(dict(cache))   # {} â€” auto-cleaned!
