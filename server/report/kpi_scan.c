/* The tables that figures are made from, a row a call. */
#include "proto/wildmat.h"
#include "server/report/kpi_internal.h"
#include "server/store/query/match.h"
#include "server/store/community/order.h"
#include "server/store/community/policy.h"
#include "server/store/community/subject.h"

static bool
board_counts(const struct kpi_run *r, struct view *v, uint32_t board)
{
	struct slice nobody = slice_make("", 0);
	struct board b;

	return view_board_by_id(v, board, &b) &&
	    board_open_to(b.kind, b.name, WHO_GUEST, nobody) &&
	    (r->q.board[0] == '\0' ||
	    wildmat_match(slice_of(r->q.board), b.name));
}

bool
kpi_counts(struct kpi_run *r, struct view *v, uint32_t board)
{
	if (board >= r->nboards)
		return board_counts(r, v, board);
	if (r->boards[board] == 0)
		r->boards[board] = board_counts(r, v, board) ? 1 : 2;
	return r->boards[board] == 1;
}

bool
kpi_is_company(uint32_t who)
{
	return (who & (WHO_STAFF | WHO_MANAGER)) != 0;
}

/* Neither of the company nor of its machines. */
static bool
is_peer(uint32_t who)
{
	return !kpi_is_company(who) && (who & WHO_BOT) == 0;
}

/* --- questions and ideas -------------------------------------------------- */

static void
count_answer(struct kpi_run *r, int group, const struct question_rec *q)
{
	struct kpi_count *c = &r->count[group];
	int64_t took = q->answered - q->asked;

	c->answered++;
	c->peer += is_peer(q->answered_roles);
	c->in_hour += took <= KPI_HOUR;
	c->in_day += took <= KPI_DAY;
	c->in_week += took <= 7 * KPI_DAY;
}

static void
count_solution(struct kpi_run *r, int group, uint64_t root,
    const struct question_rec *q)
{
	struct kpi_count *c = &r->count[group];
	bool peer = is_peer(q->solved_roles);

	c->solved++;
	c->solved_peer += peer;
	c->direct += peer && q->escalated == 0;
	kpi_sample_add(r, group, WAIT_SOLUTION, root, q->solved - q->asked,
	    false);
}

static void
count_question(struct kpi_run *r, int group, uint64_t root,
    const struct question_rec *q)
{
	struct kpi_count *c = &r->count[group];
	int64_t end = q->answered != 0 ? q->answered : r->now;
	int64_t paused = q->pauses;

	if (q->answered == 0 && q->paused != 0)
		paused += r->now - q->paused;
	c->questions++;
	if (q->answered != 0)
		count_answer(r, group, q);
	kpi_sample_add(r, group, WAIT_REPLY, root, end - q->asked - paused,
	    q->answered == 0);
	if (q->solutions != 0 && q->solved != 0)
		count_solution(r, group, root, q);
	if (q->escalated != 0) {
		c->escalated++;
		c->late += end > q->escalated ? end - q->escalated : 0;
	}
	if (q->rating != 0) {
		c->rated++;
		c->content += q->rating >= 4;
	}
	c->dups += q->state == STATE_DUPLICATE;
	c->metoo += q->metoo;
}

static void
count_idea(struct kpi_run *r, int group, uint64_t root,
    const struct question_rec *q)
{
	static const uint32_t milestones[] = { 100, 1000, 5000, 10000 };
	struct kpi_count *c = &r->count[group];
	bool decided = q->state == STATE_PLANNED ||
	    q->state == STATE_DECLINED || q->state == STATE_DONE;

	c->ideas++;
	for (int i = 0; i < 4; i++)
		c->ideas_at[i] += q->support >= milestones[i];
	c->reviewed += decided || q->state == STATE_REVIEW;
	c->done += q->state == STATE_DONE;
	if (!decided || q->solved == 0)
		return;
	c->decided++;
	kpi_sample_add(r, group, WAIT_DECISION, root,
	    q->solved - q->asked, false);
}

