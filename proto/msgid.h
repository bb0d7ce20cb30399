/* Message-ids (RFC 5536, 3.1.3) and lists of them (References). */
#ifndef PROTO_MSGID_H
#define PROTO_MSGID_H

#include "common/slice.h"

/* "<left@right>", printable ASCII, no blanks, at most LIMIT_MSGID. */
bool msgid_valid(struct slice s);
/*
 * What a command may ask for (RFC 3977, 3.6): the "@" is not asked for, and
 * "<" may stand inside. No article need have such an id.
 */
bool msgid_askable(struct slice s);
/*
 * The next "<...>" of a References or In-Reply-To value, junk between them
 * skipped; false at the end. The id is what old mail allows: printable
 * ASCII without blanks and brackets inside, at most LIMIT_MSGID; the "@" is
 * not asked for.
 */
bool msgid_next(struct slice *rest, struct slice *id);

#endif
