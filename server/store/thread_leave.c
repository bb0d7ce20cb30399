/*
 * The other half of the thread index: articles leave a board. One that was
 * cancelled stays a member of its thread, so that what answered it stays
 * together; one whose bytes are gone leaves that too.
 */
#include "common/endian.h"
#include "server/store/internal.h"

/* Members looked at for another root or the newest date. */
enum { WALK_MAX = 4096 };

static bool
stands(struct txn *t, uint32_t board, uint64_t id, struct article_rec *rec)
{
	struct place_rec place[LIMIT_BOARDS];

	return id != 0 && article_rec_get(t, id, rec, place) &&
	    article_place(rec, place, board) != NULL;
}

/*
 * The last one that stands in the board, and the newest date there. Behind
 * the one that was last nothing does, and nothing was newer than the newest.
 * No date is later than its article's arrival, so the walk back ends soon,
 * unless all of it was brought in at once.
 */
static void
find_newest(struct txn *t, uint32_t board, uint64_t thread,
    struct thread_rec *row)
{
	struct member_key k = member_key(thread, row->last);
	int64_t most = row->active;
	struct article_rec rec;
	struct cursor c;
	int n = 0;

	row->last = 0;
	row->active = INT64_MIN;
	cursor_open(&c, t, T_THREAD);
	for (bool more = cursor_seek_back(&c, &k, sizeof(k)); more &&
	    memcmp(c.key.p, &k, MEMBER_PREFIX) == 0; more = cursor_prev(&c)) {
		uint64_t id = get_be64(c.key.p + MEMBER_PREFIX);

		if (row->last != 0 && (++n > WALK_MAX || row->active == most ||
		    event_time(t, id) <= row->active))
			break;
		if (!stands(t, board, id, &rec))
			continue;
		if (row->last == 0)
			row->last = id;
		if (rec.date > row->active)
			row->active = rec.date;
	}
	cursor_close(&c);
}

/*
 * The first that stands in the board behind the root that went: most often
 * what was below it. Whoever takes out many of a long thread shall not have
 * all of them looked at each time, so it may be the last one instead.
 */
static uint64_t
find_root(struct txn *t, uint32_t board, uint64_t thread,
    const struct thread_rec *row)
{
	struct member_key k = member_key(thread, row->root);
	struct article_rec rec;
	struct cursor c;
	uint64_t found = 0;
	int n = 0;

	cursor_open(&c, t, T_THREAD);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more && found == 0 &&
	    n < WALK_MAX && memcmp(c.key.p, &k, MEMBER_PREFIX) == 0;
	    more = cursor_next(&c), n++) {
		uint64_t id = get_be64(c.key.p + MEMBER_PREFIX);

		if (stands(t, board, id, &rec))
			found = id;
	}
	cursor_close(&c);
	return found != 0 ? found : row->last;
}

void
thread_leave(struct txn *t, uint32_t board, uint64_t thread, uint32_t n,
    int64_t newest, uint64_t heir)
{
	struct article_rec rec;
	struct thread_rec row;

	if (!thread_get(t, board, thread, &row))
		return;
	thread_del(t, board, thread, &row);
	if (row.articles <= n) {
		count_threads(t, board, -1);
		return;
	}
	row.articles -= n;
	if (newest >= row.active || !stands(t, board, row.last, &rec))
		find_newest(t, board, thread, &row);
	if (!stands(t, board, row.root, &rec))
		row.root = stands(t, board, heir, &rec) &&
		    rec.thread == thread ? heir :
		    find_root(t, board, thread, &row);
	thread_put(t, board, thread, &row);
}

void
thread_forget(struct txn *t, uint64_t thread, uint64_t article)
{
	struct member_key k = member_key(thread, article);

	txn_del(t, T_THREAD, &k, sizeof(k));
}
