# All these objects are created on the heap
integer_obj = 42
string_obj = "Python"
list_obj = [1, 2, 3, 4, 5]
dict_obj = {"key": "value", "count": 10}

class CustomObject:
    def __init__(self, data):
        self.data = data

custom_obj = CustomObject("example")
