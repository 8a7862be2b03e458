"""Arguments that are missing or no numbers: those in front of a missing one are read first."""

import datetime as D
def t(s):
    try: print(s, repr(eval(s)))
    except Exception as e: print(s, type(e).__name__, e)
for s in ["D.date('x')","D.date()","D.date(2020)","D.date(2020,1)","D.date(2020,'a')","D.date(2020.5,1,1)","D.date(year='a')","D.date(month=1)","D.datetime('x')","D.datetime(2020)","D.datetime(2020,1,1,'a')","D.datetime(2020,1,1,tzinfo=5)","D.time('a')","D.time(hour='a')","D.timedelta('a')","D.date(2020,1,1,1)","D.datetime(2020,1,1,x=1)","D.timezone('a')","D.timezone()","D.date(None,1,1)","D.datetime(1,2,3,4,5,6,7,8)","D.date(1,2,day='x')","D.time(1,'x',tzinfo=3)", "D.timedelta(days='a')","D.date.fromisocalendar(\"x\")","D.date(10**20,1,1)","D.date(2**31,1,1)"]: t(s)
