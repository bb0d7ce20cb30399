/*
 * The thread index. An article joins the thread of its nearest reference
 * that is here, and waits for the nearer ones: when such an article arrives
 * it adopts those that wait for it. Articles that wait for the same missing
 * one are in one thread. When threads turn out to be one, the smaller is
 * moved into the larger, so that n arrivals in any order cost n log n moves.
 */
#include "common/endian.h"
#include "server/store/internal.h"
#include "server/store/key.h"

/* Longest walk towards a root; past it a link is not made. */
#define DEPTH_MAX 4096

/* An article and those above it, from the nearest on. */
struct line {
	uint64_t id[DEPTH_MAX];
	int n;
	bool whole;		/* it ends with a root */
};

/* Newest activity sorts first. */
static struct key20
active_key(uint32_t board, int64_t active, uint64_t thread)
{
	return key_4_8_8(
	    board, ~((uint64_t)active + (1ull << 63)), thread);
}

struct wait_key {
	unsigned char b[DIGEST_LEN + 8];
};

static struct wait_key
wait_key(const unsigned char id[DIGEST_LEN], uint64_t article)
{
	struct wait_key k;

	memcpy(k.b, id, DIGEST_LEN);
	put_be64(k.b + DIGEST_LEN, article);
	return k;
}

static void
member_put(struct txn *t, uint64_t thread, uint64_t article)
{
	struct member_key k = member_key(thread, article);

	txn_put(t, T_THREAD, &k, sizeof(k), "", 0);
}

bool
thread_get(struct txn *t, uint32_t board, uint64_t thread,
    struct thread_rec *rec)
{
	struct thread_key k = thread_key(thread, board);
	struct slice v;

	if (!txn_get(t, T_THREAD, &k, sizeof(k), &v) || v.len != sizeof(*rec))
		return false;
	memcpy(rec, v.p, sizeof(*rec));
	return true;
}

void
thread_put(struct txn *t, uint32_t board, uint64_t thread,
    const struct thread_rec *rec)
{
	struct thread_key k = thread_key(thread, board);
	struct key20 a = active_key(board, rec->active, thread);

	txn_put(t, T_THREAD, &k, sizeof(k), rec, sizeof(*rec));
	txn_put(t, T_ACTIVE, &a, sizeof(a), "", 0);
}

void
thread_del(struct txn *t, uint32_t board, uint64_t thread,
    const struct thread_rec *rec)
{
	struct thread_key k = thread_key(thread, board);
	struct key20 a = active_key(board, rec->active, thread);

	txn_del(t, T_THREAD, &k, sizeof(k));
	txn_del(t, T_ACTIVE, &a, sizeof(a));
}

void
count_threads(struct txn *t, uint32_t board, int by)
{
	struct board_row row;
	struct slice text;

	if (!board_row_get(t, board, &row, &text))
		return;
	row.threads = (uint32_t)((int)row.threads + by);
	board_row_put(t, board, &row, text);
}

/* --- merging ----------------------------------------------------------- */

/* One row of the smaller thread goes into the larger one's. */
static void
merge_board(struct txn *t, uint32_t board, uint64_t from, uint64_t into,
    bool from_is_upper)
{
	struct thread_rec a, b;

	if (!thread_get(t, board, from, &a))
		return;
	thread_del(t, board, from, &a);
	if (thread_get(t, board, into, &b)) {
		thread_del(t, board, into, &b);
		a.root = from_is_upper ? a.root : b.root;
		a.articles += b.articles;
		a.last = a.last > b.last ? a.last : b.last;
		a.active = a.active > b.active ? a.active : b.active;
		count_threads(t, board, -1);
	}
	thread_put(t, board, into, &a);
}

static void
move_member(struct txn *t, uint64_t article, uint64_t from, uint64_t into,
    bool from_is_upper)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct member_key k = member_key(from, article);

	txn_del(t, T_THREAD, &k, sizeof(k));
	member_put(t, into, article);
	if (!article_rec_get(t, article, &rec, place))
		return;
	rec.thread = into;
	article_rec_put(t, article, &rec, place);
	for (uint32_t i = 0; i < rec.nplaces; i++)
		merge_board(t, place[i].board, from, into, from_is_upper);
}

