/* Message-ids in lists, and ranges: what comes out is what was meant. */
#include <stdlib.h>

#include "proto/limits.h"
#include "proto/msgid.h"
#include "proto/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_ids(struct slice s)
{
	struct slice rest = s, id, again;
	const char *behind = s.p;

	while (msgid_next(&rest, &id)) {
		if (id.p < behind || id.p + id.len > s.p + s.len)
			abort();
		behind = id.p + id.len;
		if (id.len < 3 || id.len > LIMIT_MSGID || id.p[0] != '<' ||
		    slice_chr(id, '>') != (ptrdiff_t)id.len - 1 ||
		    slice_chr(id, ' ') >= 0)
			abort();
	}
	if (rest.len != 0)
		abort();
	/* the strict form is one of the loose ones */
	if (msgid_valid(s)) {
		again = s;
		if (!msgid_next(&again, &id) || !slice_eq(id, s))
			abort();
	}
}

static void
check_range(struct slice s)
{
	struct slice rest = s, low;
	struct range r;
	uint64_t n;

	if (!range_parse(s, &r))
		return;
	low = slice_cut(&rest, '-');
	if (!slice_u64(low, &n) || n != r.low)
		abort();
	if (rest.p == NULL ? r.high != r.low :
	    rest.len == 0 ? r.high != UINT64_MAX :
	    !slice_u64(rest, &n) || n != r.high)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size);

	check_ids(s);
	check_range(s);
	return 0;
}