bool
kpi_next_asked(struct kpi_run *r, struct view *v, struct question_rec *q)
{
	if (!r->placed)
		r->asked = (struct asked_row){ .time = r->low };
	r->placed = true;
	if (!view_asked_next(v, &r->asked) || r->asked.time >= r->high)
		return false;
	if (!kpi_counts(r, v, r->asked.board) ||
	    !view_question(v, r->asked.root, q, NULL) ||
	    q->state == STATE_REMOVED || (q->flags & QUESTION_OLD) != 0)
		q->state = STATE_NONE;
	return true;
}

static bool
scan_asked(struct kpi_run *r, struct view *v)
{
	struct question_rec q;
	int group;

	if (!kpi_next_asked(r, v, &q))
		return false;
	if (q.state == STATE_NONE)
		return true;
	group = kpi_group(r, r->asked.time);
	if (q.kind == KIND_QA)
		count_question(r, group, r->asked.root, &q);
	else if (q.kind == KIND_IDEAS)
		count_idea(r, group, r->asked.root, &q);
	return true;
}

/* --- postings ------------------------------------------------------------- */

/* Whether it can be asked there: it has shown that it knows, or a role. */
static bool
is_helper(struct view *v, const struct tally_row *at)
{
	struct subject user, board;

	if (!view_subject_user(v, at->account, &user) ||
	    !view_subject_board(v, at->board, &board))
		return false;
	return user.user.solved != 0 || (roles_who(user.roles,
	    board.board_name) & (WHO_SUPERUSER | WHO_EXPERT |
	    WHO_MODERATOR)) != 0;
}

static int
hour_of_week(int64_t t)
{
	/* 1970 began on a Thursday. */
	return (int)((t / KPI_HOUR + 3 * 24) % KPI_HOURS);
}

int
kpi_group(const struct kpi_run *r, int64_t t)
{
	return r->groups > 1 ? hour_of_week(t) : 0;
}

/* Whether a helper was there, as far as somebody asks. */
static void
count_helper(struct kpi_run *r, struct view *v, int group, int hour,
    struct kpi_person *p)
{
	bool asked = (r->needed & KPI_TALLY_HELPS) != 0 && p != NULL &&
	    !p->helper;

	if ((!asked && r->covered[hour]) || !is_helper(v, &r->tally))
		return;
	r->covered[hour] = true;
	if (!asked)
		return;
	p->helper = true;
	r->count[group].helpers++;
}

static bool
scan_tally(struct kpi_run *r, struct view *v)
{
	struct kpi_person *p;
	struct tally_row *at = &r->tally;
	int64_t time;
	int group;

	/* An hour counts that has begun when the period does. */
	if (!r->placed)
		*at = (struct tally_row){
			.hour = (uint32_t)(r->low / KPI_HOUR),
		};
	r->placed = true;
	if (!view_tally_next(v, at) ||
	    (int64_t)at->hour * KPI_HOUR >= r->high)
		return false;
	if (!kpi_counts(r, v, at->board))
		return true;
	time = (int64_t)at->hour * KPI_HOUR;
	group = kpi_group(r, time);
	r->count[group].posts += at->posts;
	p = kpi_person_add(r, group, at->account, at->posts);
	count_helper(r, v, group, hour_of_week(time), p);
	if ((r->needed & KPI_TALLY_NEW) != 0 && p != NULL &&
	    p->posts == at->posts)
		kpi_count_newcomer(r, v, group, p);
	return true;
}

/* --- order ---------------------------------------------------------------- */

