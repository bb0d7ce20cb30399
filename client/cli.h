/*
 * The subcommands for scripts: one question to the server each, answers as
 * tab-separated rows or JSON Lines on stdout.
 */
#ifndef CLIENT_CLI_H
#define CLIENT_CLI_H

#include <stdbool.h>

#include "common/buf.h"

struct config;
struct event_base;
struct net;
struct server;

enum cli_exit {
	CLI_DONE = 0,
	CLI_NOTHING = 1,	/* nothing found */
	CLI_USAGE = 2,
	CLI_DENIED = 3,		/* not permitted */
	CLI_NETWORK = 4,
	CLI_REFUSED = 5,
	CLI_OUTPUT = 6,		/* what was found could not be written */
};

struct cli {
	const struct config *config;
	struct event_base *base;
	struct net *net;
	bool json, raw, header;
	bool stoa;		/* the server speaks XLIST and the rest */
	const char *board, *subject, *from;
	bool quote, help;
	const char *max, *period;	/* of watch; NULL: not given */
	/* The last answer: */
	int code;
	struct buf text, body;
	unsigned long seen;	/* its rows */
};

/* Runs the command line; an enum cli_exit. */
int cli_run(struct config *config, struct server *server,
    const char *password, int argc, char **argv);
/* The list of subcommands, for --help. */
void cli_usage(void);

/* cli.c: asks and waits; sets code, text, body. */
int cli_ask(struct cli *c, const char *group, struct slice block,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same for an answer that comes bit by bit: part has whole lines. */
int cli_ask_stream(struct cli *c, const char *line,
    void (*part)(void *arg, struct slice lines));
/* cli_read.c: the words with blanks between; owned by the caller. */
char *cli_join(int argc, char **argv);
/* cli_read.c: asks for one article; brackets may be left out of id. */
int cli_ask_article(struct cli *c, const char *id);
/* cli_write.c: lines as a block has them, whatever they end with. */
void cli_put_lines(struct slice text, struct buf *out);
/* The exit status for an act; prints the event's number. */
int cli_act_done(struct cli *c);
/* The exit status for the last answer; says why on stderr if it is bad. */
int cli_status(struct cli *c);

/* cli_out.c */
/* Prints the rows of the last answer; the number of rows. */
unsigned long cli_print_rows(struct cli *c, struct slice *more);
/* Prints text for people or, with --raw, as it is. */
void cli_print(const struct cli *c, struct slice text);
void cli_json_string(struct slice text, struct buf *out);
/*
 * The value of a column or line of that name, as the protocol escapes it: a
 * number, a string, or null.
 */
void cli_json_value(struct slice name, struct slice field, struct buf *out);
/* A UTF-8 value as one tab-separated field. */
void cli_field(struct slice text, struct buf *out);

/* Subcommands; argv[0] is the first argument. */
#define X(function, ...) int function(struct cli *c, int argc, char **argv);
#include "client/cli.def"
#undef X

#endif
