/*
 * The terms of use: one version counts, and whoever has not accepted it does
 * nothing but read, accept it, or leave.
 */
#include "proto/article.h"
#include "server/store/community/people.h"
#include "server/store/key.h"

uint32_t
terms_current(struct txn *t, uint64_t *seq)
{
	struct cursor c;
	uint32_t version = 0;

	cursor_open(&c, t, T_TERMS);
	if (cursor_last(&c) && c.key.len == 4 && c.val.len == sizeof(*seq)) {
		version = get_be32(c.key.p);
		memcpy(seq, c.val.p, sizeof(*seq));
	}
	cursor_close(&c);
	return version;
}

static bool
is_free(enum act_id act)
{
	return act == ACT_ACCEPT || act == ACT_LEAVE || act == ACT_READ;
}

/* The board is for them, and for those who accept them, alone. */
static enum err
check_board(const struct intent *i)
{
	struct slice list = i->posting->facts.newsgroups, name;

	while (article_next_board(&list, &name))
		if (slice_is(name, TERMS_BOARD))
			return err_set(ERR_DENIED, "role: " TERMS_BOARD
			    " takes nothing but \"!accept\" and the number of "
			    "the terms; choose another board");
	return OK;
}

enum err
check_terms(
    struct view *v, const struct intent *i, const struct decision *d)
{
	uint64_t seq;
	uint32_t version;

	if (d->me->id == 0 || d->me->admin || d->imported || i->relayed ||
	    is_free(i->act))
		return OK;
	version = terms_current(v->txn, &seq);
	if (d->me->rec.terms >= version)
		return i->act == ACT_POST ? check_board(i) : OK;
	return err_set(ERR_TERMS, "terms v%u are to be accepted: XACT accept "
	    "terms:%u, or post \"!accept %u\" to " TERMS_BOARD, version,
	    version, version);
}

/* "terms:3"; false when it is no number from 1 on. */
static bool
take_version(struct slice target, uint32_t *out)
{
	uint64_t n;

	if (!slice_u64(slice_from(target, sizeof("terms:") - 1), &n) ||
	    n == 0 || n > UINT32_MAX)
		return false;
	*out = (uint32_t)n;
	return true;
}

/* The board that they stand in, and where they are accepted. */
static enum err
make_board(struct view *v, const struct intent *i, struct decision *d)
{
	struct intent board = {
		.act = ACT_BOARD, .actor = i->actor,
		.target = SLICE(TERMS_BOARD),
		.args = SLICE("kind=discussion :Terms of use"),
	};

	d->event.act = slice_of(act_table[ACT_BOARD].name);
	d->again = true;
	return decide_BOARD(v, &board, d);
}

/* Its lines end in LF, whoever sent them. */
static void
put_plain(struct slice text, struct buf *out)
{
	struct buf raw = BUF_INIT(LIMIT_HEADER);

	text_unescape(&raw, text);
	for (size_t i = 0; i < raw.len; i++)
		if (raw.p[i] != '\r')
			buf_putc(out, raw.p[i]);
	buf_clear(&raw);
}

/* Whether these are their words already. */
static bool
same_text(struct view *v, uint64_t seq, struct slice text)
{
	struct buf old = BUF_INIT(LIMIT_HEADER);
	struct event e;
	bool same = false;

	if (journal_event(v->txn, seq, &e)) {
		text_unescape(&old, event_text(e.args));
		same = slice_eq(buf_slice(&old), text);
	}
	buf_clear(&old);
	return same;
}

static enum err
decide_text(struct view *v, const struct intent *i, struct slice text,
    struct decision *d)
{
	uint32_t version, now;
	uint64_t seq = 0;
	struct board b;

	now = terms_current(v->txn, &seq);
	if (!take_version(i->target, &version))
		return err_arg("@", "terms have a number: terms:1");
	if (version < now)
		return err_set(ERR_STATE, "terms v%u are in force; new ones "
		    "are terms:%u", now, now + 1);
	if (slice_trim(text).len == 0)
		return err_arg(":", "the text is missing: say - at the "
		    "end and send it as a block");
	if (version == now && same_text(v, seq, text))
		return err_set(ERR_EXISTS, "these are the terms already");
	if (!view_board(v, SLICE(TERMS_BOARD), &b))
		return make_board(v, i, d);
	if (i->posting != NULL && d->posted == 0)
		return decide_notice(v, i, d);
	buf_put_slice(&d->target, i->target);
	event_put_text(&d->args, text);
	return OK;
}

enum err
decide_TERMS(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf text = BUF_INIT(LIMIT_HEADER);
	enum err e;

	put_plain(event_text(i->args), &text);
	e = decide_text(v, i, buf_slice(&text), d);
	buf_clear(&text);
	return e;
}

void
apply_TERMS(struct step *s)
{
	struct key4 key;
	uint32_t version;

	if (!take_version(s->e->target, &version))
		return;
	key = key_4(version);
	txn_put(s->t, T_TERMS, &key, sizeof(key), &s->e->seq,
	    sizeof(s->e->seq));
}

enum err
decide_ACCEPT(struct view *v, const struct intent *i, struct decision *d)
{
	uint64_t seq;
	uint32_t version = 0, now = terms_current(v->txn, &seq);

	if (d->me->id == 0)
		return err_set(ERR_DENIED, "role: only an account accepts "
		    "terms; log in, or say as=@name");
	if (now == 0)
		return err_set(ERR_NOTFOUND, "there are no terms of use here");
	if (!take_version(i->target, &version) || version != now)
		return err_set(ERR_STATE, "terms v%u are in force; read them "
		    "(XINFO terms) and say: accept terms:%u", now, now);
	if (d->me->rec.terms >= now)
		return err_set(ERR_EXISTS, "they are accepted already");
	buf_put_slice(&d->target, i->target);
	return OK;
}

void
apply_ACCEPT(struct step *s)
{
	struct account_rec rec;
	uint32_t version;

	if (!take_version(s->e->target, &version) ||
	    !account_get(s->t, s->account, &rec, NULL))
		return;
	rec.terms = version;
	account_keep(s, s->account, &rec);
}

/* --- for the sessions ----------------------------------------------------- */

uint32_t
view_terms(struct view *v, struct event *out)
{
	uint64_t seq;
	uint32_t version = terms_current(v->txn, &seq);

	if (version == 0 || out == NULL)
		return version;
	return journal_event(v->txn, seq, out) ? version : 0;
}
