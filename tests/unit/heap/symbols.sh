#!/bin/sh
# symbols.sh NM LIBRARY: the heap library asks for nothing but libc's memory, text and mathematics, and has no writable globals.
# A symbol that is not in the list of what it may use is named.
set -u
nm=$1 library=$2

writable=$("$nm" "$library" 2>/dev/null | awk '$2 ~ /^[bBdDC]$/ && $3 !~ /^(__|\.L|_?ubsan|_?asan)/ {print $3}')
# Constant tables of pointers are relocated at load and then read-only: .data.rel.ro is not writable. nm calls it d all the same.
for symbol in $writable; do
    section=$(objdump -t "$library" 2>/dev/null | awk -v s="$symbol" '$NF == s {for (i = 1; i <= NF; i++) if ($i ~ /^\./) print $i}' | sort -u)
    case $section in
    *.bss* | .data) echo "writable global: $symbol ($section)" && failed=1 ;;
    esac
done

own=$("$nm" "$library" 2>/dev/null | awk '$2 ~ /^[TtRrDdBbVvWw]$/ {print $3}' | sort -u)
for symbol in $("$nm" -u "$library" 2>/dev/null | awk '$1 ~ /^[Uw]$/ {print $2}' | sort -u); do
    case $symbol in
    mem* | str* | __mem*_chk | __str*_chk | *snprintf* | malloc | calloc | realloc | free | qsort | bsearch) ;;
    mmap* | munmap | madvise | memfd_create | pwrite* | close) ;; # region.c and heap.c: memory, nothing else
    abort | __assert_fail | __stack_chk_fail | __errno_location | _GLOBAL_OFFSET_TABLE_ | __tls_get_addr) ;;
    floor* | ceil* | fmod* | modf* | frexp* | ldexp* | scalb* | log* | pow* | exp* | trunc* | round* | rint* | nearbyint* | copysign* | fabs* | sqrt* | hypot* | sin* | cos* | tan* | atan* | asin* | acos* | isnan* | isinf*) ;;
    __popcountdi2 | __umodti3 | __ctype_* | __asan_* | __ubsan_* | __tsan_* | __sanitizer_* | __gcov* | __start_* | __stop_*) ;;
    heap_clock_us | heap_call_function | runtime_*) ;; # what whoever links the library may define
    *) echo "$own" | grep -qx "$symbol" || { echo "asks for: $symbol" && failed=1; } ;;
    esac
done
[ -z "${failed:-}" ]
