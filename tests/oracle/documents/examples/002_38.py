# WRONG: Mutable default argument
def add_item_wrong(item, target_list=[]):
    target_list.append(item)
    return target_list

# Problem: Same list object reused across calls
list1 = add_item_wrong("first")
list2 = add_item_wrong("second")
print(list1)  # ['first', 'second'] - Unexpected!
print(list2)  # ['first', 'second'] - Same object!
print(list1 is list2)  # True - Same object!

# CORRECT: Use None as default
def add_item_correct(item, target_list=None):
    if target_list is None:
        target_list = []
    target_list.append(item)
    return target_list

# Each call gets a new list
list3 = add_item_correct("first")
list4 = add_item_correct("second")
print(list3)  # ['first']
print(list4)  # ['second']
print(list3 is list4)  # False - Different objects
