/* Checking the store, and building its tables anew from the journal. */
#include <stdio.h>
#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "server/store/key.h"
#include "server/store/rules/standing.h"

#define EVENTS_PER_TXN 500

static void
complain(struct upkeep_report *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
complain(struct upkeep_report *r, const char *fmt, ...)
{
	va_list ap;

	if (r->bad++ > 0)
		return;	/* the first one is told */
	va_start(ap, fmt);
	vsnprintf(r->first, sizeof(r->first), fmt, ap);
	va_end(ap);
}

/* The bytes of a post event, checked against the event's digest. */
static enum err
read_article(struct store *s, struct txn *t, const struct event *e,
    struct buf *raw)
{
	uint32_t size;
	enum err err;

	buf_reset(raw);
	err = body_get(s, t, e->seq, raw);
	if (err != OK || body_replaced(t, e->seq, &size))
		return err;
	if (!event_brought(e, buf_slice(raw)))
		return err_set(ERR_CORRUPT, "article bytes are not those "
		    "that arrived");
	return OK;
}

/* --- check -------------------------------------------------------------- */

/* Whether the article has lost its bytes as it should. */
static bool
is_expired(struct txn *t, uint64_t id)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	return article_rec_get(t, id, &rec, place) &&
	    rec.state == ARTICLE_EXPIRED;
}

/* What was submitted has no row once it is published; nor bytes then. */
static bool
is_published(struct txn *t, uint64_t id)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	return !article_rec_get(t, id, &rec, place);
}

static enum err
check_bytes(struct store *s, struct txn *t, const struct event *e,
    bool submitted, struct buf *raw)
{
	struct facts f;
	enum err err;

	if (submitted && (is_published(t, e->seq) || is_expired(t, e->seq)))
		return OK;
	if (!is_expired(t, e->seq))
		return read_article(s, t, e, raw);
	err = remains_facts(t, e, &f);
	facts_clear(&f);
	return err;
}

/* What the events say there should be. */
struct tally {
	uint64_t posts, submits, published, expired;
};

static void
check_event(struct store *s, struct txn *t, uint64_t seq, struct buf *raw,
    struct tally *n, struct upkeep_report *r)
{
	struct slice line = journal_get(t, seq);
	struct event e;
	bool submit;

	if (line.p == NULL || event_parse(line, &e) != OK || e.seq != seq) {
		complain(r, "event %llu is missing or damaged",
		    (unsigned long long)seq);
		return;
	}
	submit = slice_is(e.act, act_table[ACT_SUBMIT].name);
	if (!submit && !slice_is(e.act, act_table[ACT_POST].name))
		return;
	n->posts += !submit;
	n->submits += submit;
	n->published += event_arg(e.args, "held").p != NULL;
	n->expired += !submit && is_expired(t, seq);
	if (check_bytes(s, t, &e, submit, raw) != OK)
		complain(r, "event %llu: %s", (unsigned long long)seq,
		    err_detail());
}

/* What the article rows say there should be. */
struct sums {
	uint64_t members, held, aside;
};

static void
sum_articles(struct txn *t, struct sums *n)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct cursor c;

	*n = (struct sums){ 0 };
	cursor_open(&c, t, T_ARTICLE);
	for (bool more = cursor_seek(&c, NULL, 0); more;
	    more = cursor_next(&c)) {
		if (c.key.len != 8 ||
		    !article_rec_get(t, get_be64(c.key.p), &rec, place))
			continue;
		n->members += rec.thread != 0 &&
		    rec.state != ARTICLE_EXPIRED;
		n->held += rec.state == ARTICLE_HELD;
		n->aside += rec.naside;
	}
	cursor_close(&c);
}

static void
check_counts(struct txn *t, const struct tally *n, struct upkeep_report *r)
{
	uint64_t articles = n->posts + n->submits - n->published;
	struct sums sums;

	sum_articles(t, &sums);
	if (msgids_count(t) != articles ||
	    txn_rows(t, T_ARTICLE) != articles ||
	    txn_rows(t, T_THREAD) != sums.members + txn_rows(t, T_ACTIVE) ||
	    txn_rows(t, T_HELD) != sums.held ||
	    txn_rows(t, T_ASIDE) != sums.aside ||
	    txn_rows(t, T_REMAINS) != n->expired)
		complain(r, "the tables do not hold the journal's articles; "
		    "run stoactl rebuild");
}

/* Every overview row belongs to an article that says it stands there. */
static void
check_placed(struct txn *t, uint32_t board, uint32_t number, uint64_t id,
    struct upkeep_report *r)
{
	struct place_rec place[LIMIT_BOARDS];
	const struct place_rec *at = NULL;
	struct article_rec rec;

	if (article_rec_get(t, id, &rec, place))
		at = article_place(&rec, place, board);
	if (at == NULL || at->number != number)
		complain(r, "board %u article %u has no article row",
		    board, number);
}

