# 3.14 too. Chunk by chunk a float is compared with itself by !=, then with both infinities by ==; in one go it is not asked.
import io
import json


class Number(float):
    def __eq__(self, other):
        print("eq", other)
        return float(self) == other

    def __ne__(self, other):
        print("ne", float(other))
        return float(self) != other

    __hash__ = float.__hash__


for value in 1.5, "nan", "inf", "-inf":
    print(json.dumps([Number(value)]))
    out = io.StringIO()
    json.dump({"a": Number(value)}, out)
    print(out.getvalue())
