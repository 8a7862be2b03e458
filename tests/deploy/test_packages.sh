#!/bin/sh
# install_packages asks apt for exactly what is missing, for nothing when nothing is, and says what to do where it may not.
set -u
. "$(dirname "$0")/../../deploy/packages.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/bare"
failures=0

# program NAME: puts what comes on standard input there as a program.
program() {
    { echo '#!/bin/sh' && cat; } >"$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}

for tool in sh tr echo cat env; do
    ln -s "$(command -v $tool)" "$folder/bare/$tool"
done
program dpkg-query <<'X'
case $4 in there-2) echo installed && echo installed ;; there*) echo installed ;; removed*) echo config-files ;; *) exit 1 ;; esac
X
program apt-get <<X
echo "apt-get \$*" >>"$folder/calls"
X
program id <<X
cat "$folder/uid"
X

cat >"$folder/list" <<'X'
# a comment

there-1
missing-1
there-2   no-such-command
missing-2 sh
removed-1
missing-3 no-such-command
X
echo there-3 >"$folder/complete"

# check WHAT EXPECTED ACTUAL
check() {
    if [ "$2" != "$3" ]; then
        printf '%s: expected\n%s\nbut it is\n%s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# attempt UID LIST...: runs install_packages on the played machine.
attempt() {
    rm -f "$folder/calls"
    echo "$1" >"$folder/uid"
    shift
    (PATH=$folder/bin:$folder/bare && install_packages "$@") 2>"$folder/err"
    status=$?
    calls=$(cat "$folder/calls" 2>/dev/null)
}

attempt 0 "$folder/complete"
check "nothing missing: status" 0 "$status"
check "nothing missing: calls" "" "$calls"

attempt 0 "$folder/list" "$folder/complete"
check "as root: status" 0 "$status"
check "as root: calls" "apt-get update -q
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 missing-1 removed-1 missing-3" "$calls"

attempt 1000 "$folder/list"
check "without sudo: status" 1 "$status"
check "without sudo: calls" "" "$calls"
case $(cat "$folder/err") in
*"apt-get install --no-install-recommends missing-1 removed-1 missing-3"*) ;;
*) check "without sudo: message" "a command that helps" "$(cat "$folder/err")" ;;
esac

program sudo <<X
echo "sudo \$1" >>"$folder/calls"
exec "\$@"
X
attempt 1000 "$folder/list"
check "with sudo: status" 0 "$status"
check "with sudo: calls" "sudo apt-get
apt-get update -q
sudo env
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 missing-1 removed-1 missing-3" "$calls"

program apt-get <<'X'
exit 100
X
attempt 0 "$folder/list"
check "apt fails: status" 1 "$status"

rm "$folder/bin/dpkg-query"
attempt 0 "$folder/list"
check "no Debian: status" 0 "$status"

[ "$failures" = 0 ]
