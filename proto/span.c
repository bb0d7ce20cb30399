/* Spans of time as people write them. */
#include "proto/span.h"

#include "proto/date.h"

static const struct unit {
	char letter;
	int64_t seconds;
} units[] = {
	{ 'd', 86400 },
	{ 'h', 3600 },
	{ 'm', 60 },
	{ 's', 1 },
	{ 'w', 604800 },	/* read, not written */
};

enum { NUNITS = sizeof(units) / sizeof(*units) };

/* A hundred years of days: no sum with a time of ours overflows. */
static const int64_t span_max = 36525 * (int64_t)86400;

bool
span_parse(struct slice s, int64_t *out)
{
	uint64_t n;

	if (s.len < 2 || !slice_u64(slice_make(s.p, s.len - 1), &n))
		return false;
	for (int i = 0; i < NUNITS; i++) {
		if (units[i].letter != s.p[s.len - 1])
			continue;
		if (n > (uint64_t)(span_max / units[i].seconds))
			return false;
		*out = (int64_t)n * units[i].seconds;
		return true;
	}
	return false;
}

void
span_put(struct buf *out, int64_t seconds)
{
	int i = 0;

	while (i < NUNITS - 2 &&
	    (seconds == 0 || seconds % units[i].seconds != 0))
		i++;
	buf_printf(out, "%lld%c", (long long)(seconds / units[i].seconds),
	    units[i].letter);
}

void
span_say(struct buf *out, uint64_t seconds)
{
	static const struct {
		unsigned seconds;
		const char *name;
	} say[] = { { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	int i = 0;

	while (i < 2 && (seconds == 0 || seconds % say[i].seconds != 0))
		i++;
	buf_printf(out, "%llu %s",
	    (unsigned long long)(seconds / say[i].seconds), say[i].name);
}

/* A time, or the beginning of a day. */
static bool
time_parse(struct slice s, int64_t *out)
{
	char day[] = "2026-12-01T00:00:00Z";

	if (s.len != 10)
		return date_parse_rfc3339(s, out);
	memcpy(day, s.p, s.len);
	return date_parse_rfc3339(slice_of(day), out);
}

/* sign: whether a span goes on from now, or back. */
static bool
time_or_span(struct slice s, int64_t now, int sign, int64_t *out)
{
	int64_t span;

	if (!span_parse(s, &span))
		return time_parse(s, out);
	*out = now + sign * span;
	return true;
}

bool
span_time(struct slice s, int64_t now, int64_t *out)
{
	return time_or_span(s, now, -1, out);
}

bool
span_until(struct slice s, int64_t now, int64_t *out)
{
	return time_or_span(s, now, 1, out);
}
