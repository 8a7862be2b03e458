"""openapi.yaml as C: the JSON text, plain and compressed, with its entity tag. Run by the build: openapi.py SOURCE TARGET."""
import gzip
import hashlib
import json
import sys

try:
    import yaml
except ImportError:
    sys.exit("The contract (api/openapi.yaml) is converted with Python's yaml module, which %s does not have.\n"
             "Install it (Debian: apt-get install python3-yaml)." % sys.executable)


def array(name, data):
    rows = (",".join("%d" % byte for byte in data[i:i + 24]) for i in range(0, len(data), 24))
    return "const unsigned char %s[] = {\n%s};\nconst size_t %s_length = %d;\n" % (name, ",\n".join(rows), name, len(data))


def main(source, target):
    with open(source, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    tag = hashlib.sha256(text).hexdigest()[:16]
    with open(target, "w", encoding="ascii") as file:
        file.write("/* Made from openapi.yaml. */\n#include \"api/openapi.h\"\n\n")
        file.write(array("openapi_json", text))
        file.write(array("openapi_json_gzip", gzip.compress(text, 9, mtime=0)))
        file.write("const char openapi_etag[] = \"\\\"%s\\\"\";\n" % tag)


main(*sys.argv[1:])
