/* Reading: snapshots and the queries over them. */
#include "server/store/store.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "server/store/key.h"
#include "server/store/rules/meta.h"
#include "server/store/community/rows.h"
#include "server/store/rules/rules.h"
#include "server/store/rules/standing.h"
#include "server/store/query/scan.h"
#include "server/store/rules/views.h"

struct reader {
	struct view view;		/* first: view_close() finds it */
	struct buf line;		/* its */
	_Atomic uint64_t since_ms;	/* of its view; 0: none */
	struct reader *next;		/* the store's, under its lock */
};

struct reader *
reader_new(struct store *s)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->view.store = s;
	r->view.line = &r->line;
	buf_init(&r->line, 4 * LIMIT_HEADER);
	r->view.txn = txn_new_read(s->db);
	if (r->view.txn == NULL) {
		free(r);
		return NULL;
	}
	pthread_mutex_lock(&s->readers_lock);
	r->next = s->readers;
	s->readers = r;
	pthread_mutex_unlock(&s->readers_lock);
	return r;
}

static void
forget_reader(struct reader *r)
{
	struct store *s = r->view.store;
	struct reader **at = &s->readers;

	pthread_mutex_lock(&s->readers_lock);
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	pthread_mutex_unlock(&s->readers_lock);
}

void
reader_free(struct reader **r)
{
	if (*r == NULL)
		return;
	forget_reader(*r);
	buf_clear(&(*r)->line);
	txn_free(&(*r)->view.txn);
	free(*r);
	*r = NULL;
}

struct view *
view_open(struct reader *r)
{
	if (txn_renew(r->view.txn) != OK)
		return NULL;
	atomic_store_explicit(
	    &r->since_ms, clock_mono_ms(), memory_order_relaxed);
	return &r->view;
}

void
view_close(struct view **v)
{
	struct reader *r = (struct reader *)(void *)*v;

	if (r != NULL) {
		txn_reset(r->view.txn);
		atomic_store_explicit(&r->since_ms, 0, memory_order_relaxed);
	}
	*v = NULL;
}

enum err
view_error(struct view *v)
{
	enum err e = txn_error(v->txn);

	return e == OK ? OK : err_set(e, "%s", txn_why(v->txn));
}

uint64_t
view_seq(struct view *v)
{
	return journal_last(v->txn);
}

/* --- boards ------------------------------------------------------------- */

/* An account's own view.mine has only numbers of its own. */
static bool
take_mine(struct view *v, uint32_t id, struct board_row *row,
    struct slice *text)
{
	struct board_row mine;
	struct slice none;

	if (!board_row_get(
	    v->txn, board_id(v->txn, SLICE("view.mine")), row, text))
		return false;
	row->low = 1;
	row->high = row->count = 0;
	if (board_row_get(v->txn, id, &mine, &none)) {
		row->low = mine.low;
		row->high = mine.high;
		row->count = mine.count;
	}
	return true;
}

bool
view_board_by_id(struct view *v, uint32_t id, struct board *out)
{
	struct board_row row;
	struct slice text;

	if (id >= BOARD_MINE ? !take_mine(v, id, &row, &text) :
	    !board_row_get(v->txn, id, &row, &text))
		return false;
	*out = (struct board){
		.id = id,
		.created = row.created,
		.made = row.made,
		.low = row.count != 0 ? row.low : (uint64_t)row.high + 1,
		.high = row.high,
		.count = row.count,
		.threads = row.threads,
		.status = (char)row.status,
	};
	out->name = slice_cut(&text, '\t');
	out->kind = slice_cut(&text, '\t');
	out->title = text;
	return true;
}

bool
view_board(struct view *v, struct slice name, struct board *out)
{
	uint32_t id = board_id(v->txn, name);

	return id != 0 && view_board_by_id(v, id, out);
}

