/* Names of accounts and persons, and what their roles are good for. */
#ifndef PROTO_ACCOUNT_H
#define PROTO_ACCOUNT_H

#include "common/buf.h"
#include "common/err.h"
#include "common/slice.h"

/* [a-z0-9._-], 2 to LIMIT_ACCOUNT_NAME of them. */
bool account_name_valid(struct slice name);
/*
 * Names that stand for something else: "system", what "@me" means, and
 * "deleted-5" of an account that was ended.
 */
bool account_name_reserved(struct slice name);

/* name ["/" label] [":" wildmat], as in "expert/tv:tv.*". */
struct account_role {
	struct slice name;
	struct slice label;	/* p NULL: none */
	struct slice scope;	/* p NULL: everywhere */
};

/* Takes the first of comma-separated roles; false at their end. */
bool account_next_role(struct slice *list, struct account_role *out);
/*
 * Whether each of the comma-separated roles is one that can be given: staff
 * has a label, its brand; invited has a scope; admin has neither. ERR_SYNTAX
 * with a remedy in err_detail().
 */
enum err account_check_roles(struct slice list);
/* Whether staff is among them; with a brand: that staff. */
bool account_is_staff(struct slice roles);
bool account_is_staff_of(struct slice roles, struct slice brand);
/* The brand of the first staff role; false when there is none. */
bool account_brand(struct slice roles, struct slice *out);

/*
 * Whether the comma-separated roles give this one for a board: "moderator"
 * gives it everywhere, "moderator:tv.*" for the boards that match. An admin
 * has every role.
 */
bool account_has_role(
    struct slice roles, const char *role, struct slice board);

/*
 * Appends the comma-separated words as account_claims() compares them, with a
 * comma behind each.
 */
void account_fold_words(struct slice words, struct buf *out);
/* Words of a display name that only the server gives, folded. */
extern const char account_role_words[];
/*
 * Whether a display name (UTF-8) holds one of the folded words: as a word of
 * its own, in any case, with marks on its letters, with characters that
 * nobody sees, or with its letters set apart.
 */
bool account_claims(struct slice display, struct slice words);

#endif
