/*
 * Message-ids or other names and a number for each, in memory: 32 bytes a
 * name or a little more.
 */
#ifndef SERVER_CTL_IDMAP_H
#define SERVER_CTL_IDMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/slice.h"

struct idmap {
	struct idmap_slot *slot;
	size_t n, cap;
};

void idmap_clear(struct idmap *m);
/* False, and nothing changes, when it is there already. */
bool idmap_put(struct idmap *m, struct slice name, uint64_t value);
bool idmap_get(const struct idmap *m, struct slice name, uint64_t *value);

#endif
