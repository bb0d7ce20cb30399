/*
 * TLS to a server: who it must be, the handshake, and words for people about
 * what went wrong. A certificate is always checked: by the pins a user has
 * for the server, else by an authority, the name and the date.
 */
#ifndef CLIENT_TLS_H
#define CLIENT_TLS_H

#include "client/trust.h"
#include "common/buf.h"

struct bufferevent;
struct event_base;
struct tls;

/* Both are borrowed until tls_free(). NULL and err_detail(): no such CA. */
struct tls *tls_new(const struct server *server, const struct trust *trust);
void tls_free(struct tls **owner);
/*
 * Begins the handshake on a connected socket and takes it over in any case;
 * NULL when out of memory. BEV_EVENT_CONNECTED tells that the server is who
 * it must be; nothing is sent before.
 */
struct bufferevent *tls_start(struct tls *t, struct event_base *base, int fd);
/* After BEV_EVENT_CONNECTED: notes what was agreed on. */
void tls_connected(struct tls *t, struct bufferevent *bev);
/* Why the handshake failed, a sentence. */
void tls_why(struct tls *t, struct bufferevent *bev, struct buf *out);
/* Whether the last handshake failed for the server's certificate. */
bool tls_refused(const struct tls *t);
/* Lines for people: the last connection, its certificate, how to pin it. */
void tls_describe(const struct tls *t, struct buf *out);

#endif
