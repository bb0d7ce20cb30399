/*
 * What people came to do: who answers and how that was received, who comes
 * back, who is new, what is paid. A row a call.
 */
#include "server/report/kpi_internal.h"
#include "server/store/community/subject.h"
#include "server/store/community/value.h"

/* So many of an account's postings are looked at for its return. */
enum { LOOKED_AT = 64, RETURN_DAYS = 30 };

/* --- replies -------------------------------------------------------------- */

static void
count_reply(struct kpi_run *r, const struct mark_rec *m)
{
	struct kpi_count *c = &r->count[kpi_group(r, r->asked.time)];

	if ((m->bits & MARK_SOLUTION) != 0) {
		c->solutions++;
		c->helpful += m->up;
		c->first_right += r->reply == r->first;
	}
	c->advised += (m->bits & (MARK_AGAINST | MARK_FOR)) != 0;
	c->against += (m->bits & MARK_AGAINST) != 0;
	if (!kpi_is_company(m->who))
		return;
	c->staff_replies++;
	c->disputed += (m->bits & MARK_DISPUTED) != 0;
	c->touched += !r->touched;
	r->touched = true;
}

/* To the thread of the next question; false behind the last. */
static bool
next_thread(struct kpi_run *r, struct view *v)
{
	struct article_row row;
	struct question_rec q;

	r->thread = 0;
	if (!kpi_next_asked(r, v, &q))
		return false;
	if (q.state == STATE_NONE || q.kind != KIND_QA ||
	    !view_article_row(v, r->asked.root, &row))
		return true;
	r->thread = row.thread;
	r->reply = 0;
	r->first = q.answer;
	r->touched = false;
	return true;
}

bool
kpi_scan_replies(struct kpi_run *r, struct view *v)
{
	struct subject s;

	if (!r->placed || r->thread == 0)
		return next_thread(r, v);
	r->reply = view_thread_article(v, r->thread, r->reply);
	if (r->reply == 0)
		r->thread = 0;
	else if (r->reply != r->asked.root &&
	    view_subject_article(v, r->reply, &s) && s.marked &&
	    s.rec.state == ARTICLE_HERE)
		count_reply(r, &s.mark);
	return true;
}

/* --- who comes back ------------------------------------------------------- */

/* When the account wrote it. */
static int64_t
time_of(struct view *v, uint64_t article)
{
	struct subject s;

	return view_subject_article(v, article, &s) ? s.mark.time : 0;
}

/* To who asked the next question; false behind the last. */
static bool
next_asker(struct kpi_run *r, struct view *v)
{
	struct question_rec q;

	r->posting = 0;
	if (!kpi_next_asked(r, v, &q))
		return false;
	if (q.state == STATE_NONE || q.kind != KIND_QA || q.asker == 0)
		return true;
	r->count[kpi_group(r, r->asked.time)].askers++;
	r->asker = q.asker;
	r->posting = r->asked.root;
	r->looked = 0;
	return true;
}

bool
kpi_scan_returns(struct kpi_run *r, struct view *v)
{
	int64_t later;

	if (!r->placed || r->posting == 0)
		return next_asker(r, v);
	r->posting = r->looked++ < LOOKED_AT ?
	    view_author_next(v, r->asker, r->posting) : 0;
	if (r->posting == 0)
		return true;
	later = time_of(v, r->posting) - r->asked.time;
	if (later < KPI_DAY)
		return true;
	r->count[kpi_group(r, r->asked.time)].returned +=
	    later <= RETURN_DAYS * KPI_DAY;
	r->posting = 0;
	return true;
}

void
kpi_count_newcomer(struct kpi_run *r, struct view *v, int group,
    const struct kpi_person *p)
{
	uint64_t first = view_author_next(v, p->account, 0);
	int64_t time = time_of(v, first);

	if (first == 0 || time < r->low || time >= r->high ||
	    kpi_group(r, time) != group)
		return;
	r->count[group].newcomers++;
	r->count[group].stayed +=
	    view_author_next(v, p->account, first) != 0;
}

/* --- rewards -------------------------------------------------------------- */

bool
kpi_scan_ledger(struct kpi_run *r, struct view *v)
{
	struct ledger l;

	if (!r->placed)
		r->creditor = 0, r->credit = 0;
	r->placed = true;
	/* They are for no board. */
	if (r->q.board[0] != '\0' ||
	    !view_ledger_next(v, r->creditor, r->credit, &l))
		return false;
	r->creditor = l.account;
	r->credit = l.seq;
	if (l.time < r->low || l.time >= r->high)
		return true;
	r->count[kpi_group(r, l.time)].credits += l.amount;
	if (r->currency[0] == '\0')
		slice_copy(l.currency, r->currency, sizeof(r->currency));
	else if (!slice_is(l.currency, r->currency))
		slice_copy(SLICE("?"), r->currency, sizeof(r->currency));
	return true;
}
