/*
 * Internet addresses as 16 bytes, IPv4 mapped into IPv6, and nets of them.
 */
#ifndef SERVER_NET_IP_H
#define SERVER_NET_IP_H

#include <stdbool.h>

#include "common/slice.h"

struct sockaddr;

enum { IP_TEXT = 46 };

struct ip {
	unsigned char b[16];
	bool known;		/* false: no internet address */
};

struct ip_net {
	struct ip ip;
	unsigned bits;		/* of the 128 */
};

struct ip ip_of(const struct sockaddr *sa);
/* "192.0.2.7", "192.0.2.0/24", "2001:db8::/32"; false when it is none. */
bool ip_net_parse(struct slice text, struct ip_net *out);
bool ip_in(const struct ip *ip, const struct ip_net *net);
/* What one host counts as: the IPv4 address, or the /64. Points into *ip. */
struct slice ip_host(const struct ip *ip);
/* As text; "" when it is not known. */
void ip_print(const struct ip *ip, char out[IP_TEXT]);

#endif
