/* The rights that roles carry. */
#include "server/auth/account.h"

enum right
account_right(struct slice roles)
{
	while (roles.p != NULL)
		if (slice_is(slice_cut(&roles, ','), "admin"))
			return RIGHT_ADMIN;
	return RIGHT_POST;
}
