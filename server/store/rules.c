/* Rules and their timers. */
#include "server/store/rules.h"

#include "common/endian.h"
#include "server/store/rows.h"

/* --- timers --------------------------------------------------------------- */

struct timer_key {
	unsigned char b[21];
};

bool
timer_due(struct txn *t, int64_t now, struct due *out)
{
	struct cursor c;
	bool found;

	cursor_open(&c, t, T_TIMER);
	found = cursor_seek(&c, NULL, 0) &&
	    c.key.len == sizeof(struct timer_key) &&
	    (int64_t)get_be64(c.key.p) <= now;
	if (found)
		*out = (struct due){
			.time = (int64_t)get_be64(c.key.p),
			.domain = c.key.p[8],
			.id = get_be64(c.key.p + 9),
			.rule = get_be32(c.key.p + 17),
		};
	cursor_close(&c);
	return found;
}

int64_t
timer_first(struct txn *t)
{
	struct due due;

	return timer_due(t, INT64_MAX, &due) ? due.time : 0;
}
