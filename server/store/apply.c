/* Events become table rows: pure, the same on every machine, every time. */
#include "common/endian.h"
#include "server/store/community/question.h"
#include "server/store/rules/standing.h"

void
apply_BOARD(struct step *s)
{
	struct txn *t = s->t;
	const struct event *e = s->e;
	struct slice kind = event_arg(e->args, "kind");
	struct slice status = event_arg(e->args, "status"), old;
	struct board_row row = {
		.created = e->time,
		.low = 1,
		.made = e->seq <= UINT32_MAX ? (uint32_t)e->seq : 0,
		.sla = UINT32_MAX,
		.hold = UINT32_MAX,
	};
	struct buf text;
	unsigned char key[4];
	uint64_t id = 0, span;
	bool changed = false, closed = board_kind_closed(kind);

	event_arg_u64(e->args, "id", &id);
	put_be32(key, (uint32_t)id);
	if (board_row_get(t, (uint32_t)id, &row, &old)) {
		slice_cut(&old, '\t');
		old = slice_cut(&old, '\t');
		changed = !slice_eq(old, kind);
		closed = closed || board_kind_closed(old);
	}
	if (event_arg_u64(e->args, "sla", &span))
		row.sla = (uint32_t)span;
	if (event_arg_u64(e->args, "hold", &span))
		row.hold = (uint32_t)span;
	row.status = status.len != 0 ? (unsigned char)status.p[0] : 'y';
	buf_init(&text, LIMIT_HEADER);
	buf_put_slice(&text, e->target);
	buf_putc(&text, '\t');
	buf_put_slice(&text, kind);
	buf_putc(&text, '\t');
	text_unescape(&text, event_text(e->args));
	board_row_put(t, (uint32_t)id, &row, buf_slice(&text));
	txn_put(t, T_NAME, e->target.p, e->target.len, key, sizeof(key));
	buf_clear(&text);
	touch(s, DOMAIN_BOARD, id);
	if (changed)
		standing_again(s, closed ? AGAIN_DOORS : AGAIN_KINDS);
}

/* "for=tv.general,tv.x": boards of a control article, which stands in none. */
static uint8_t
put_control(struct txn *t, const struct event *e)
{
	struct slice list = event_arg(e->args, "for");
	uint8_t n = 0;

	for (; list.p != NULL && n < LIMIT_BOARDS; n++)
		aside_put(t, board_id(t, slice_cut(&list, ',')), e->seq,
		    e->seq);
	return n;
}

/* What was submitted under another number is in its boards now. */
static void
forget_held(struct txn *t, const struct event *e)
{
	unsigned char key[8];
	uint64_t id;

	if (!event_arg_u64(e->args, "held", &id))
		return;
	put_be64(key, id);
	txn_del(t, T_ARTICLE, key, sizeof(key));
	held_del(t, id);
}

void
apply_POST(struct step *s)
{
	struct txn *t = s->t;
	const struct event *e = s->e;
	const struct facts *f = s->f;
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec = { 0 };

	if (f == NULL)
		return;
	rec.date = f->date < e->time ? f->date : e->time;
	rec.lines = f->lines;
	forget_held(t, e);
	rec.nplaces = place_parse(t, e, place);
	if (rec.nplaces == 0)
		rec.naside = put_control(t, e);
	msgid_put(t, f->id, e->seq);
	place_put(t, e->seq, &rec, place, f);
	thread_insert(s, e->seq, &rec, place, f);
	question_post(s, e->seq, &rec, place);
}

void
apply_SET(struct step *s)
{
	struct slice name = event_arg(s->e->args, "name");

	if (name.len != 0)
		txn_put(s->t, T_PROP, "name", 4, name.p, name.len);
}

/* --- acts that change no table -------------------------------------------- */

#define NOTHING(id)                 \
	void                        \
	apply_##id(struct step *s)  \
	{                           \
		(void)s;            \
	}

NOTHING(PUBLISH)	/* a post event does it */
NOTHING(FEED)
NOTHING(BACKUP)

/* --- dispatch ----------------------------------------------------------- */

static apply_fn *const apply_table[] = {
#define X(id, ...) [ACT_##id] = apply_##id,
#include "proto/act.def"
#undef X
};

void
touch(struct step *s, int domain, uint64_t id)
{
	if (id == 0)
		return;
	for (int i = 0; i < s->ntouched; i++)
		if (s->touched[i].id == id && s->touched[i].domain == domain)
			return;
	if (s->ntouched == TOUCH_MAX) {
		txn_fail(s->t, err_set(ERR_TOOBIG,
		    "event %llu touches too much",
		    (unsigned long long)s->e->seq));
		return;
	}
	s->touched[s->ntouched].domain = domain;
	s->touched[s->ntouched++].id = id;
}

void
apply(struct txn *t, const struct event *e, const struct facts *f)
{
	const struct act *act = act_find(e->act);
	struct step s;

	if (act == NULL) {
		txn_fail(t, err_set(ERR_VERSION, "event %llu: unknown act",
		    (unsigned long long)e->seq));
		return;
	}
	s.t = t;
	s.e = e;
	s.act = act->id;
	s.f = f;
	s.ntouched = 0;
	s.nadopted = 0;
	s.time = event_act_time(e);
	s.account = slice_starts(e->actor, "@") ?
	    account_id(t, slice_from(e->actor, 1)) : 0;
	apply_table[act->id](&s);
	token_put(t, e);
	settle(&s);
	msgids_settle(t, e->seq);
}
