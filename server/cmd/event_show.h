/*
 * Events as people see them, in XLIST event and XWATCH: who may know of one,
 * and how its line reads then.
 */
#ifndef SERVER_CMD_EVENT_SHOW_H
#define SERVER_CMD_EVENT_SHOW_H

#include "server/net/session.h"
#include "server/store/store.h"

/* Whether everybody may know of it; then nobody need be asked for. */
bool event_is_public(struct view *v, const struct event *e);
/* Whether the session may know of it. */
bool event_is_seen(struct session *s, const struct event *e);
/*
 * The event as it is shown, without the names of who left; codes: with the
 * invitations that people joined with. Parts of it may point into text, which
 * is overwritten.
 */
void event_show(struct view *v, const struct event *e, bool codes,
    struct event *out, struct buf *text);

#endif
