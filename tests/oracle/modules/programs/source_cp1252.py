#!/x
# vim: set fileencoding=cp1252 :
print(ascii("€"))
