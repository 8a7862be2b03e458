/* How many characters a part of a pattern matches, at least and at most. Mirrors SubPattern.getwidth of
 * Lib/re/_parser.py. */
#include "daemon/python/regex/reader.h"

static uint64_t at_most(uint64_t width)
{
    return width < REGEX_MANY ? width : REGEX_MANY;
}

static void width_of_children(const struct regex_tree *t, uint32_t node, bool alternatives, uint64_t *least,
                              uint64_t *most)
{
    *least = alternatives ? REGEX_MANY : 0;
    *most = 0;
    for (uint32_t i = t->nodes[node].child; i; i = t->nodes[i].next) {
        uint64_t low, high;
        regex_width(t, i, &low, &high);
        if (alternatives) {
            *least = low < *least ? low : *least;
            *most = high > *most ? high : *most;
        } else {
            *least = at_most(*least + low);
            *most = at_most(*most + high);
        }
    }
}

void regex_width(const struct regex_tree *t, uint32_t node, uint64_t *least, uint64_t *most)
{
    const struct regex_node *n = &t->nodes[node];
    *least = *most = 0;
    switch (n->op) {
    case REGEX_LITERAL:
    case REGEX_SET:
    case REGEX_ANY:
        *least = *most = 1;
        break;
    case REGEX_SEQUENCE:
        width_of_children(t, node, false, least, most);
        break;
    case REGEX_BRANCH:
        width_of_children(t, node, true, least, most);
        break;
    case REGEX_GROUP:
        if (n->a && t->groups[n->a].closed) { /* known already */
            *least = t->groups[n->a].least;
            *most = t->groups[n->a].most;
            break;
        }
        regex_width(t, n->child, least, most);
        break;
    case REGEX_ATOMIC:
        regex_width(t, n->child, least, most);
        break;
    case REGEX_REPEAT:
        regex_width(t, n->child, least, most);
        *least = at_most(*least * n->a);
        *most = at_most(*most * n->b);
        break;
    case REGEX_REFERENCE:
        *least = t->groups[n->a].least;
        *most = t->groups[n->a].most;
        break;
    case REGEX_CONDITIONAL:
        width_of_children(t, node, true, least, most);
        if (!t->nodes[n->child].next)
            *least = 0;
        break;
    default:
        break;
    }
}