bool
view_board_next(struct view *v, struct slice after, struct board *out)
{
	struct cursor c;
	uint32_t id = 0;
	bool more;

	cursor_open(&c, v->txn, T_NAME);
	more = cursor_seek(&c, after.p, after.len);
	if (more && after.len != 0 && slice_eq(c.key, after))
		more = cursor_next(&c);
	if (more)
		id = get_be32(c.val.p);
	cursor_close(&c);
	return more && view_board_by_id(v, id, out);
}

/* --- articles of a board ------------------------------------------------ */

static struct key8
over_key(uint32_t board, uint64_t number)
{
	return key_4_4(
	    board, number > UINT32_MAX ? UINT32_MAX : (uint32_t)number);
}

static bool
placed_from(struct view *v, struct slice key, struct slice val,
    struct placed *out)
{
	if (key.len != 8 || val.len < sizeof(out->id))
		return false;
	out->number = get_be32(key.p + 4);
	memcpy(&out->id, val.p, sizeof(out->id));
	out->over = slice_from(val, sizeof(out->id));
	if (out->over.len != 0)
		return true;
	if (v->line == NULL)
		return false;
	buf_reset(v->line);
	if (!view_put_line(v, out->number, out->id, v->line))
		return false;
	out->over = buf_slice(v->line);
	return true;
}

bool
view_placed(struct view *v, uint32_t board, uint64_t number,
    struct placed *out)
{
	struct key8 k = over_key(board, number);
	struct slice val;

	return number <= UINT32_MAX &&
	    txn_get(v->txn, T_OVER, &k, sizeof(k), &val) &&
	    placed_from(v, slice_make((char *)k.b, sizeof(k)), val, out);
}

bool
view_placed_near(struct view *v, uint32_t board, uint64_t number, int dir,
    struct placed *out)
{
	struct key8 k = over_key(board, number);
	struct cursor c;
	bool found;

	cursor_open(&c, v->txn, T_OVER);
	found = dir > 0 ? cursor_seek(&c, &k, sizeof(k)) :
	    cursor_seek_back(&c, &k, sizeof(k));
	found = found && memcmp(c.key.p, &k, 4) == 0 &&
	    placed_from(v, c.key, c.val, out);
	cursor_close(&c);
	return found;
}

static bool
same_page(const char *a, const char *b)
{
	return ((uintptr_t)a ^ (uintptr_t)b) < 4096;
}

/*
 * Walks the overview rows of a range, appending the line or its number,
 * until max bytes are out.
 */
static size_t
walk_over(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    bool lines, struct buf *out, size_t max, uint64_t *next)
{
	struct key8 k = over_key(board, low);
	struct cursor c;
	const char *last = NULL;
	uint64_t id;
	size_t n = 0;

	*next = 0;
	cursor_open(&c, v->txn, T_OVER);
	for (bool more = low <= high && cursor_seek(&c, &k, sizeof(k));
	    more && memcmp(c.key.p, &k, 4) == 0; more = cursor_next(&c)) {
		uint32_t number = get_be32(c.key.p + 4);

		if (number > high)
			break;
		if (!same_page(c.val.p, last))
			prefetch_page(c.val.p);
		last = c.val.p;
		if (out->len >= max) {
			*next = number;
			break;
		}
		if (lines && c.val.len == sizeof(id)) {
			memcpy(&id, c.val.p, sizeof(id));
			view_put_line(v, number, id, out);
		} else if (lines) {
			buf_put(out, c.val.p + 8, c.val.len - 8);
		} else {
			buf_put_u64(out, number);
			buf_put(out, "\r\n", 2);
		}
		n++;
	}
	cursor_close(&c);
	return n;
}

size_t
view_over(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    struct buf *out, size_t max, uint64_t *next)
{
	return walk_over(v, board, low, high, true, out, max, next);
}

size_t
view_numbers(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    struct buf *out, size_t max, uint64_t *next)
{
	return walk_over(v, board, low, high, false, out, max, next);
}

