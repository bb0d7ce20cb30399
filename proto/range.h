/* Ranges of article numbers (RFC 3977, 9.8): "n", "n-", "n-m". */
#ifndef PROTO_RANGE_H
#define PROTO_RANGE_H

#include <stdint.h>

#include "common/slice.h"

struct range {
	uint64_t low, high;	/* high is UINT64_MAX for "n-"; may be < low */
};

/* Digits only; numbers past 64 bits are refused, never wrapped. */
bool range_parse(struct slice s, struct range *out);

#endif
