/* Amounts of money, exact in hundredths. */
#include "proto/money.h"

enum { DIGITS_MAX = 15 };

bool
money_parse(struct slice s, int64_t *out)
{
	bool minus = slice_starts(s, "-");
	struct slice whole = slice_from(s, minus), part;
	uint64_t units, hundredths = 0;

	if (whole.len > DIGITS_MAX)
		return false;
	part = whole;
	whole = slice_cut(&part, '.');
	if (!slice_u64(whole, &units))
		return false;
	if (part.p != NULL &&
	    (part.len > 2 || !slice_u64(part, &hundredths)))
		return false;
	if (part.p != NULL && part.len == 1)
		hundredths *= 10;
	*out = (int64_t)(units * 100 + hundredths);
	if (minus)
		*out = -*out;
	return true;
}

void
money_put(struct buf *out, int64_t hundredths)
{
	uint64_t n = hundredths < 0 ? (uint64_t)-hundredths :
	    (uint64_t)hundredths;

	buf_printf(out, "%s%llu.%02u", hundredths < 0 ? "-" : "",
	    (unsigned long long)(n / 100), (unsigned)(n % 100));
}