/* --- articles ----------------------------------------------------------- */

uint64_t
view_article_id(struct view *v, struct slice msgid)
{
	unsigned char id[DIGEST_LEN];

	digest(msgid, id);
	return msgid_find(v->txn, id, view_seq(v));
}

/* The first id behind after in a table that is sorted by them; 0: none. */
static uint64_t
next_id(struct view *v, enum table table, uint64_t after)
{
	unsigned char key[8];
	struct cursor c;
	uint64_t id = 0;

	put_be64(key, after + 1);
	cursor_open(&c, v->txn, table);
	if (cursor_seek(&c, key, sizeof(key)) && c.key.len == sizeof(key))
		id = get_be64(c.key.p);
	cursor_close(&c);
	return id;
}

uint64_t
view_article_next(struct view *v, uint64_t after)
{
	return next_id(v, T_ARTICLE, after);
}

/* The event that put it aside, as one of its boards knows it; 0: unknown. */
static uint64_t
aside_since(struct view *v, uint64_t id)
{
	uint32_t board[LIMIT_BOARDS];

	return home_boards(v->txn, id, board) != 0 ?
	    aside_get(v->txn, board[0], id) : 0;
}

bool
view_article_event(struct view *v, uint64_t id, struct event *out)
{
	return journal_event(v->txn, id, out);
}

bool
view_event_board(const struct event *e, size_t *at, struct slice *name)
{
	struct slice list = event_arg(e->args, "boards"), item;

	if (list.p == NULL)
		list = event_arg(e->args, "for");
	if (*at >= list.len)
		return false;
	list = slice_from(list, *at);
	item = slice_cut(&list, ',');
	*at += item.len + 1;
	*name = slice_cut(&item, ':');
	return true;
}

uint64_t
view_held_next(struct view *v, uint64_t after)
{
	return next_id(v, T_HELD, after);
}

bool
view_expires(struct view *v, uint32_t board, uint64_t seq)
{
	struct key12 k = key_4_8(board, 0);
	struct placed first;
	struct cursor c;
	bool found;

	/* What stands in a view leaves it with its own board. */
	if (view_board_query(v, board).p != NULL)
		return false;
	if (view_placed_near(v, board, 1, 1, &first) && first.id < seq)
		return true;
	cursor_open(&c, v->txn, T_ASIDE);
	found = cursor_seek(&c, &k, sizeof(k)) &&
	    memcmp(c.key.p, &k, 4) == 0 && get_be64(c.key.p + 4) < seq;
	cursor_close(&c);
	return found;
}

bool
view_article_row(struct view *v, uint64_t id, struct article_row *out)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (!article_rec_get(v->txn, id, &rec, place))
		return false;
	*out = (struct article_row){
		.id = id,
		.thread = rec.thread,
		.parent = rec.parent,
		.date = rec.date,
		.arrived = event_time(v->txn, id),
		.bytes = rec.bytes,
		.lines = rec.lines,
		.state = (enum article_state)rec.state,
	};
	if (rec.state == ARTICLE_HERE)
		out->nplaces = (int)rec.nplaces;
	else if (rec.state != ARTICLE_HELD)
		out->since = aside_since(v, id);
	for (int i = 0; i < out->nplaces; i++)
		out->place[i] =
		    (struct place){ place[i].board, place[i].number };
	return true;
}

/* The Xref field of an overview line, without line end; or empty. */
static struct slice
xref_of(struct slice over)
{
	struct slice xref = over;

	for (int i = 1; i < META_PART; i++)
		slice_cut(&xref, '\t');
	return slice_cut(&xref, '\t');
}

