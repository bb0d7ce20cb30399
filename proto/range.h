/* Ranges of article numbers (RFC 3977, 9.8): "n", "n-", "n-m". */
#ifndef PROTO_RANGE_H
#define PROTO_RANGE_H

#include <stdint.h>

#include "common/slice.h"

struct range {
	uint64_t low, high;	/* high is UINT64_MAX for "n-"; may be < low */
};

/* At most 16 digits and nothing else; never wraps. */
bool range_number(struct slice s, uint64_t *out);
/* Such numbers; 0 is one, though no article has it. */
bool range_parse(struct slice s, struct range *out);

#endif
