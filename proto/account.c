/* Names of accounts, and what their roles are good for. */
#include "proto/account.h"

#include "proto/limits.h"
#include "proto/wildmat.h"

bool
account_name_valid(struct slice name)
{
	if (name.len < 2 || name.len > LIMIT_ACCOUNT_NAME)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

bool
account_has_role(struct slice roles, const char *role, struct slice board)
{
	while (roles.p != NULL) {
		struct slice scope = slice_cut(&roles, ',');
		struct slice name = slice_cut(&scope, ':');

		if ((slice_is(name, role) || slice_is(name, "admin")) &&
		    (scope.p == NULL || wildmat_match(scope, board)))
			return true;
	}
	return false;
}
