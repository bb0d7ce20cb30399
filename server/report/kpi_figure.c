/* Each figure from what was counted, as kpi.def says. */
#include "server/report/kpi_internal.h"

static void
ratio(struct kpi_row *row, uint64_t part, uint64_t whole)
{
	row->n = whole;
	row->known = whole != 0;
	if (whole != 0)
		row->value = (double)part / (double)whole;
}

static void
count(struct kpi_row *row, uint64_t n, uint64_t of)
{
	row->n = of;
	row->known = true;
	row->value = (double)n;
}

static void
quantile(const struct kpi_run *r, int group, enum kpi_wait wait, double p,
    uint64_t n, struct kpi_row *row)
{
	row->n = n;
	row->known = kpi_quantile(r, group, wait, p, &row->value);
}

static void
figure_answer(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	ratio(row, row->id == KPI_ANSWER_1H ? c->in_hour :
	    row->id == KPI_ANSWER_24H ? c->in_day : c->in_week,
	    c->questions);
}

static void
figure_par(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	if (row->id == KPI_PAR)
		ratio(row, c->peer, c->answered);
	else
		ratio(row, c->solved_peer, c->solved);
}

static void
figure_ttfr(const struct kpi_run *r, int group, struct kpi_row *row)
{
	quantile(r, group, WAIT_REPLY, row->id == KPI_TTFR_P50 ? .5 : .9,
	    r->count[group].questions, row);
}

static void
figure_sla(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	if (row->id == KPI_SLA_BREACH) {
		ratio(row, c->escalated, c->questions);
		return;
	}
	ratio(row, (uint64_t)c->late, c->escalated);
	row->value /= 60;
}

static void
figure_solved(const struct kpi_run *r, int group, struct kpi_row *row)
{
	ratio(row, r->count[group].solved, r->count[group].questions);
}

static void
figure_tts(const struct kpi_run *r, int group, struct kpi_row *row)
{
	quantile(r, group, WAIT_SOLUTION, row->id == KPI_TTS_P50 ? .5 : .9,
	    r->count[group].solved, row);
}

static void
figure_csat(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	ratio(row, c->content, c->rated);
	row->ranged = row->known;
	if (row->known)
		kpi_wilson(c->content, c->rated, &row->low, &row->high);
}

static void
figure_dup(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	ratio(row, c->dups + c->metoo, c->questions + c->metoo);
}

static void
figure_deflect(const struct kpi_run *r, int group, struct kpi_row *row)
{
	count(row, r->count[group].direct, r->count[group].questions);
}

/* --- people --------------------------------------------------------------- */

static uint64_t
posts_of_first(const struct kpi_person *p, uint32_t n, uint32_t k)
{
	uint64_t posts = 0;

	for (uint32_t i = 0; i < n && i < k; i++)
		posts += p[i].posts;
	return posts;
}

/* How many of the busiest it takes to reach half of all. */
static uint32_t
bus_factor(const struct kpi_person *p, uint32_t n, uint64_t all)
{
	uint64_t posts = 0;
	uint32_t i = 0;

	while (i < n && 2 * posts < all)
		posts += p[i++].posts;
	return i;
}

/* G = 2 * sum of i * x(i) / (n * sum of x) - (n + 1) / n, x rising. */
static double
gini(const struct kpi_person *p, uint32_t n, uint64_t all)
{
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += (double)(n - i) * p[i].posts;
	return 2 * sum / ((double)n * (double)all) - (n + 1.0) / n;
}

static void
figure_people(const struct kpi_run *r, int group, struct kpi_row *row)
{
	uint32_t n;
	const struct kpi_person *p = kpi_people(r, group, &n);
	uint64_t all = posts_of_first(p, n, n);

	row->n = row->id == KPI_TOPSHARE ? all : n;
	row->known = n != 0 && !r->crowded;
	if (!row->known)
		return;
	if (row->id == KPI_TOPSHARE)
		row->value = (double)posts_of_first(p, n, r->q.k) /
		    (double)all;
	else if (row->id == KPI_BUS_FACTOR)
		row->value = bus_factor(p, n, all);
	else
		row->value = gini(p, n, all);
}

