/* Names of accounts from names of people, and a set of them. */
#include "server/ctl/person.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/crc32c.h"
#include "common/xalloc.h"
#include "proto/account.h"

enum { SUFFIX = 9 };	/* "-" and eight digits */

struct people {
	struct person *at;	/* open addressing; "": free */
	size_t n, size;		/* size: a power of two */
};

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

struct people *
people_new(void)
{
	struct people *p = xcalloc(1, sizeof(*p));

	p->size = 1024;
	p->at = xcalloc(p->size, sizeof(*p->at));
	return p;
}

void
people_free(struct people **pp)
{
	struct people *p = *pp;

	if (p == NULL)
		return;
	free(p->at);
	free(p);
	*pp = NULL;
}

static struct person *
slot(const struct people *p, const char *name)
{
	size_t i = crc32c(0, name, strlen(name));

	while (p->at[i & (p->size - 1)].name[0] != '\0' &&
	    strcmp(p->at[i & (p->size - 1)].name, name) != 0)
		i++;
	return &p->at[i & (p->size - 1)];
}

static void
grow(struct people *p)
{
	struct people old = *p;

	p->size *= 2;
	p->at = xcalloc(p->size, sizeof(*p->at));
	for (size_t i = 0; i < old.size; i++)
		if (old.at[i].name[0] != '\0')
			*slot(p, old.at[i].name) = old.at[i];
	free(old.at);
}

bool
people_add(struct people *p, const struct person *who)
{
	struct person *at = slot(p, who->name);

	if (at->name[0] != '\0')
		return false;
	*at = *who;
	if (++p->n * 2 > p->size)
		grow(p);
	return true;
}
