/* stoa: the options; then the screen, or a subcommand for scripts. */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app.h"
#include "client/cli.h"
#include "client/i18n.h"
#include "client/locale.h"
#include "common/log.h"

static int
usage(FILE *to, int status)
{
	fprintf(to, _("usage: stoa [-h SERVER | -s SOCKET] "
		      "[COMMAND [OPTION] ...]\n"));
	return status;
}

static int
help(void)
{
	usage(stdout, 0);
	printf(_("\n  -h SERVER  nntps://HOST[:PORT] for TLS, "
		 "nntp://HOST[:PORT],\n"
		 "             or HOST[:PORT], which is TLS on port 563\n"
		 "  -s SOCKET  the Unix socket of a server on this host\n"));
	printf(_("\nWithout a command: the full-screen client; ? shows its "
		 "keys.\n\nCommands for scripts:\n"));
	cli_usage();
	printf(_("\n  --json    JSON Lines instead of tab-separated rows\n"
		 "  --header  names of the columns first\n"
		 "  --raw     do not make control characters visible\n"
		 "  --help    behind a command: how it is called\n"
		 "\nExit status: 0 done, 1 nothing found, 2 usage, 3 not "
		 "permitted,\n4 network, 5 refused by the server, 6 output "
		 "that could not be written\n"));
	return 0;
}

static int
run(struct config *config, struct server *server, int argc, char **argv)
{
	char *password = config->user != NULL ? config_password(config) : NULL;
	int status;

	if (argc > 0) {
		if (config->complaints.len != 0)
			fputs(buf_cstr(&config->complaints), stderr);
		status = cli_run(config, server, password, argc, argv);
	} else if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		fprintf(stderr, "stoa: %s\n",
		    _("no terminal; name a command, see stoa --help"));
		status = 2;
	} else {
		status = app_run(config, server, password);
	}
	if (password != NULL)
		explicit_bzero(password, strlen(password));
	free(password);
	return status;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'H' },
		{ "version", no_argument, NULL, 'V' },
		{ 0 },
	};
	const char *host = NULL, *path = NULL, *texts;
	struct config config;
	struct server server = { 0 };
	enum err e = OK;
	int o, status;

	setlocale(LC_ALL, "");
	/* Before it is installed, the texts lie elsewhere. */
	texts = getenv("STOA_LOCALEDIR");
	bindtextdomain("stoa", texts != NULL ? texts : STOA_LOCALEDIR);
	textdomain("stoa");
	log_init("stoa", LOG_L_WARN);
	while ((o = getopt_long(argc, argv, "+h:s:V", options, NULL)) != -1) {
		switch (o) {
		case 'h':
			host = optarg;
			break;
		case 's':
			path = optarg;
			break;
		case 'H':
			return help();
		case 'V':
			printf("stoa %s\n", STOA_VERSION);
			return 0;
		default:
			return usage(stderr, 2);
		}
	}
	config_init(&config);
	config_load(&config);
	locale_init(config.ascii);
	if (path != NULL)
		server_local(path, &server);
	else if (host != NULL)
		e = server_parse(host, &server);
	else
		e = server_default(config.server, &server);
	if (e != OK) {
		fprintf(stderr, "stoa: %s\n", err_detail());
		status = 2;
	} else {
		status = run(&config, &server, argc - optind, argv + optind);
	}
	server_clear(&server);
	config_clear(&config);
	return status;
}
