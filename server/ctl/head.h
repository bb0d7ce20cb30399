/*
 * The header of a message as mail programs take it, whatever is wrong with
 * it: lines end in LF, fields may be broken, empty, there twice.
 */
#ifndef SERVER_CTL_HEAD_H
#define SERVER_CTL_HEAD_H

#include "common/slice.h"

enum { HEAD_FIELDS = 1024, HEAD_SPARE = 8 };

enum head_fate {
	HEAD_KEEP,
	HEAD_DROP,
	HEAD_ORIGINAL,	/* written as X-Original-Name */
};

struct head_field {
	struct slice name;
	struct slice value;	/* trimmed; LF and a blank where it folds */
	enum head_fate fate;
};

struct head {
	struct head_field field[HEAD_FIELDS + HEAD_SPARE];
	int n;
	int junk;	/* lines dropped because they are no field */
	int surplus;	/* fields past HEAD_FIELDS, dropped */
};

/* Whether a line is "Name: value", old blanks before the colon allowed. */
bool head_is_field(struct slice line);
/* Splits text (LF only) into *h and *body; both point into text. */
void head_split(struct slice text, struct head *h, struct slice *body);
/* The first field of that name which is to be kept; NULL if there is none. */
struct head_field *head_find(struct head *h, const char *name);
/* Adds a field; at most HEAD_SPARE of them. */
void head_add(struct head *h, const char *name, struct slice value);

#endif