/* Puts the Xref line behind the header block that begins at start. */
static void
insert_xref(struct slice xref, size_t start, struct buf *out)
{
	ptrdiff_t end = slice_find(slice_from(buf_slice(out), start),
	    SLICE("\r\n\r\n"));
	char *at;

	if (end < 0 || buf_room(out, xref.len + 2) == NULL)
		return;
	at = out->p + start + end + 2;
	memmove(at + xref.len + 2, at, (size_t)(out->p + out->len - at));
	memcpy(at, xref.p, xref.len);
	memcpy(at + xref.len, "\r\n", 2);
	out->len += xref.len + 2;
}

/* What cannot be read is the view's fault, not the article's absence. */
static enum err
read_body(struct view *v, uint64_t id, struct buf *out)
{
	enum err e = body_get(v->store, v->txn, id, out);

	if (e == ERR_CORRUPT)
		txn_fail(v->txn, err_set(e, "article %llu: %s",
		    (unsigned long long)id, err_detail()));
	return e;
}

static enum err
read_article(struct view *v, const struct placed *p, struct buf *out)
{
	struct slice xref = xref_of(p->over);
	size_t start = out->len;
	enum err e = read_body(v, p->id, out);

	if (e == OK && xref.len != 0)
		insert_xref(xref, start, out);
	return e;
}

enum err
view_article_placed(struct view *v, const struct placed *p, struct buf *out)
{
	enum err e = read_article(v, p, out);

	if (e == ERR_NOTFOUND)
		txn_fail(v->txn, e = err_set(ERR_CORRUPT,
		    "article %llu has lost its bytes",
		    (unsigned long long)p->id));
	return e;
}

enum err
view_article(struct view *v, uint64_t id, struct buf *out)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct placed p = { .id = id };

	/* Only a crossposted one has an Xref line to look up. */
	if (article_rec_get(v->txn, id, &rec, place) &&
	    rec.state == ARTICLE_HERE && rec.nplaces != 0 &&
	    rec.nplaces + rec.were > 1)
		view_placed(v, place[0].board, place[0].number, &p);
	return read_article(v, &p, out);
}

enum err
view_overview(struct view *v, uint64_t id, struct buf *out)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct article *a = xmalloc(sizeof(*a));
	enum err e = read_body(v, id, &raw);

	if (e == OK)
		e = article_parse(buf_slice(&raw), a);
	if (e == OK) {
		buf_puts(out, "0\t");
		article_overview(a, raw.len, out);
		buf_putc(out, '\t');
		meta_put_fresh(out);
		buf_puts(out, "\r\n");
	}
	free(a);
	buf_clear(&raw);
	return e;
}

/* --- threads ------------------------------------------------------------ */

bool
view_thread(struct view *v, uint32_t board, uint64_t thread,
    struct thread_row *out)
{
	struct thread_key key = thread_key(thread, board);
	struct thread_rec rec;
	struct slice val;

	if (!txn_get(v->txn, T_THREAD, &key, sizeof(key), &val) ||
	    val.len != sizeof(rec))
		return false;
	memcpy(&rec, val.p, sizeof(rec));
	*out = (struct thread_row){
		.id = thread,
		.root = thread_top(v->txn, board, rec.root),
		.last = rec.last,
		.articles = rec.articles,
		.active = rec.active,
	};
	return true;
}

bool
view_thread_next(struct view *v, uint32_t board, struct thread_cursor *tc,
    struct thread_row *out)
{
	unsigned char key[20];
	struct cursor c;
	bool more;

	put_be32(key, board);
	put_be64(key + 4, ~((uint64_t)tc->active + (1ull << 63)));
	put_be64(key + 12, tc->thread);
	cursor_open(&c, v->txn, T_ACTIVE);
	more = cursor_seek(&c, key, tc->begun ? sizeof(key) : 4);
	if (more && tc->begun &&
	    slice_eq(c.key, slice_make((char *)key, sizeof(key))))
		more = cursor_next(&c);
	more = more && memcmp(c.key.p, key, 4) == 0 &&
	    view_thread(v, board, get_be64(c.key.p + 12), out);
	cursor_close(&c);
	if (more)
		*tc = (struct thread_cursor){ out->active, out->id, true };
	return more;
}

