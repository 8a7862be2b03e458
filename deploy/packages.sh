# Sourced by run.sh and test.sh: install_packages LIST... installs those packages of the lists that are missing, and asks
# for nothing when none is.

# The missing packages of one list.
missing_packages() {
    while read -r package command _; do
        case $package in '' | '#'*) continue ;; esac
        if [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; then
            continue
        fi
        # A line for each architecture that it is there for.
        case " $(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | tr '\n' ' ') " in
        *' installed '*) ;;
        *) echo "$package" ;;
        esac
    done <"$1"
}

install_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "heapd: this is no Debian: make sure that what deploy/packages names is there" >&2
        return 0
    fi
    missing=
    for list in "$@"; do
        missing="$missing $(missing_packages "$list" | tr '\n' ' ')"
    done
    missing=$(echo $missing)
    [ -n "$missing" ] || return 0

    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1; then
        as_root=sudo
    else
        echo "heapd: these packages are missing, and neither are you root nor is there sudo. As root, run" >&2
        echo "    apt-get update && apt-get install --no-install-recommends $missing" >&2
        return 1
    fi
    echo "heapd: installing $missing" >&2
    # A machine that has just started is often busy with updates of its own. For the lists, apt-get does not wait.
    $as_root apt-get update -q >&2 || { sleep 30 && $as_root apt-get update -q >&2; } || return 1
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 $missing >&2
}
