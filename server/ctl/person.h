/* Authors elsewhere become accounts here: a name of theirs for each. */
#ifndef SERVER_CTL_PERSON_H
#define SERVER_CTL_PERSON_H

#include "common/slice.h"
#include "proto/limits.h"

struct person {
	char name[LIMIT_ACCOUNT_NAME + 1];	/* of the account */
};

/*
 * The account's name: the author's in small letters, blanks become dots.
 * What is lost by that or too long is made up for by a digest, so that the
 * same author gives the same name on every run and no two, but for case,
 * share one.
 */
void person_name(struct slice author, struct person *out);

#endif
