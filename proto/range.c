/* Ranges of article numbers. */
#include "proto/range.h"

bool
range_parse(struct slice s, struct range *out)
{
	struct slice rest = s, low = slice_cut(&rest, '-');

	if (!slice_u64(low, &out->low))
		return false;
	if (rest.p == NULL) {
		out->high = out->low;
		return true;
	}
	if (rest.len == 0) {
		out->high = UINT64_MAX;
		return true;
	}
	return slice_u64(rest, &out->high);
}
