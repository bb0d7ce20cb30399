/*
 * The numbers of a community (policy.def). decide() reads them; what they led
 * to stands in the event, so that apply() needs none.
 */
#ifndef SERVER_STORE_COMMUNITY_POLICY_H
#define SERVER_STORE_COMMUNITY_POLICY_H

#include <stdint.h>

enum policy_id {
#define X(id, ...) POLICY_##id,
#include "server/store/community/policy.def"
#undef X
	POLICY_COUNT
};

/* Who may make an account without an admin. */
enum policy_join { JOIN_CLOSED, JOIN_INVITATION, JOIN_OPEN };

/* Seconds or numbers. All 0 is a community without limits and points. */
struct policy {
	uint32_t v[POLICY_COUNT];
	char brands[256];	/* words no display name may hold, by commas */
	unsigned char join;	/* enum policy_join */
};

/* What policy.def says. */
extern const struct policy policy_default;

struct view;

/* The number that holds now, of the view's store. */
uint32_t policy_of(const struct view *v, enum policy_id id);

#endif
