/*
 * as= and at= of any act, which an admin may give: it was done by somebody
 * else, at a time gone by, and is imported. Who brings it stands beside.
 */
#include "proto/date.h"
#include "server/store/community/rows.h"

/* "2014-01-21T20:26:05Z", or seconds since 1970. */
static enum err
take_at(struct slice at, struct decision *d)
{
	uint64_t seconds;

	if (slice_u64(at, &seconds) && seconds <= INT64_MAX)
		d->now = (int64_t)seconds;
	else if (!date_parse_rfc3339(at, &d->now))
		return err_arg("at", "at= is a time, like "
		    "2026-11-22T03:00:00Z");
	if (d->now <= 0 || d->now > d->event.time)
		return err_arg("at", "at= is a time gone by, behind "
		    "1970");
	return OK;
}

enum err
decide_import(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice as = event_arg(i->args, "as");
	struct slice at = event_arg(i->args, "at");
	enum err e = OK;

	d->imported = i->by.p != NULL;
	if (d->imported && d->me->id == 0 && slice_starts(i->actor, "@"))
		return err_set(ERR_NOTFOUND, "Injection-Info names no "
		    "account; join makes it");
	if (as.p == NULL && at.p == NULL)
		return OK;
	if (!d->me->admin && !d->me->system)
		return err_set(ERR_DENIED, "role: as= and at= are for admin");
	if (i->act == ACT_PUBLISH)
		return err_arg("at", "publish has no as= and at=");
	d->imported = true;
	if (at.p != NULL)
		e = take_at(at, d);
	if (e == OK && as.p != NULL) {
		actor_find(v->txn, as, true, d->me);
		d->event.actor = as;
		if (d->me->id == 0)
			e = err_set(ERR_NOTFOUND, "as= names no account");
	}
	if (as.p != NULL)
		event_put_arg(&d->args, "by", i->actor);
	if (at.p != NULL)
		event_put_arg_u64(&d->args, "at", (uint64_t)d->now);
	return e;
}
