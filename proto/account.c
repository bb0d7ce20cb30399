/* Names of accounts. */
#include "proto/account.h"

#include "proto/limits.h"

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