/* The first member of a thread behind an article; 0 at the end. */
static uint64_t
member_next(struct cursor *c, uint64_t thread, uint64_t after)
{
	struct member_key k = member_key(thread, after + 1);

	if (!cursor_seek(c, &k, sizeof(k)) ||
	    memcmp(c->key.p, &k, MEMBER_PREFIX) != 0)
		return 0;
	return get_be64(c->key.p + MEMBER_PREFIX);
}

/* Whether a has fewer members than b; costs no more than the smaller. */
static bool
smaller(struct txn *t, uint64_t a, uint64_t b)
{
	struct cursor c;
	uint64_t m = 0, n = 0;

	cursor_open(&c, t, T_THREAD);
	do {
		m = member_next(&c, a, m);
		n = member_next(&c, b, n);
	} while (m != 0 && n != 0);
	cursor_close(&c);
	return m == 0 && n != 0;
}

/* Returns the number of the one thread they are then. */
static uint64_t
merge(struct txn *t, uint64_t upper, uint64_t lower)
{
	struct cursor c;
	uint64_t from = lower, into = upper, m;

	if (upper == lower || lower == 0)
		return upper;
	if (upper == 0)
		return lower;
	if (smaller(t, upper, lower)) {
		from = upper;
		into = lower;
	}
	for (;;) {
		cursor_open(&c, t, T_THREAD);
		m = member_next(&c, from, 0);
		cursor_close(&c);
		if (m == 0)
			return into;
		move_member(t, m, from, into, from == upper);
	}
}

/* --- links ------------------------------------------------------------- */

static void
collect_line(struct txn *t, uint64_t article, struct line *l)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	for (l->n = 0; article != 0 && l->n < DEPTH_MAX; l->n++) {
		l->id[l->n] = article;
		article = article_rec_get(t, article, &rec, place) ?
		    rec.parent : 0;
	}
	l->whole = article == 0;
}

/* Whether an article is in the line, or could be. */
static bool
in_line(const struct line *l, uint64_t article)
{
	for (int i = 0; i < l->n; i++)
		if (l->id[i] == article)
			return true;
	return !l->whole;
}

uint64_t
thread_top(struct txn *t, uint32_t board, uint64_t article)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	uint64_t top = article;

	for (int i = 0; i < DEPTH_MAX && article != 0; i++) {
		if (!article_rec_get(t, article, &rec, place))
			break;
		if (article_place(&rec, place, board) != NULL)
			top = article;
		article = rec.parent;
	}
	return top;
}

static uint64_t
thread_of(struct txn *t, uint64_t article)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	return article_rec_get(t, article, &rec, place) ? rec.thread : 0;
}

/*
 * The nearest reference that is here, or was, becomes the parent. One that
 * waits for its moderator is not here yet.
 */
static uint64_t
find_parent(struct txn *t, struct article_rec *rec, const struct facts *f)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec parent;

	for (int i = 0; i < f->nrefs; i++) {
		rec->parent = msgid_find(t, f->ref[i], UINT64_MAX);
		if (rec->parent == 0)
			continue;
		rec->gap = (uint32_t)i + 1;
		if (article_rec_get(t, rec->parent, &parent, place) &&
		    parent.thread != 0)
			return parent.thread;
		rec->parent = 0;
		rec->gap = 0;
	}
	return 0;
}

/* Waits for one missing reference; joins those that wait for it too. */
static uint64_t
wait_for(struct txn *t, const unsigned char ref[DIGEST_LEN], uint64_t id,
    int distance, uint64_t thread)
{
	struct wait_key k = wait_key(ref, 0);
	unsigned char value = (unsigned char)distance;
	struct cursor c;
	uint64_t other = 0;

	cursor_open(&c, t, T_WAIT);
	if (cursor_seek(&c, &k, sizeof(k)) &&
	    memcmp(c.key.p, ref, DIGEST_LEN) == 0)
		other = get_be64(c.key.p + DIGEST_LEN);
	cursor_close(&c);
	if (other != 0)
		thread = merge(t, thread, thread_of(t, other));
	k = wait_key(ref, id);
	txn_put(t, T_WAIT, &k, sizeof(k), &value, 1);
	return thread;
}

