/* Dates: what was read can be written and read again. */
#include <stdlib.h>

#include "proto/date.h"

/* 1000-01-01; older years read as two and three digits. */
#define YEAR_1000 INT64_C(-30610224000)
#define YEAR_9999_END INT64_C(253402300799)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_written(int64_t t)
{
	struct buf b = BUF_INIT(64);
	int64_t again;

	if (t < YEAR_1000 || t > YEAR_9999_END)
		return;
	date_put_rfc5322(&b, t);
	if (!date_parse(buf_slice(&b), &again) || again != t)
		abort();
	buf_reset(&b);
	date_put_rfc3339(&b, t);
	if (!date_parse_rfc3339(buf_slice(&b), &again) || again != t)
		abort();
	if (!date_parse(buf_slice(&b), &again) || again != t)
		abort();
	buf_reset(&b);
	date_put_nntp(&b, t);
	if (b.len != 14 || !date_parse_nntp(slice_make(b.p, 8),
	    slice_make(b.p + 8, 6), 0, &again) || again != t)
		abort();
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size), day, time = s;
	int64_t t;

	if (date_parse(s, &t)) {
		if (t < INT64_C(-62167219200) - 200000 ||
		    t > YEAR_9999_END + 200000)
			abort();
		check_written(t);
	}
	if (date_parse_rfc3339(s, &t))
		check_written(t);
	day = slice_cut(&time, ' ');
	if (date_parse_nntp(day, time, 1795320000, &t)) {
		if (day.len == 6 && t > 1798761600)
			abort();
		check_written(t);
	}
	if (size >= sizeof(t)) {
		memcpy(&t, data, sizeof(t));
		check_written(t % YEAR_9999_END);
	}
	return 0;
}