uint64_t
view_thread_article(struct view *v, uint64_t thread, uint64_t after)
{
	struct member_key key = member_key(thread, after + 1);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, v->txn, T_THREAD);
	if (cursor_seek(&c, &key, sizeof(key)) &&
	    memcmp(c.key.p, &key, MEMBER_PREFIX) == 0)
		id = get_be64(c.key.p + MEMBER_PREFIX);
	cursor_close(&c);
	return id;
}

/* --- accounts ----------------------------------------------------------- */

bool
view_account_by_id(struct view *v, uint32_t id, struct account *out)
{
	struct account_rec rec;
	struct slice text;

	if (!account_get(v->txn, id, &rec, &text))
		return false;
	*out = (struct account){ .id = id, .created = rec.created,
		.suspended = rec.suspended };
	out->name = slice_cut(&text, '\t');
	out->roles = slice_cut(&text, '\t');
	out->person = text;
	return true;
}

bool
view_account(struct view *v, struct slice name, struct account *out)
{
	return view_account_by_id(v, account_id(v->txn, name), out);
}

struct slice
view_secret(struct view *v, struct slice name)
{
	struct slice val;

	if (!txn_get(v->txn, T_SECRET, name.p, name.len, &val))
		return slice_make(NULL, 0);
	return val;
}

/* --- the journal -------------------------------------------------------- */

struct slice
view_event(struct view *v, uint64_t seq)
{
	return journal_get(v->txn, seq);
}

/*
 * Event times never fall, so the journal is searched by halves. One that
 * cannot be read must not pass for an old one: what is old is thrown away.
 */
uint64_t
view_event_since(struct view *v, int64_t t)
{
	uint64_t low = 1, high = view_seq(v) + 1;

	while (low < high) {
		uint64_t mid = low + (high - low) / 2;
		int64_t at = event_time(v->txn, mid);

		if (at == 0) {
			txn_fail(v->txn, err_set(ERR_CORRUPT,
			    "event %llu cannot be read",
			    (unsigned long long)mid));
			return 0;
		}
		if (at < t)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static uint64_t
read_age(struct store *s)
{
	uint64_t now = clock_mono_ms(), oldest = now;

	pthread_mutex_lock(&s->readers_lock);
	for (struct reader *r = s->readers; r != NULL; r = r->next) {
		uint64_t since = atomic_load_explicit(
		    &r->since_ms, memory_order_relaxed);

		if (since != 0 && since < oldest)
			oldest = since;
	}
	pthread_mutex_unlock(&s->readers_lock);
	return now - oldest;
}

/* The seconds in which the first timer could have fired. */
static uint64_t
timer_late(struct view *v)
{
	int64_t due = timer_first(v->txn), now = clock_now();

	return due != 0 && due <= now ? (uint64_t)(now - due) + 1 : 0;
}

void
view_stats(struct view *v, struct store_stats *out)
{
	struct db_usage u;

	db_usage(v->store->db, &u);
	*out = (struct store_stats){
		.seq = view_seq(v),
		.articles = txn_rows(v->txn, T_ARTICLE) -
		    txn_rows(v->txn, T_REMAINS),
		.boards = txn_rows(v->txn, T_NAME),
		.accounts = txn_rows(v->txn, T_ACCOUNT),
		.used = u.used,
		.quota = atomic_load(&v->store->quota),
		.queue = atomic_load(&v->store->queued),
		.commits = atomic_load(&v->store->commits),
		.events = atomic_load(&v->store->events),
		.readers = u.readers,
		.read_age_ms = read_age(v->store),
		.timers = txn_rows(v->txn, T_TIMER),
		.timer_late = timer_late(v),
		.walks = standing_walks(v->txn),
	};
	histogram_read(&v->store->commit_us, &out->commit_us);
	histogram_read(&v->store->group, &out->group);
}