static uint64_t
wait_for_missing(struct txn *t, uint64_t id, const struct article_rec *rec,
    const struct facts *f, uint64_t thread)
{
	int missing = rec->gap != 0 ? (int)rec->gap - 1 : f->nrefs;

	for (int i = 0; i < missing; i++)
		if (i < WAITS_MAX - 1 || i == f->nrefs - 1)
			thread = wait_for(t, f->ref[i], id, i + 1, thread);
	return thread;
}

/*
 * One article that waited for this one; returns the thread of both. above is
 * what stands above this one: what is in it cannot come below.
 */
static uint64_t
adopt(struct step *s, uint64_t id, const struct line *above, uint64_t child,
    unsigned distance, uint64_t thread)
{
	struct txn *t = s->t;
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec c;

	if (!article_rec_get(t, child, &c, place) ||
	    c.state == ARTICLE_EXPIRED)
		return thread;
	if ((c.gap == 0 || distance < c.gap) && !in_line(above, child)) {
		if (c.parent == 0 && s->nadopted < ADOPTED_MAX)
			s->adopted[s->nadopted++] = child;
		c.parent = id;
		c.gap = distance;
		article_rec_put(t, child, &c, place);
	}
	return merge(t, thread, c.thread);
}

static uint64_t
adopt_waiting(struct step *s, uint64_t id, const struct article_rec *rec,
    const struct facts *f, uint64_t thread, bool *any)
{
	struct txn *t = s->t;
	struct wait_key k = wait_key(f->id, 0);
	struct line above;
	struct cursor c;
	uint64_t child;
	unsigned distance;

	above.n = 0;
	above.whole = true;
	for (*any = false;; *any = true) {
		cursor_open(&c, t, T_WAIT);
		child = 0;
		if (cursor_seek(&c, &k, sizeof(k)) &&
		    memcmp(c.key.p, f->id, DIGEST_LEN) == 0) {
			child = get_be64(c.key.p + DIGEST_LEN);
			distance = (unsigned char)c.val.p[0];
		}
		cursor_close(&c);
		if (child == 0)
			return thread;
		if (!*any)
			collect_line(t, rec->parent, &above);
		k = wait_key(f->id, child);
		txn_del(t, T_WAIT, &k, sizeof(k));
		thread = adopt(s, id, &above, child, distance, thread);
	}
}

/*
 * The root that is kept is one of the thread in the board, as high as is
 * cheap to know; a reader climbs to the top from it.
 */
static void
count_in_board(struct txn *t, uint64_t id, const struct article_rec *rec,
    uint32_t board, bool adopted)
{
	struct thread_rec row;

	if (thread_get(t, board, rec->thread, &row)) {
		thread_del(t, board, rec->thread, &row);
		if (adopted)
			row.root = thread_top(t, board, row.root);
	} else {
		row = (struct thread_rec){ .root = id, .active = rec->date };
		count_threads(t, board, 1);
	}
	row.articles++;
	row.last = row.last > id ? row.last : id;
	row.active = row.active > rec->date ? row.active : rec->date;
	thread_put(t, board, rec->thread, &row);
}

void
thread_insert(struct step *s, uint64_t id, struct article_rec *rec,
    const struct place_rec *place, const struct facts *f)
{
	struct txn *t = s->t;
	uint64_t thread = find_parent(t, rec, f);
	bool adopted;

	thread = wait_for_missing(t, id, rec, f, thread);
	thread = adopt_waiting(s, id, rec, f, thread, &adopted);
	rec->thread = thread != 0 ? thread : id;
	article_rec_put(t, id, rec, place);
	member_put(t, rec->thread, id);
	for (uint32_t i = 0; i < rec->nplaces; i++)
		count_in_board(t, id, rec, place[i].board, adopted);
}

void
thread_enter(struct txn *t, uint64_t id, const struct article_rec *rec,
    uint32_t board)
{
	count_in_board(t, id, rec, board, true);
}

void
thread_join(struct txn *t, uint64_t id, uint64_t parent)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	uint64_t into = thread_of(t, parent);

	if (!article_rec_get(t, id, &rec, place) || into == 0)
		return;
	/* A reference that comes later changes that no more. */
	rec.parent = parent;
	rec.gap = 1;
	article_rec_put(t, id, &rec, place);
	if (rec.thread != into)
		merge(t, into, rec.thread);
}
