/* The default numbers of a community. */
#include "server/store/community/policy.h"

const struct policy policy_default = {
	.join = JOIN_INVITATION,
	.v = {
#define X(id, key, value, unit, help) [POLICY_##id] = (value),
#include "server/store/community/policy.def"
#undef X
	},
};