static void
figure_coverage(const struct kpi_run *r, int group, struct kpi_row *row)
{
	unsigned hours = 0, covered = 0;

	for (int i = 0; i < KPI_HOURS; i++) {
		bool weekend = i >= 5 * 24, evening = !weekend && i % 24 >= 18;

		if ((r->groups > 1 && i != group) ||
		    (row->id == KPI_COVERAGE_EVENING && !evening) ||
		    (row->id == KPI_COVERAGE_WEEKEND && !weekend))
			continue;
		hours++;
		covered += r->covered[i];
	}
	ratio(row, covered, hours);
}

/* --- replies, returns, rewards -------------------------------------------- */

static void
figure_replies(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	if (row->id == KPI_HELPED)
		ratio(row, c->helpful, c->solutions);
	else if (row->id == KPI_FIRST_RIGHT)
		ratio(row, c->first_right, c->solved);
	else if (row->id == KPI_STAFF_TOUCHED)
		ratio(row, c->touched, c->questions);
	else if (row->id == KPI_ADVICE_AGAINST)
		ratio(row, c->against, c->advised);
	else
		ratio(row, c->disputed, c->staff_replies);
}

static void
figure_reward(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	row->n = c->solved;
	row->known = c->solved != 0 && r->q.board[0] == '\0' &&
	    strcmp(r->currency, "?") != 0;
	if (row->known)
		row->value = (double)c->credits / 100 / c->solved;
}

static void
figure_engagement(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	if (row->id == KPI_RETURN_30D) {
		ratio(row, c->returned, c->askers);
		return;
	}
	ratio(row, c->stayed, c->newcomers);
	row->known = row->known && !r->crowded;
}

static void
figure_health(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];
	double helpers = c->helpers < 10 ? c->helpers / 10.0 : 1;

	if (row->id == KPI_HELPERS) {
		count(row, c->helpers, c->helpers);
		return;
	}
	ratio(row, c->in_day, c->questions);
	row->value = .4 * row->value + .3 * helpers;
	if (c->askers != 0)
		row->value += .3 * c->returned / c->askers;
}

/* --- order and ideas ------------------------------------------------------ */

static void
figure_order(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	if (row->id == KPI_FLAG_RATE) {
		ratio(row, c->flags, c->posts);
		row->value *= 1000;
	} else if (row->id == KPI_OVERTURNED) {
		ratio(row, c->undone, c->orders);
	} else if (row->id == KPI_SANCTIONS) {
		count(row, c->sanctions, c->orders);
	} else {
		/* What is now belongs to no hour. */
		count(row, c->boards_short, c->boards);
		row->known = r->groups == 1;
	}
}

static void
figure_review(const struct kpi_run *r, int group, struct kpi_row *row)
{
	quantile(r, group, WAIT_REVIEW, .9, r->count[group].flags, row);
}

static void
figure_ideas(const struct kpi_run *r, int group, struct kpi_row *row)
{
	const struct kpi_count *c = &r->count[group];

	if (row->id == KPI_IDEAS)
		count(row, c->ideas, c->ideas);
	else if (row->id == KPI_IDEAS_REVIEWED)
		count(row, c->reviewed, c->ideas);
	else if (row->id == KPI_IDEAS_DONE)
		count(row, c->done, c->ideas);
	else if (row->id == KPI_IDEAS_P50)
		quantile(r, group, WAIT_DECISION, .5, c->decided, row);
	else
		count(row, c->ideas_at[row->id - KPI_IDEAS_100], c->ideas);
}

typedef void figure_fn(
    const struct kpi_run *r, int group, struct kpi_row *row);

static figure_fn *const figures[] = {
#define X(id, name, family, unit, scans, groups, fn, help) [KPI_##id] = fn,
#include "server/report/kpi.def"
#undef X
};

void
kpi_figure(const struct kpi_run *r, int group, struct kpi_row *row)
{
	figures[row->id](r, group, row);
}
