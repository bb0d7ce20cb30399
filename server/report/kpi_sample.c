/*
 * Waits and people of a period. Both are bounded: of more than KPI_SAMPLES
 * waits every second, fourth ... thing measured is kept, which hardly moves a
 * quantile; of more than KPI_PEOPLE accounts nothing is said.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "server/report/kpi_internal.h"

enum { ROOM_FIRST = 1024 };

/* --- waits ---------------------------------------------------------------- */

static uint16_t
mark_of(uint64_t what)
{
	return (uint16_t)((what * 0x9e3779b97f4a7c15u) >> 48);
}

/* Drops every second thing that is kept. */
static void
thin_out(struct kpi_run *r)
{
	uint32_t n = 0;

	r->stride *= 2;
	for (uint32_t i = 0; i < r->nsamples; i++)
		if (r->samples[i].mark % r->stride == 0)
			r->samples[n++] = r->samples[i];
	r->nsamples = n;
}

void
kpi_sample_add(struct kpi_run *r, int group, enum kpi_wait wait,
    uint64_t what, int64_t seconds, bool open)
{
	uint32_t n = r->nsamples;

	if (mark_of(what) % r->stride != 0)
		return;
	if (n == 0 || (n >= ROOM_FIRST && (n & (n - 1)) == 0 &&
	    n < KPI_SAMPLES))
		r->samples = xrealloc(r->samples, sizeof(*r->samples) *
		    (n == 0 ? ROOM_FIRST : 2 * n));
	if (n == KPI_SAMPLES && r->stride > UINT16_MAX)
		return;
	if (n == KPI_SAMPLES) {
		thin_out(r);
		kpi_sample_add(r, group, wait, what, seconds, open);
		return;
	}
	r->samples[r->nsamples++] = (struct kpi_sample){
		.seconds = seconds < 0 ? 0 : seconds > UINT32_MAX ?
		    UINT32_MAX : (uint32_t)seconds,
		.mark = mark_of(what),
		.group = (uint8_t)group,
		.wait = (uint8_t)(2 * wait + (open ? 1 : 0)),
	};
}

/* By group and kind, then by time; what is over before what goes on. */
static int
sample_order(const void *x, const void *y)
{
	const struct kpi_sample *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->wait / 2 != b->wait / 2)
		return a->wait < b->wait ? -1 : 1;
	if (a->seconds != b->seconds)
		return a->seconds < b->seconds ? -1 : 1;
	return a->wait % 2 - b->wait % 2;
}

/* Where those of a group and kind begin. */
static uint32_t
sample_first(const struct kpi_run *r, int group, int wait)
{
	uint32_t low = 0, high = r->nsamples;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct kpi_sample *s = &r->samples[mid];

		if (s->group < group ||
		    (s->group == group && s->wait / 2 < wait))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
kpi_quantile(const struct kpi_run *r, int group, enum kpi_wait wait,
    double p, double *seconds)
{
	uint32_t from = sample_first(r, group, (int)wait);
	uint32_t end = sample_first(r, group, (int)wait + 1);
	double waiting = 1;	/* the part that goes on, as estimated */

	for (uint32_t i = from; i < end; i++) {
		if (r->samples[i].wait % 2 != 0)
			continue;
		waiting *= 1 - 1.0 / (end - i);
		if (waiting <= 1 - p + 1e-9) {
			*seconds = r->samples[i].seconds;
			return true;
		}
	}
	return false;
}

/* --- people --------------------------------------------------------------- */

static struct kpi_person *
person_slot(const struct kpi_run *r, uint32_t group, uint32_t account)
{
	uint64_t key = (uint64_t)group << 32 | account;
	uint32_t i = (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32);

	for (i &= r->slots - 1; r->people[i].account != 0 &&
	    (r->people[i].account != account || r->people[i].group != group);
	    i = (i + 1) & (r->slots - 1))
		;
	return &r->people[i];
}

static void
make_room(struct kpi_run *r)
{
	struct kpi_person *old = r->people;
	uint32_t n = r->slots;

	r->slots = n == 0 ? ROOM_FIRST : 2 * n;
	r->people = xcalloc(r->slots, sizeof(*r->people));
	for (uint32_t i = 0; i < n; i++)
		if (old[i].account != 0)
			*person_slot(r, old[i].group, old[i].account) =
			    old[i];
	free(old);
}

struct kpi_person *
kpi_person_add(struct kpi_run *r, int group, uint32_t account, uint32_t posts)
{
	struct kpi_person *p;

	if (account == 0)
		return NULL;
	if (r->npeople * 2 >= r->slots)
		make_room(r);
	p = person_slot(r, (uint32_t)group, account);
	if (p->account == 0 && r->npeople == KPI_PEOPLE) {
		r->crowded = true;
		return NULL;
	}
	if (p->account == 0) {
		p->group = (uint32_t)group;
		p->account = account;
		r->npeople++;
	}
	p->posts += posts;
	return p;
}

/* By group, the busiest first. */
static int
person_order(const void *x, const void *y)
{
	const struct kpi_person *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->posts != b->posts)
		return a->posts > b->posts ? -1 : 1;
	return a->account < b->account ? -1 : a->account > b->account;
}

const struct kpi_person *
kpi_people(const struct kpi_run *r, int group, uint32_t *n)
{
	uint32_t from = 0, end;

	while (from < r->npeople && r->people[from].group < (uint32_t)group)
		from++;
	for (end = from; end < r->npeople &&
	    r->people[end].group == (uint32_t)group; end++)
		;
	*n = end - from;
	return r->npeople != 0 ? r->people + from : NULL;
}

void
kpi_samples_end(struct kpi_run *r)
{
	uint32_t n = 0;

	if (r->nsamples > 1)
		qsort(r->samples, r->nsamples, sizeof(*r->samples),
		    sample_order);
	for (uint32_t i = 0; i < r->slots; i++)
		if (r->people[i].account != 0)
			r->people[n++] = r->people[i];
	if (n > 1)
		qsort(r->people, n, sizeof(*r->people), person_order);
}

void
kpi_samples_reset(struct kpi_run *r)
{
	r->nsamples = 0;
	r->stride = 1;
	r->npeople = 0;
	r->crowded = false;
	if (r->slots != 0)
		memset(r->people, 0, r->slots * sizeof(*r->people));
}

void
kpi_samples_free(struct kpi_run *r)
{
	free(r->samples);
	free(r->people);
}

/* --- intervals ------------------------------------------------------------ */

void
kpi_wilson(uint64_t hits, uint64_t n, double *low, double *high)
{
	const double z = 1.96, z2 = z * z;
	double m = (double)n, p = (double)hits / m;
	double middle = (p + z2 / (2 * m)) / (1 + z2 / m);
	double half = z * sqrt(p * (1 - p) / m + z2 / (4 * m * m)) /
	    (1 + z2 / m);

	*low = middle - half;
	*high = middle + half;
}
