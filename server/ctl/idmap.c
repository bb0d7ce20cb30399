/* Names and their numbers: open addressing over digests. */
#include "server/ctl/idmap.h"

#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "server/store/digest.h"

struct idmap_slot {
	unsigned char id[DIGEST_LEN];
	uint64_t value;
	bool used;
};

void
idmap_clear(struct idmap *m)
{
	free(m->slot);
	*m = (struct idmap){ 0 };
}

/* Its slot, or the free one where it belongs. cap is a power of two. */
static struct idmap_slot *
find(const struct idmap *m, const unsigned char id[DIGEST_LEN])
{
	uint64_t at;

	memcpy(&at, id, sizeof(at));
	for (;; at++) {
		struct idmap_slot *s = &m->slot[at & (m->cap - 1)];

		if (!s->used || memcmp(s->id, id, DIGEST_LEN) == 0)
			return s;
	}
}

static void
grow(struct idmap *m)
{
	struct idmap old = *m;

	m->cap = old.cap != 0 ? 2 * old.cap : 1024;
	m->slot = xcalloc(m->cap, sizeof(*m->slot));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slot[i].used)
			*find(m, old.slot[i].id) = old.slot[i];
	free(old.slot);
}

bool
idmap_put(struct idmap *m, struct slice name, uint64_t value)
{
	unsigned char id[DIGEST_LEN];
	struct idmap_slot *s;

	if (2 * (m->n + 1) > m->cap)
		grow(m);
	digest(name, id);
	s = find(m, id);
	if (s->used)
		return false;
	memcpy(s->id, id, DIGEST_LEN);
	s->value = value;
	s->used = true;
	m->n++;
	return true;
}

bool
idmap_get(const struct idmap *m, struct slice name, uint64_t *value)
{
	unsigned char id[DIGEST_LEN];
	const struct idmap_slot *s;

	if (m->cap == 0)
		return false;
	digest(name, id);
	s = find(m, id);
	if (s->used)
		*value = s->value;
	return s->used;
}
