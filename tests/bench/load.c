/*
 * The load generator: one process, one thread. Each mode is one measurement
 * and prints "name TAB value TAB unit"; every answer is checked, a wrong one
 * ends the program with status 1.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "tests/bench/lib/load.h"

static const struct {
	const char *name;
	load_mode *run;
	const char *help;
} modes[] = {
	{ "article", mode_article, "random articles by number" },
	{ "article1", mode_article_one,
	    "the same, one connection, delayed ACKs" },
	{ "over", mode_over, "random overview windows of 100" },
	{ "overall", mode_overall, "OVER of a whole board, DATE beside it" },
	{ "post", mode_post, "new articles" },
	{ "connect", mode_connect, "connect, greeting, QUIT" },
	{ "idle", mode_idle, "memory of idle connections" },
	{ "hold", mode_hold, "idle connections until the input ends" },
	{ "feed", mode_feed, "load the corpus by TAKETHIS" },
	{ "check", mode_check, "CHECK of the corpus and of unknown ones" },
	{ "grow", mode_grow, "let a board grow to -n articles" },
	{ "grown", mode_grown, "read in it: GROUP, ARTICLE, OVER" },
	{ "ask", mode_ask, "commands of a file; -n 0: each of them once" },
	{ "watch", mode_watch,
	    "-n watchers, acts of a file at -r a second" },
	{ "index", mode_index, "make the index of the corpus" },
	{ "echo", mode_echo, "what loopback gives without a server" },
	{ "echo-idle", mode_echo_idle, "memory of idle sockets alone" },
	{ "fsync", mode_fsync, "fdatasync rate of the disk" },
};

#define MODES (sizeof(modes) / sizeof(modes[0]))

static void
usage(void)
{
	fprintf(stderr, "usage: load MODE [-h ADDR] [-p PORT] [-b BOARD] "
	    "[-f CORPUS]\n\t[-c CONNECTIONS] [-t SECONDS] [-r RATE] "
	    "[-n COUNT] [-P PID]\n\t[-d DIR] [-u USER -w PASSWORD] [-S] "
	    "[-Z]\n  -r: requests a second of each connection; "
	    "-S: TLS; -Z: COMPRESS\n");
	for (size_t i = 0; i < MODES; i++)
		fprintf(stderr, "  %-10s %s\n", modes[i].name, modes[i].help);
	exit(2);
}

static void
take_option(struct load_options *opt, int flag, const char *arg)
{
	switch (flag) {
	case 'h': opt->host = arg; break;
	case 'p': opt->port = (unsigned)atoi(arg); break;
	case 'b': opt->board = arg; break;
	case 'f': opt->corpus = arg; break;
	case 'c': opt->conns = (unsigned)atoi(arg); break;
	case 'r': opt->rate = atof(arg); break;
	case 't': opt->seconds = atof(arg); break;
	case 'n': opt->count = (unsigned)atoi(arg); break;
	case 'P': opt->pid = atoi(arg); break;
	case 'd': opt->dir = arg; break;
	case 'u': opt->user = arg; break;
	case 'w': opt->password = arg; break;
	case 'S': opt->tls = true; break;
	case 'Z': opt->compress = true; break;
	default: usage();
	}
}

int
main(int argc, char **argv)
{
	struct load_options opt = { .host = "127.0.0.1", .port = 1119,
		.board = "bench.large", .corpus = "build/bench/corpus.mbox",
		.dir = "build/bench", .conns = 16, .count = 1000,
		.seconds = 3 };
	int flag;

	log_init("load", LOG_L_INFO);
	if (argc < 2)
		usage();
	while ((flag = getopt(argc - 1, argv + 1,
	    "h:p:b:f:c:t:r:n:P:d:u:w:SZ")) != -1)
		take_option(&opt, flag, optarg);
	if (optind + 1 != argc || opt.conns == 0 || opt.seconds <= 0)
		usage();
	for (size_t i = 0; i < MODES; i++)
		if (strcmp(argv[1], modes[i].name) == 0) {
			modes[i].run(&opt);
			return 0;
		}
	usage();
}
