/*
 * How many connections an address has open, so that one of them cannot take
 * all. IPv6 counts by /64. Any thread.
 */
#ifndef SERVER_NET_ADDRESS_H
#define SERVER_NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "server/net/ip.h"

struct address_table;

struct address {
	struct ip ip;
	bool counted;		/* holds a place in the table */
};

struct address_table *address_table_new(unsigned limit);
void address_table_free(struct address_table **t);
/* From now on; 0: any number. Those open stay. */
void address_table_limit(struct address_table *t, unsigned limit);
/* What it is now. */
unsigned address_table_most(const struct address_table *t);

/* The loopback net, or no internet address at all. */
bool address_local(const struct sockaddr *sa);
/*
 * Takes a place; false when the address has no more. With a limit of 0 none
 * is counted nor refused.
 */
bool address_take(struct address_table *t, struct address *a);
/* Gives the place back, once. */
void address_release(struct address_table *t, struct address *a);

#endif
