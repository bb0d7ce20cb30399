/* Names of accounts from names of people. */
#include "server/ctl/person.h"

#include <stdio.h>

#include "common/crc32c.h"
#include "proto/account.h"

enum { SUFFIX = 9 };	/* "-" and eight digits */

/* '\0' for what no name may hold. */
static char
letter(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c | 0x20);
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
	    c == '_' || c == '-')
		return (char)c;
	return c == ' ' ? '.' : '\0';
}

void
person_name(struct slice author, struct person *out)
{
	size_t n = 0;
	bool lost = false;

	for (size_t i = 0; i < author.len; i++) {
		char c = letter((unsigned char)author.p[i]);

		if (c == '\0' || n == LIMIT_ACCOUNT_NAME)
			lost = true;
		else
			out->name[n++] = c;
	}
	if (lost || n < 2 || account_name_reserved(
	    slice_make(out->name, n))) {
		if (n == 0)
			out->name[n++] = 'x';
		if (n > LIMIT_ACCOUNT_NAME - SUFFIX)
			n = LIMIT_ACCOUNT_NAME - SUFFIX;
		snprintf(out->name + n, SUFFIX + 1, "-%08x",
		    crc32c(0, author.p, author.len));
		n += SUFFIX;
	}
	/* One that only begins like a name with a meaning. */
	if (account_name_reserved(slice_make(out->name, n)))
		out->name[0] = 'x';
	out->name[n] = '\0';
}
