/* One round of trust: what was posted is counted, then account by account. */
#include "server/trust.h"

#include "common/log.h"
#include "server/nightly.h"
#include "server/store/community/trust.h"

/* A slice of the count; true at its end. */
static bool
count_some(struct job *j, struct trust_count *c)
{
	struct view *v = view_open(j->reader);
	bool done = v == NULL || view_trust_count(v, c, j->now);

	view_close(&v);
	return done;
}

/* A slice of the walk; name is whose level should change, or empty. */
static bool
walk_some(struct job *j, struct trust_walk *w,
    char name[LIMIT_ACCOUNT_NAME + 2])
{
	struct view *v = view_open(j->reader);
	bool done = v == NULL || view_trust_walk(v, w, j->now);
	struct account a;

	name[0] = '\0';
	if (v != NULL && w->level >= 0 &&
	    view_account_by_id(v, w->after, &a)) {
		name[0] = '@';
		slice_copy(a.name, name + 1, LIMIT_ACCOUNT_NAME + 1);
	}
	view_close(&v);
	return done;
}

static void
say(struct job *j, const char *name)
{
	struct intent i = {
		.act = ACT_TRUST, .actor = SLICE("system"),
		.target = slice_of(name), .args = SLICE("why=reading"),
	};
	enum err e = job_ask(j, &i);

	if (e != OK && e != ERR_EXISTS && e != ERR_BUSY)
		log_warn("trust of %s: %s", name, i.why);
}

void
trust_round(struct job *j)
{
	struct trust_count count = { .since = 0 };
	struct trust_walk walk = { .level = -1 };
	char name[LIMIT_ACCOUNT_NAME + 2];
	bool done = false;

	while (!job_over(j) && !count_some(j, &count))
		;
	while (!done && !job_over(j)) {
		done = walk_some(j, &walk, name);
		if (name[0] != '\0')
			say(j, name);
	}
}