/* The same of a view: it knows by which number it shows an article. */
static void
check_seen(struct txn *t, uint32_t view, uint32_t number, uint64_t id,
    struct upkeep_report *r)
{
	struct key12 k = key_8_4(id, view);
	struct slice v;

	if (!txn_get(t, T_SEEN, &k, sizeof(k), &v) ||
	    v.len != sizeof(number) ||
	    memcmp(v.p, &number, sizeof(number)) != 0)
		complain(r, "view %u article %u is not known there", view,
		    number);
}

/* count and high are those of the overview rows. */
static void
check_board(struct txn *t, uint32_t board, uint32_t count, uint32_t high,
    struct upkeep_report *r)
{
	struct board_row row;
	struct slice text;

	if (!board_row_get(t, board, &row, &text) || row.count != count ||
	    row.high < high)
		complain(r, "board %u: its counters are wrong", board);
}

static void
check_boards(struct txn *t, struct upkeep_report *r)
{
	struct cursor c;
	uint32_t board = 0, count = 0, high = 0;
	uint64_t id;
	bool more;

	cursor_open(&c, t, T_OVER);
	more = cursor_seek(&c, NULL, 0);
	for (;;) {
		uint32_t b;

		if (more && (c.key.len != 8 || c.val.len < sizeof(id))) {
			complain(r, "an overview row is damaged");
			break;
		}
		b = more ? get_be32(c.key.p) : 0;
		if (b != board && board != 0)
			check_board(t, board, count, high, r);
		if (!more)
			break;
		count = b == board ? count + 1 : 1;
		high = get_be32(c.key.p + 4);
		board = b;
		memcpy(&id, c.val.p, sizeof(id));
		if (c.val.len == sizeof(id))
			check_seen(t, board, high, id, r);
		else
			check_placed(t, board, high, id, r);
		more = cursor_next(&c);
	}
	cursor_close(&c);
}

static enum err
report_result(struct txn *t, struct upkeep_report *r)
{
	if (txn_error(t) != OK && txn_error(t) != ERR_CORRUPT)
		return txn_error(t);
	if (txn_error(t) != OK && r->bad == 0)
		complain(r, "%s", err_detail());
	if (r->bad != 0)
		return err_set(ERR_CORRUPT, "%llu %s, the first: %s",
		    (unsigned long long)r->bad,
		    r->bad == 1 ? "fault" : "faults", r->first);
	return OK;
}

enum err
store_check(struct store *s, upkeep_progress *fn, void *arg,
    struct upkeep_report *r)
{
	struct txn *t = txn_new_read(s->db);
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct tally n = { 0 };
	enum err e = t != NULL ? txn_renew(t) : ERR_IO;

	*r = (struct upkeep_report){ 0 };
	if (e == OK) {
		r->events = journal_last(t);
		for (uint64_t seq = 1; seq <= r->events; seq++) {
			check_event(s, t, seq, &raw, &n, r);
			if (txn_error(t) != OK) {
				/* A fault is told, then looked past. */
				txn_reset(t);
				txn_renew(t);
			}
			if (fn != NULL && seq % 256 == 0)
				fn(seq, r->events, arg);
		}
		r->articles = n.posts;
		check_counts(t, &n, r);
		check_boards(t, r);
		e = report_result(t, r);
	}
	buf_clear(&raw);
	txn_free(&t);
	return e;
}

/* --- rebuild ------------------------------------------------------------ */

static enum err
replay_event(struct store *s, struct txn *t, uint64_t seq, struct buf *raw,
    struct upkeep_report *r)
{
	struct slice line = journal_get(t, seq);
	struct buf copy = BUF_INIT(LIMIT_HEADER);
	struct facts f;
	struct event e;
	enum err err = OK;

	/* apply() writes, so the line must not stay in the map. */
	buf_put_slice(&copy, line);
	if (line.p == NULL || event_parse(buf_slice(&copy), &e) != OK) {
		err = err_set(ERR_CORRUPT, "event %llu is missing or damaged",
		    (unsigned long long)seq);
	} else if (slice_is(e.act, act_table[ACT_POST].name)) {
		err = read_article(s, t, &e, raw);
		if (err == OK)
			err = facts_of(buf_slice(raw), &f);
		else if (err == ERR_NOTFOUND)
			err = remains_facts(t, &e, &f);
		if (err == OK) {
			apply(t, &e, &f);
			facts_clear(&f);
			r->articles++;
		}
	} else if (slice_is(e.act, act_table[ACT_RESTORE].name)) {
		buf_reset(raw);
		err = article_facts(s, t, target_id(t, e.target), raw, &f);
		if (err == OK)
			apply(t, &e, &f);
		facts_clear(&f);
	} else {
		apply(t, &e, NULL);
	}
	buf_clear(&copy);
	return err != OK ? err : txn_error(t);
}