static bool
scan_flag(struct kpi_run *r, struct view *v)
{
	const struct flag_rec *f = &r->flag.rec;
	struct subject s;
	int group;

	if (!r->placed)
		r->flag = (struct flag_row){ .account = 0 };
	r->placed = true;
	if (!view_flag_next(v, &r->flag))
		return false;
	if (f->time < r->low || f->time >= r->high ||
	    !view_subject_article(v, r->flag.article, &s) ||
	    !kpi_counts(r, v, s.board))
		return true;
	group = kpi_group(r, f->time);
	r->count[group].flags++;
	if (f->state != FLAG_MOOT)
		kpi_sample_add(r, group, WAIT_REVIEW, r->flag.article,
		    f->state == FLAG_OPEN ? r->now - f->time : f->took,
		    f->state == FLAG_OPEN);
	return true;
}

/* Whether the act was about something of the boards asked for. */
static bool
concerns(struct kpi_run *r, struct view *v, const struct event *e)
{
	struct buf target = BUF_INIT(LIMIT_HEADER);
	struct subject s;
	bool counts;

	if (!slice_starts(e->target, "<"))
		return r->q.board[0] == '\0';
	text_unescape(&target, e->target);
	counts = view_subject_article(
	    v, view_article_id(v, buf_slice(&target)), &s) &&
	    kpi_counts(r, v, s.board);
	buf_clear(&target);
	return counts;
}

static bool
is_one(struct slice act, const char *list)
{
	struct slice rest = slice_of(list);

	while (rest.p != NULL)
		if (slice_eq(slice_cut(&rest, ' '), act))
			return true;
	return false;
}

static bool
scan_modlog(struct kpi_run *r, struct view *v)
{
	struct kpi_count *c;
	struct event e;
	struct slice line;

	if (!r->placed) {
		r->modlog = view_event_since(v, r->low);
		r->modlog -= r->modlog != 0;
	}
	r->placed = true;
	r->modlog = view_modlog_next(v, r->modlog);
	if (r->modlog == 0)
		return false;
	line = view_event(v, r->modlog);
	if (line.p == NULL || event_parse(line, &e) != OK ||
	    e.time >= r->high)
		return false;
	if (!concerns(r, v, &e))
		return true;
	c = &r->count[kpi_group(r, e.time)];
	c->undone += is_one(e.act, "restore lift");
	c->orders += is_one(e.act,
	    "hide remove uphold warn silence suspend");
	c->sanctions += is_one(e.act, "warn silence suspend");
	return true;
}

/* What is so now, whatever the period. */
static bool
scan_board(struct kpi_run *r, struct view *v)
{
	struct kpi_count *c = &r->count[0];
	uint32_t wanted = policy_of(v, POLICY_MODERATORS);
	struct subject s;
	struct board b;

	if (!r->placed)
		r->board[0] = '\0';
	r->placed = true;
	if (!view_board_next(v, slice_of(r->board), &b))
		return false;
	slice_copy(b.name, r->board, sizeof(r->board));
	if (!kpi_counts(r, v, b.id) || slice_is(b.kind, "view") ||
	    !view_subject_board(v, b.id, &s))
		return true;
	c->boards++;
	c->boards_short += view_number(v, &s, QUERY_MODERATORS, r->now,
	    wanted) < wanted;
	return true;
}

bool
kpi_scan_row(struct kpi_run *r, struct view *v)
{
	switch ((enum kpi_scan)r->scan) {
	case KPI_SCAN_ASKED:
		return scan_asked(r, v);
	case KPI_SCAN_TALLY:
		return scan_tally(r, v);
	case KPI_SCAN_FLAG:
		return scan_flag(r, v);
	case KPI_SCAN_MODLOG:
		return scan_modlog(r, v);
	case KPI_SCAN_BOARDS:
		return scan_board(r, v);
	case KPI_SCAN_REPLIES:
		return kpi_scan_replies(r, v);
	case KPI_SCAN_RETURNS:
		return kpi_scan_returns(r, v);
	case KPI_SCAN_LEDGER:
		return kpi_scan_ledger(r, v);
	case KPI_SCAN_END:
		break;
	}
	return false;
}
