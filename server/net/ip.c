/* Internet addresses: text, nets, and what a socket says. */
#include "server/net/ip.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { MAPPED_BITS = 96, ALL_BITS = 128 };

static void
map_v4(struct ip *ip, const void *v4)
{
	memset(ip->b, 0, sizeof(ip->b));
	ip->b[10] = ip->b[11] = 0xff;
	memcpy(ip->b + 12, v4, 4);
	ip->known = true;
}

struct ip
ip_of(const struct sockaddr *sa)
{
	struct ip ip = { .known = false };

	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		map_v4(&ip, &in.sin_addr);
	} else if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in;

		memcpy(&in, sa, sizeof(in));
		memcpy(ip.b, &in.sin6_addr, sizeof(ip.b));
		ip.known = true;
	}
	return ip;
}

bool
ip_net_parse(struct slice text, struct ip_net *out)
{
	struct slice bits = text, host = slice_cut(&bits, '/');
	unsigned char raw[16];
	char name[IP_TEXT];
	unsigned most = ALL_BITS;
	uint64_t n;

	*out = (struct ip_net){ .bits = ALL_BITS };
	if (!slice_copy(host, name, sizeof(name)))
		return false;
	if (inet_pton(AF_INET, name, raw) == 1) {
		map_v4(&out->ip, raw);
		most -= MAPPED_BITS;
	} else if (inet_pton(AF_INET6, name, raw) == 1) {
		memcpy(out->ip.b, raw, sizeof(raw));
		out->ip.known = true;
	} else {
		return false;
	}
	if (bits.p == NULL)
		return true;
	if (!slice_u64(bits, &n) || n > most)
		return false;
	out->bits = ALL_BITS - most + (unsigned)n;
	return true;
}

bool
ip_in(const struct ip *ip, const struct ip_net *net)
{
	unsigned whole = net->bits / 8, rest = net->bits % 8;

	if (!ip->known || memcmp(ip->b, net->ip.b, whole) != 0)
		return false;
	return rest == 0 ||
	    (ip->b[whole] ^ net->ip.b[whole]) >> (8 - rest) == 0;
}

static bool
is_mapped(const struct ip *ip)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(ip->b, mapped, sizeof(mapped)) == 0;
}

struct slice
ip_host(const struct ip *ip)
{
	const char *b = (const char *)ip->b;

	/* The first bytes of all mapped ones are the same. */
	return is_mapped(ip) ? slice_make(b + 8, 8) : slice_make(b, 8);
}

void
ip_print(const struct ip *ip, char out[IP_TEXT])
{
	out[0] = '\0';
	if (!ip->known)
		return;
	if (is_mapped(ip))
		inet_ntop(AF_INET, ip->b + 12, out, IP_TEXT);
	else
		inet_ntop(AF_INET6, ip->b, out, IP_TEXT);
}
