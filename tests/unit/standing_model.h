/*
 * What rules and views should have made of the tables, found the slow way:
 * every query is asked of everything.
 */
#ifndef TESTS_UNIT_STANDING_MODEL_H
#define TESTS_UNIT_STANDING_MODEL_H

#include <stdio.h>

#include "common/endian.h"
#include "server/store/query/match.h"
#include "server/store/community/rows.h"
#include "server/store/rules/standing.h"
#include "server/store/rules/views.h"

static char standing_why[512];

static inline bool
standing_has(struct txn *t, enum table tb, const void *key, size_t klen)
{
	struct slice v;

	return txn_get(t, tb, key, klen, &v);
}

/* --- views ---------------------------------------------------------------- */

static inline bool
standing_shows(struct view *v, const struct query *q, uint64_t article)
{
	static const struct actor guest;
	struct subject a;

	return view_subject_article(v, article, &a) &&
	    view_home(v->txn, &a.rec, a.place) != NULL &&
	    actor_sees(&guest, &a) && view_match(v, q, &a, 0);
}

static inline const char *
standing_view_wrong(struct view *v, uint32_t board, struct slice text)
{
	struct query q;
	unsigned char key[12];
	uint64_t id = 0;
	uint32_t n = 0;
	struct board b;
	int column;

	if (query_parse(text, &q, &column) != OK)
		return "a view has no query";
	if (query_has_me(&q))
		return NULL;
	put_be32(key + 8, board);
	while ((id = view_article_next(v, id)) != 0) {
		bool want = standing_shows(v, &q, id), has;

		put_be64(key, id);
		has = standing_has(v->txn, T_SEEN, key, sizeof(key));
		n += has;
		if (has == want)
			continue;
		snprintf(standing_why, sizeof(standing_why),
		    "article %llu %s in the view \"%.*s\"",
		    (unsigned long long)id,
		    has ? "stands" : "does not stand", SLICE_ARG(text));
		return standing_why;
	}
	if (!view_board_by_id(v, board, &b) || b.count != n)
		return "a view counts wrong";
	return NULL;
}

static inline const char *
standing_views_wrong(struct view *v)
{
	struct standing_rec rec;
	const char *wrong = NULL;
	struct cursor c;

	cursor_open(&c, v->txn, T_QUERY);
	for (bool more = cursor_seek(&c, NULL, 0); more && wrong == NULL;
	    more = cursor_next(&c)) {
		memcpy(&rec, c.val.p, sizeof(rec));
		if (rec.at == STANDING_READY)
			wrong = standing_view_wrong(v, rec.id,
			    slice_from(c.val, sizeof(rec)));
	}
	cursor_close(&c);
	return wrong;
}

/* --- rules ---------------------------------------------------------------- */

static inline const char *
standing_armed_wrong(struct view *v, const struct standing_rec *rec,
    const struct rule *r, struct slice text, struct subject *a, uint64_t id)
{
	unsigned char key[13];
	bool has, want;

	key[0] = (unsigned char)a->domain;
	put_be64(key + 1, id);
	put_be32(key + 9, rec->id);
	has = standing_has(v->txn, T_ARMED, key, sizeof(key));
	want = (a->domain != DOMAIN_ARTICLE ||
	    a->rec.state == ARTICLE_HERE) &&
	    view_match(v, &r->query, a, 0);
	/* The clock of one that waits for its asker stands. */
	if (has == want || (has && a->domain == DOMAIN_ARTICLE && a->asks &&
	    a->question.state == STATE_NEEDSINFO))
		return NULL;
	snprintf(standing_why, sizeof(standing_why),
	    "%llu of domain %d is %sarmed for \"%.*s\"",
	    (unsigned long long)id, (int)a->domain, has ? "" : "not ",
	    SLICE_ARG(text));
	return standing_why;
}

static inline const char *
standing_rule_wrong(struct view *v, const struct standing_rec *rec,
    struct slice text)
{
	const char *wrong = NULL;
	struct subject a;
	struct rule r;
	uint64_t id = 0;
	int column;

	if (rule_parse(text, &r, &column) != OK)
		return "a rule does not parse";
	if (r.domain == QUERY_OF_BOARD)
		return NULL;
	if (r.domain == QUERY_OF_USER) {
		while (wrong == NULL && view_subject_user(
		    v, (uint32_t)++id, &a))
			wrong = standing_armed_wrong(
			    v, rec, &r, text, &a, id);
		return wrong;
	}
	while (wrong == NULL && (id = view_article_next(v, id)) != 0)
		if (view_subject_article(v, id, &a) && (a.marked || a.asks))
			wrong = standing_armed_wrong(
			    v, rec, &r, text, &a, id);
	return wrong;
}

/* Each timer has its row, and the other way round. */
static inline const char *
standing_timers_wrong(struct view *v)
{
	struct armed_rec rec;
	unsigned char key[21];
	const char *wrong = NULL;
	uint64_t n = 0;
	struct cursor c;

	cursor_open(&c, v->txn, T_ARMED);
	for (bool more = cursor_seek(&c, NULL, 0); more && wrong == NULL;
	    more = cursor_next(&c)) {
		memcpy(&rec, c.val.p, sizeof(rec));
		if (rec.due == 0)
			continue;
		n++;
		put_be64(key, (uint64_t)rec.due);
		memcpy(key + 8, c.key.p, 13);
		if (!standing_has(v->txn, T_TIMER, key, sizeof(key)))
			wrong = "what is armed has no timer";
	}
	cursor_close(&c);
	if (wrong == NULL && txn_rows(v->txn, T_TIMER) != n)
		wrong = "a timer runs for nothing";
	return wrong;
}

/* Whether every walk is over. */
static inline bool
standing_ready(struct view *v)
{
	static const enum table tables[] = { T_RULE, T_QUERY };
	struct standing_rec rec;
	bool ready = true;
	struct cursor c;

	for (size_t i = 0; i < 2; i++) {
		cursor_open(&c, v->txn, tables[i]);
		for (bool more = cursor_seek(&c, NULL, 0); more;
		    more = cursor_next(&c)) {
			memcpy(&rec, c.val.p, sizeof(rec));
			ready = ready && rec.at == STANDING_READY;
		}
		cursor_close(&c);
	}
	return ready;
}

static inline const char *
standing_wrong(struct view *v)
{
	const char *wrong = standing_views_wrong(v);
	struct standing_rec rec;
	struct cursor c;

	cursor_open(&c, v->txn, T_RULE);
	for (bool more = cursor_seek(&c, NULL, 0); more && wrong == NULL;
	    more = cursor_next(&c)) {
		struct slice text = slice_from(c.val, sizeof(rec));

		memcpy(&rec, c.val.p, sizeof(rec));
		if (rec.at == STANDING_READY && text.len != 0)
			wrong = standing_rule_wrong(v, &rec, text);
	}
	cursor_close(&c);
	return wrong != NULL ? wrong : standing_timers_wrong(v);
}

#endif
