/* The threads of a board one by one, as its index of activity has them. */
#ifndef TESTS_UNIT_THREAD_WALK_H
#define TESTS_UNIT_THREAD_WALK_H

#include "server/store/internal.h"
#include "server/store/key.h"

/* Where a walk over a board's threads stands; zero it to begin. */
struct thread_cursor {
	int64_t active;
	uint64_t thread;
	bool begun;
};

/* The next thread of a board, newest activity first. */
static inline bool
view_thread_next(struct view *v, uint32_t board, struct thread_cursor *tc,
    struct thread_row *out)
{
	struct key20 key = key_4_8_8(board,
	    ~((uint64_t)tc->active + (1ull << 63)), tc->thread);
	struct cursor c;
	bool more;

	cursor_open(&c, v->txn, T_ACTIVE);
	more = cursor_seek(&c, &key, tc->begun ? sizeof(key) : 4);
	if (more && tc->begun &&
	    slice_eq(c.key, slice_make((char *)key.b, sizeof(key))))
		more = cursor_next(&c);
	more = more && memcmp(c.key.p, &key, 4) == 0 &&
	    view_thread(v, board, get_be64(c.key.p + 12), out);
	cursor_close(&c);
	if (more)
		*tc = (struct thread_cursor){ out->active, out->id, true };
	return more;
}

#endif
