/* stoactl: reads the command line and calls the command. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/ctl/ctl.h"

#define DEFAULT_SOCKET "/run/stoad/stoad.sock"

struct command {
	const char *verb, *sub;
	ctl_fn *fn;
	int min, max;
	unsigned options;
	const char *args, *help, *more;
};

static const struct command commands[] = {
#define X(id, verb, sub, fn, min, max, options, args, help, more) \
	{ verb, sub, fn, min, max, options, args, help, more },
#include "server/ctl/ctl.def"
#undef X
};

static const struct {
	const char *name, *arg, *help;
} options[] = {
#define X(id, name, arg, help) { name, arg, help },
	CTL_OPTIONS(X)
#undef X
};

enum { NCOMMANDS = sizeof(commands) / sizeof(commands[0]), GLOBALS = 3 };

static void
print_command(FILE *f, const struct command *c)
{
	fprintf(f, "%s%s%s", c->verb, c->sub != NULL ? " " : "",
	    c->sub != NULL ? c->sub : "");
	for (int i = 0; i < CTL_OPTION_COUNT; i++)
		if (c->options >> i & 1)
			fprintf(f, " [--%s%s%s]", options[i].name,
			    options[i].arg != NULL ? " " : "",
			    options[i].arg != NULL ? options[i].arg : "");
	fprintf(f, "%s%s\n", c->args[0] != '\0' ? " " : "", c->args);
}

static void
print_usage(FILE *f)
{
	fputs("usage: stoactl [-s SOCKET | -d DIR] COMMAND ...\n", f);
	for (int i = 0; i < NCOMMANDS; i++) {
		fputs("  ", f);
		print_command(f, &commands[i]);
		fprintf(f, "        %s\n", commands[i].help);
	}
	fputs("-s the daemon's socket (" DEFAULT_SOCKET "), -d its data\n"
	    "directory, -V the version; COMMAND --help says more.\n", f);
}

static enum ctl_exit
print_help(const struct command *c)
{
	fputs("usage: stoactl [-s SOCKET | -d DIR] ", stdout);
	print_command(stdout, c);
	printf("%s.\n", c->help);
	for (int i = 0; i < CTL_OPTION_COUNT; i++)
		if (c->options >> i & 1)
			printf("  --%s%s%s: %s\n", options[i].name,
			    options[i].arg != NULL ? " " : "",
			    options[i].arg != NULL ? options[i].arg : "",
			    options[i].help);
	if (c->more[0] != '\0')
		printf("\n%s", c->more);
	return CTL_OK;
}

static enum ctl_exit
usage(const struct command *c)
{
	if (c == NULL) {
		fputs("usage: stoactl [-s SOCKET | -d DIR] COMMAND ...; "
		    "stoactl --help lists the commands\n", stderr);
	} else {
		fputs("usage: stoactl ", stderr);
		print_command(stderr, c);
	}
	return CTL_USAGE;
}

/* Moves *argv behind verb and second word. */
static const struct command *
find_command(int *argc, char ***argv)
{
	for (int i = 0; i < NCOMMANDS; i++) {
		const struct command *c = &commands[i];
		int words = c->sub != NULL ? 2 : 1;

		if (*argc < words || strcmp(c->verb, (*argv)[0]) != 0 ||
		    (words == 2 && strcmp(c->sub, (*argv)[1]) != 0))
			continue;
		/* getopt wants the word in front as well. */
		*argc -= words - 1;
		*argv += words - 1;
		return c;
	}
	return NULL;
}

static void
take_option(struct ctl *c, int i, const char *value)
{
	c->option[i] = value != NULL ? value : "";
	if (i != CTL_OPTION_ROLE)
		return;
	if (c->roles.len != 0)
		buf_putc(&c->roles, ',');
	buf_puts(&c->roles, value);
}

static enum ctl_exit
run(struct ctl *c, const struct command *cmd, int argc, char **argv)
{
	struct option longs[CTL_OPTION_COUNT + 2] = { { 0 } };
	int n = 0, opt;

	for (int i = 0; i < CTL_OPTION_COUNT; i++)
		if (cmd->options >> i & 1)
			longs[n++] = (struct option){ options[i].name,
				options[i].arg != NULL, NULL, 256 + i };
	longs[n] = (struct option){ "help", 0, NULL, 'h' };
	/* In front of what getopt has to say. */
	argv[0] = (char []){ "stoactl" };
	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (opt == 'h')
			return print_help(cmd);
		if (opt < 256)
			return usage(cmd);
		take_option(c, opt - 256, optarg);
	}
	if (argc - optind < cmd->min || argc - optind > cmd->max)
		return usage(cmd);
	while (optind < argc)
		c->operand[c->operands++] = argv[optind++];
	return cmd->fn(c);
}

/* A verb without its second word, or with a wrong one. */
static bool
list_verb(const char *verb)
{
	bool found = false;

	for (int i = 0; i < NCOMMANDS; i++)
		if (strcmp(commands[i].verb, verb) == 0) {
			usage(&commands[i]);
			found = true;
		}
	return found;
}

static enum ctl_exit
unknown(int argc, char **argv)
{
	if (argc == 0)
		return usage(NULL);
	ctl_error("no command \"%s%s%s\"", argv[0], argc > 1 ? " " : "",
	    argc > 1 ? argv[1] : "");
	return list_verb(argv[0]) ? CTL_USAGE : usage(NULL);
}

int
main(int argc, char **argv)
{
	static const struct option globals[GLOBALS] = {
		{ "help", 0, NULL, 'h' }, { "version", 0, NULL, 'V' }, { 0 },
	};
	struct ctl c = { .roles = BUF_INIT(512) };
	const struct command *cmd;
	enum ctl_exit status;
	int opt;

	while ((opt = getopt_long(argc, argv, "+s:d:hV", globals, NULL)) !=
	    -1) {
		switch (opt) {
		case 's':
			c.socket = optarg;
			break;
		case 'd':
			c.dir = optarg;
			break;
		case 'h':
			print_usage(stdout);
			return CTL_OK;
		case 'V':
			puts("stoactl " STOA_VERSION);
			return CTL_OK;
		default:
			return usage(NULL);
		}
	}
	if (c.socket != NULL && c.dir != NULL) {
		ctl_error("-s and -d exclude each other");
		return CTL_USAGE;
	}
	if (c.socket == NULL && c.dir == NULL)
		c.socket = DEFAULT_SOCKET;
	argc -= optind;
	argv += optind;
	cmd = find_command(&argc, &argv);
	status = cmd != NULL ? run(&c, cmd, argc, argv) : unknown(argc, argv);
	buf_clear(&c.roles);
	if (fflush(stdout) == EOF || ferror(stdout)) {
		ctl_error("cannot write the output");
		status = status == CTL_OK ? CTL_FAILED : status;
	}
	return status;
}
