#!/bin/sh
# symbols.sh NM LIBRARY: the heap library asks for nothing but libc's memory, text and mathematics, and has no writable globals.
# A symbol that is not in the list of what it may use is named.
set -u
nm=$1 library=$2

# Constant tables of pointers are relocated at load and then read-only: .data.rel.ro is not writable. nm calls it d all the same.
for found in $({ "$nm" "$library" && echo sections && objdump -t "$library"; } 2>/dev/null | awk '
    $1 == "sections" { listed = 1 }
    !listed && $2 ~ /^[bBdDC]$/ && $3 !~ /^(__|\.L|_?ubsan|_?asan)/ { writable[$3] }
    listed && $NF in writable { for (i = 1; i <= NF; i++) if ($i ~ /^\.(.*\.bss|bss|data$)/) print $NF "(" $i ")" }' | sort -u); do
    echo "writable global: $found" && failed=1
done

for symbol in $("$nm" "$library" 2>/dev/null | awk '
    $1 ~ /^[Uw]$/ { asked[$2] }
    $2 ~ /^[TtRrDdBbVvWw]$/ { own[$3] }
    END { for (symbol in asked) if (!(symbol in own)) print symbol }' | sort); do
    case $symbol in
    mem* | str* | __mem*_chk | __str*_chk | *snprintf* | malloc | calloc | realloc | free | qsort | bsearch) ;;
    mmap* | munmap | madvise | memfd_create | pwrite* | close) ;; # region.c and template.c: memory, nothing else
    abort | __assert_fail | __stack_chk_fail | __errno_location | _GLOBAL_OFFSET_TABLE_ | __tls_get_addr) ;;
    floor* | ceil* | fmod* | modf* | frexp* | ldexp* | scalb* | log* | pow* | exp* | trunc* | round* | rint* | nearbyint* | copysign* | fabs* | sqrt* | hypot* | sin* | cos* | tan* | atan* | asin* | acos* | isnan* | isinf*) ;;
    __popcountdi2 | __umodti3 | __ctype_* | __asan_* | __ubsan_* | __tsan_* | __sanitizer_* | __gcov* | __start_* | __stop_*) ;;
    heap_clock_us | heap_call_function | runtime_*) ;; # what whoever links the library may define
    *) echo "asks for: $symbol" && failed=1 ;;
    esac
done
[ -z "${failed:-}" ]
