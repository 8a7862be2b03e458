# What the dict of a builtin type has is held by that alone; of the time zones UTC is there before the module.
import datetime
import sys
for o in (list.__dict__["append"], int.__dict__["__add__"], dict.__dict__["fromkeys"], type.__dict__["__name__"], datetime.timedelta.__dict__["max"],
          datetime.timezone.__dict__["min"], datetime.timezone.__dict__["max"]):
    print(sys.getrefcount(o) - sys.getrefcount(object()))
print(sys.getrefcount(datetime.timezone.utc) > 100000)
