/* Article numbers and ranges of them. */
#include "proto/range.h"

/* RFC 3977, 9.8: article-number = 1*16DIGIT, zeros in front among them. */
enum { DIGITS = 16 };

bool
range_number(struct slice s, uint64_t *out)
{
	return s.len <= DIGITS && slice_u64(s, out);
}

bool
range_parse(struct slice s, struct range *out)
{
	struct slice rest = s, low = slice_cut(&rest, '-');

	if (!range_number(low, &out->low))
		return false;
	if (rest.p == NULL) {
		out->high = out->low;
		return true;
	}
	if (rest.len == 0) {
		out->high = UINT64_MAX;
		return true;
	}
	return range_number(rest, &out->high);
}
