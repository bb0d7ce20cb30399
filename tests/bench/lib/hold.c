/*
 * Connections that have entered a board and rest, while others work: tells
 * when they are there, and at the end whether they all still are.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/idle.h"

static void
check(const struct conn *c)
{
	char byte;
	ssize_t n = recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	if (n >= 0 || errno != EAGAIN)
		log_fatal("resting connection %u was not left alone", c->id);
}

void
mode_hold(const struct load_options *opt)
{
	struct conn *c = xcalloc(opt->count, sizeof(*c));
	char byte;

	raise_files(opt->count + 64);
	idle_open(c, opt, true);
	report("held", opt->count, "connections");
	if (read(STDIN_FILENO, &byte, 1) > 0)
		log_fatal("only the end of the input was expected");
	for (unsigned i = 0; i < opt->count; i++)
		check(&c[i]);
	idle_close(c, opt);
}
