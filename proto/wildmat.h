/* Wildmats (RFC 3977, 4), in time linear in pattern times text. */
#ifndef PROTO_WILDMAT_H
#define PROTO_WILDMAT_H

#include "common/slice.h"

/*
 * Comma-separated patterns of * and ?, "!" negates; the last one that
 * matches decides. "?" is one UTF-8 character. Also INN's [...] sets? No:
 * RFC 3977 gives "[", "]" and "\" no meaning, wildmat_valid refuses them.
 */
bool wildmat_match(struct slice wildmat, struct slice text);
bool wildmat_valid(struct slice wildmat);
/*
 * One pattern as XPAT has it (RFC 2980, 3.3): besides * and ? also [a-z],
 * [^a-z], and a backslash before what stands for itself; a comma or "!" is
 * one.
 */
bool wildmat_match_old(struct slice pattern, struct slice text);

#endif
