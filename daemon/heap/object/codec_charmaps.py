"""Writes codec_charmaps.c: the codecs that have a character for each byte, as Python's own codecs have them. They are the same in all versions.

    python3 codec_charmaps.py > codec_charmaps.c
"""
import codecs
from encodings.aliases import aliases

NAMES = ["cp037", "cp1006", "cp1026", "cp1125", "cp1140", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp273",
         "cp424", "cp437", "cp500", "cp720", "cp737", "cp775", "cp850", "cp852", "cp855", "cp856", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863",
         "cp864", "cp865", "cp866", "cp869", "cp874", "cp875", "hp_roman8", "iso8859_10", "iso8859_11", "iso8859_13", "iso8859_14", "iso8859_15", "iso8859_16",
         "iso8859_2", "iso8859_3", "iso8859_4", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_9", "koi8_r", "koi8_t", "koi8_u", "kz1048",
         "mac_arabic", "mac_croatian", "mac_cyrillic", "mac_farsi", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_romanian", "mac_turkish",
         "palmos", "ptcp154", "tis_620"]


def character(name, byte):
    try:
        return ord(codecs.decode(bytes([byte]), name))
    except UnicodeDecodeError:
        return 0xFFFF


def main():
    print("/* Codecs of a character for each byte: written by codec_charmaps.py. 0xffff: none. */")
    print('#include "daemon/heap/object/codec.h"\n')
    maps = {name: [character(name, b) for b in range(256)] for name in NAMES}
    for name, values in maps.items():
        print("static const uint16_t map_%s[256] = {" % name)
        for i in range(0, 256, 16):
            print("    " + " ".join("0x%x," % v for v in values[i:i + 16]))
        print("};")
    print("\n#define CHARMAP(map, ascii) {\"charmap\", NULL, NULL, \"character maps to <undefined>\", ascii, true, 1, \"\", 0, NULL, NULL, NULL, map}\n")
    print("const struct codec codec_charmaps[] = {")
    for name, values in maps.items():
        print("    CHARMAP(map_%s, %s)," % (name, "true" if values[:128] == list(range(128)) and min(values[128:]) >= 128 else "false"))
    print("};\n\nconst struct codec_charmap_name codec_charmap_names[] = {")
    for number, name in enumerate(NAMES):
        more = [name, *sorted(a for a, n in aliases.items() if n == name)]
        if name.startswith("iso8859_"):
            more += ["iso_8859_" + name[8:]]
        for alias in dict.fromkeys(more):
            print('    {"%s", %d},' % (alias, number))
    print("    {NULL, 0},\n};")


main()