static enum err
replay_some(struct store *s, char set, uint64_t from, uint64_t to,
    struct buf *raw, struct upkeep_report *r)
{
	struct txn *t = txn_begin(s->db);
	enum err e = t != NULL ? OK : ERR_IO;

	if (e != OK)
		return e;
	txn_use_set(t, set);
	for (uint64_t seq = from; seq <= to && e == OK; seq++)
		e = replay_event(s, t, seq, raw, r);
	if (e == OK)
		return txn_commit(&t);
	txn_abort(&t);
	return e;
}

/* What cannot be made anew had another name before format 4. */
static enum err
adopt_older(struct store *s)
{
	struct txn *t = txn_begin(s->db);

	if (t == NULL)
		return ERR_IO;
	txn_adopt(t, "stub", T_REMAINS);
	return txn_commit(&t);
}

static enum err
prepare_set(struct store *s, char set)
{
	struct txn *t = txn_begin(s->db);

	if (t == NULL)
		return ERR_IO;
	txn_drop_set(t, set);
	txn_use_set(t, set);
	msgids_forget(t);
	standing_forget(s->db);
	words_forget(s->db);
	return txn_commit(&t);
}

/* Rows of one table that the two sets do not share. */
static uint64_t
compare_table(struct txn *a, struct txn *b, enum table tb)
{
	struct cursor ca, cb;
	uint64_t differ = 0;
	bool more_a, more_b;

	cursor_open(&ca, a, tb);
	cursor_open(&cb, b, tb);
	more_a = cursor_seek(&ca, NULL, 0);
	more_b = cursor_seek(&cb, NULL, 0);
	while (more_a || more_b) {
		int order = !more_a ? 1 : !more_b ? -1 :
		    slice_cmp(ca.key, cb.key);

		if (order != 0 || !slice_eq(ca.val, cb.val))
			differ++;
		if (order <= 0)
			more_a = cursor_next(&ca);
		if (order >= 0)
			more_b = cursor_next(&cb);
	}
	cursor_close(&ca);
	cursor_close(&cb);
	return differ;
}

static enum err
compare_sets(struct store *s, char fresh, struct upkeep_report *r)
{
	static const struct {
		enum table table;
		const char *name;
	} list[] = {
#define X(id, name, projection) { projection ? T_##id : T_COUNT, name },
		STORE_TABLES(X)
#undef X
	};
	struct txn *a = txn_new_read(s->db), *b = txn_new_read(s->db);
	enum err e = a != NULL && b != NULL ? OK : ERR_IO;

	if (e == OK && (e = txn_renew(a)) == OK)
		e = txn_renew(b);
	for (size_t i = 0; e == OK && i < sizeof(list) / sizeof(*list); i++) {
		uint64_t n;

		if (list[i].table == T_COUNT)
			continue;
		txn_use_set(b, fresh);
		n = compare_table(a, b, list[i].table);
		if (n != 0) {
			complain(r, "table %s: %llu rows differ",
			    list[i].name, (unsigned long long)n);
			r->bad += n - 1;
		}
		if ((e = txn_error(a)) == OK)
			e = txn_error(b);
	}
	txn_free(&a);
	txn_free(&b);
	return e;
}

static enum err
switch_set(struct store *s, char fresh)
{
	struct txn *t = txn_begin(s->db);
	uint32_t format = STORE_FORMAT;
	char old;
	enum err e;

	if (t == NULL)
		return ERR_IO;
	old = txn_set(t);
	txn_put(t, T_META, "set", 3, &fresh, 1);
	txn_put(t, T_META, "format", 6, &format, sizeof(format));
	e = txn_commit(&t);
	if (e != OK)
		return e;
	s->older = false;
	db_use_set(s->db, fresh);
	return prepare_set(s, old); /* empty: its pages serve again */
}

enum err
store_rebuild(struct store *s, upkeep_progress *fn, void *arg,
    struct upkeep_report *r)
{
	struct txn *t = txn_new_read(s->db);
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	enum err e = t != NULL ? txn_renew(t) : ERR_IO;
	char fresh = 'a';

	*r = (struct upkeep_report){ 0 };
	if (e == OK) {
		r->events = journal_last(t);
		fresh = txn_set(t) == 'a' ? 'b' : 'a';
	}
	txn_free(&t);
	if (e == OK && s->older)
		e = adopt_older(s);
	if (e == OK)
		e = prepare_set(s, fresh);
	for (uint64_t at = 1; e == OK && at <= r->events;
	    at += EVENTS_PER_TXN) {
		uint64_t end = at + EVENTS_PER_TXN - 1;

		e = replay_some(s, fresh, at,
		    end < r->events ? end : r->events, &raw, r);
		if (fn != NULL)
			fn(at, r->events, arg);
	}
	if (e == OK && !s->older)
		e = compare_sets(s, fresh, r);
	if (e == OK)
		e = switch_set(s, fresh);
	buf_clear(&raw);
	return e;
}
