/*
 * Writes the parts of the manual that are tables of the source: reads a page
 * and puts a table where a line says "@commands@" and so on.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/term.h"
#include "man/talk.h"
#include "proto/act.h"
#include "proto/command.h"
#include "proto/community.h"
#include "proto/limits.h"
#include "proto/query.h"
#include "server/ctl/ctl.h"
#include "server/store/rules/meta.h"

struct key {
	const char *name, *help;
};

struct reply {
	int code, multi;
	const char *text, *args, *help;
};

struct bound {
	const char *name, *why;
	long value;
};

static const struct reply replies[] = {
#define X(code, id, multi, text, args, help) { code, multi, text, args, help },
#include "proto/reply.def"
#undef X
};

static const struct bound limits[] = {
#define X(name, value, why) { #name, why, value },
	LIMITS(X)
#undef X
};

/* Texts of the client are translated, not here. */
#define N_(text) text

/* Contexts are words here: "LISTS | ARTICLE". */
static const struct action {
	const char *name, *keys, *contexts, *help;
} actions[] = {
#define X(id, name, keys, contexts, help) { name, keys, #contexts, help },
#include "client/action.def"
#undef X
};

static const struct subcommand {
	const char *name, *args, *help, *more;
} subcommands[] = {
#define X(function, name, args, least, most, help, more) \
	{ name, args, help, more },
#include "client/cli.def"
#undef X
};

static const struct {
	const char *verb, *sub, *args, *help, *more;
	unsigned options;
} operations[] = {
#define X(id, verb, sub, fn, min, max, options, args, help, more) \
	{ verb, sub, args, help, more, options },
#include "server/ctl/ctl.def"
#undef X
};

static const struct {
	const char *name, *arg, *help;
} ctl_options[] = {
#define X(id, name, arg, help) { name, arg, help },
	CTL_OPTIONS(X)
#undef X
};

static const struct key metrics[] = {
#define X(id, name, kind, who, help) { name, help },
#include "server/report/metric.def"
#undef X
};

static const struct {
	const char *name, *family, *groups, *help;
} figures[] = {
#define X(id, name, family, unit, scans, groups, fn, help) \
	{ name, family, #groups, help },
#include "server/report/kpi.def"
#undef X
};

static const struct key fields[] = {
#define X(id, name, help) { name, help },
	META_FIELDS(X)
#undef X
};

/* The rules and views of a new store: name, text. */
static const struct key rules[] = {
#define VIEW(name, title, text)
#define RULE(name, text) { name, text },
#include "server/builtin.def"
#undef RULE
#undef VIEW
}, views[] = {
#define VIEW(name, title, text) { name, text },
#define RULE(name, text)
#include "server/builtin.def"
#undef RULE
#undef VIEW
};

static const struct key audit_kinds[] = {
#define X(id, name, floods, help) { name, help },
#include "server/report/audit.def"
#undef X
};

static const char *const roles[] = {
#define X(id, name, fg, attributes) name,
	TERM_ROLES(X)
#undef X
};

static const struct conf {
	const char *name, *preset, *arg, *help;
	enum { MAIN, PEER, BOARDS, COMMUNITY } section;
} conf_keys[] = {
#define X(section, id, name, kind, field, max, preset, when, arg, help) \
	{ name, preset, arg, help, section },
#include "server/conf/conf.def"
#undef X
};

static const struct policy {
	const char *name;
	unsigned long preset;
	enum { NUMBER, SPAN, POINTS } unit;
	const char *help;
} policies[] = {
#define X(id, name, preset, unit, help) { name, preset, unit, help },
#include "server/store/community/policy.def"
#undef X
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const rights[] = {
	[RIGHT_ANY] = "any", [RIGHT_READ] = "read", [RIGHT_POST] = "post",
	[RIGHT_FEED] = "feed", [RIGHT_ADMIN] = "admin",
};

/* Text as mdoc takes it: no escape, no request, no word taken for a macro. */
static void
put(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '"')
			fputs("\\(dq", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
	}
}

static void
put_line(const char *text)
{
	fputs("\\&", stdout);
	put(text);
	putchar('\n');
}

static void
put_sentence(const char *text)
{
	fputs("\\&", stdout);
	put(text);
	puts(".");
}

static void
put_command(const struct command *c)
{
	printf(".It Ic %s", c->verb);
	if (c->sub != NULL)
		printf(" %s", c->sub);
	if (c->args[0] != '\0') {
		fputs(" Ar \"", stdout);
		put(c->args);
		putchar('"');
	}
	putchar('\n');
	put_sentence(c->help);
	if (c->right != RIGHT_READ && c->right != RIGHT_ANY)
		printf("Needs the right\n.Em %s .\n", rights[c->right]);
}

static void
commands(void)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		const char *group = command_table[i].group;
		int first = 0;

		while (strcmp(command_table[first].group, group) != 0)
			first++;
		if (first != i)
			continue;
		printf(".Ss The group \\(dq%s\\(dq\n", group);
		puts(".Bl -tag -width Ds");
		for (int j = i; j < CMD_COUNT; j++)
			if (strcmp(command_table[j].group, group) == 0)
				put_command(&command_table[j]);
		puts(".El");
	}
}

static void
put_who(const struct act *a)
{
	struct buf who = BUF_INIT(256);

	act_put_who(a, &who);
	if (a->who == WHO_NOBODY)
		puts("The server's own; nobody asks for it.");
	else
		printf("For\n.Em %.*s .\n", SLICE_ARG(buf_slice(&who)));
	buf_clear(&who);
}

static void
acts(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < ACT_COUNT; i++) {
		const struct act *a = &act_table[i];

		printf(".It Ic %s Ar \"", a->name);
		put(act_target_form(a->target));
		if (a->args[0] != '\0') {
			putchar(' ');
			put(a->args);
		}
		puts("\"");
		put_sentence(a->help);
		put_who(a);
	}
	puts(".El");
}

/* What a key or word is said of. */
static void
put_domains(unsigned domains)
{
	struct buf b = BUF_INIT(256);

	query_put_domains(domains, &b);
	printf("Of\n.Em %.*s .\n", SLICE_ARG(buf_slice(&b)));
	buf_clear(&b);
}

static void
query_keys(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < QUERY_WORD; i++) {
		enum query_key key = (enum query_key)i;

		printf(".It Ic %s : Ns Ar %s\n", query_key_name(key),
		    query_type_name(query_key_type(key)));
		put_sentence(query_key_help(key));
		put_domains(query_key_domains(key));
	}
	puts(".El");
}

static void
query_words(void)
{
	puts(".Bl -tag -width \"is:unansweredXX\"");
	for (int i = 0; i < WORD_COUNT; i++) {
		enum query_word word = (enum query_word)i;

		printf(".It Ic %s:%s\n", query_key_name(query_word_key(word)),
		    query_word_name(word));
		put_sentence(query_word_help(word));
		if (query_word_domains(word) != QUERY_OF_ARTICLE)
			put_domains(query_word_domains(word));
	}
	puts(".El");
}

/* The text where it is always the same; what is filled in, as dots. */
static void
put_reply(const char *text)
{
	const char *hole = strstr(text, "%s");

	if (strcmp(text, "%s") == 0)
		return;
	fputs(".Dq \"", stdout);
	if (hole != NULL) {
		printf("\\&%.*s...", (int)(hole - text), text);
		text = hole + 2;
	}
	put(text);
	puts("\"");
}

static void
reply_codes(void)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < COUNT(replies); i++) {
		const struct reply *r = &replies[i];

		printf(".It %d%s", r->code, r->multi ? " +" : "");
		if (r->args[0] != '\0') {
			fputs(" Ar \"", stdout);
			put(r->args);
			putchar('"');
		}
		putchar('\n');
		put_sentence(r->help);
		put_reply(r->text);
	}
	puts(".El");
}

static void
metadata(void)
{
	puts(".Bl -tag -width \":x-solutionX\"");
	for (size_t i = 0; i < COUNT(fields); i++) {
		printf(".It Em %s\n", fields[i].name);
		put_line(fields[i].help);
	}
	puts(".El");
}

static void
put_texts(const struct key *k, size_t n)
{
	puts(".Bl -tag -width Ds -compact");
	for (; n-- > 0; k++) {
		printf(".It Em %s\n", k->name);
		put_line(k->help);
	}
	puts(".El");
}

static void
builtin_rules(void)
{
	put_texts(rules, COUNT(rules));
}

static void
builtin_views(void)
{
	put_texts(views, COUNT(views));
}

static void
limit_values(void)
{
	puts(".Bl -tag -width \"2147483647X\"");
	for (size_t i = 0; i < COUNT(limits); i++) {
		printf(".It %ld\n", limits[i].value);
		put_line(limits[i].why);
	}
	puts(".El");
}

/* "LISTS | ARTICLE" as "lists, article". */
static void
put_contexts(const char *text)
{
	for (; *text != '\0'; text++) {
		if (strncmp(text, " |", 2) == 0) {
			putchar(',');
			text++;
		} else {
			putchar(tolower((unsigned char)*text));
		}
	}
}

static void
keys_of_client(void)
{
	puts(".Bl -tag -width \"BackTabXX\"");
	for (size_t i = 0; i < COUNT(actions); i++) {
		const struct action *a = &actions[i];

		fputs(".It Ic \"\\&", stdout);
		put(a->keys[0] == '\0' ? ":" : a->keys);
		if (a->keys[0] == '\0')
			put(a->name);
		puts("\"");
		put_sentence(a->help);
		fputs("(\\&", stdout);
		put(a->name);
		fputs("; ", stdout);
		put_contexts(a->contexts);
		puts(")");
	}
	puts(".El");
}

/* Each sentence of a text on a line of its own. */
static void
put_sentences(const char *text)
{
	const char *stop;

	while ((stop = strstr(text, ". ")) != NULL) {
		char one[512];

		snprintf(one, sizeof(one), "%.*s", (int)(stop - text) + 1,
		    text);
		put_line(one);
		text = stop + 2;
	}
	put_line(text);
}

static int
by_name(const void *a, const void *b)
{
	const struct subcommand *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void
subcommands_of_client(void)
{
	const struct subcommand *order[COUNT(subcommands)];
	char help[256];

	for (size_t i = 0; i < COUNT(subcommands); i++)
		order[i] = &subcommands[i];
	qsort(order, COUNT(order), sizeof(order[0]), by_name);
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < COUNT(order); i++) {
		printf(".It Cm %s", order[i]->name);
		if (order[i]->args[0] != '\0') {
			fputs(" Li \"", stdout);
			put(order[i]->args);
			putchar('"');
		}
		putchar('\n');
		snprintf(help, sizeof(help), "%c%s",
		    toupper((unsigned char)order[i]->help[0]),
		    order[i]->help + 1);
		put_sentence(help);
		if (order[i]->more[0] != '\0')
			put_sentences(order[i]->more);
	}
	puts(".El");
}

/* "[--role ROLE]" behind a command, each option once. */
static void
put_options(unsigned set)
{
	for (size_t i = 0; i < COUNT(ctl_options); i++) {
		if ((set >> i & 1) == 0)
			continue;
		fputs(" Oo Fl \\-", stdout);
		put(ctl_options[i].name);
		if (ctl_options[i].arg != NULL) {
			fputs(" Ar ", stdout);
			put(ctl_options[i].arg);
		}
		fputs(" Oc", stdout);
	}
}

static void
put_ctl_options(void)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < COUNT(ctl_options); i++) {
		fputs(".It Fl \\-", stdout);
		put(ctl_options[i].name);
		if (ctl_options[i].arg != NULL) {
			fputs(" Ar ", stdout);
			put(ctl_options[i].arg);
		}
		putchar('\n');
		put_sentence(ctl_options[i].help);
	}
	puts(".El");
}

/* Paragraphs are filled; one with columns is kept as it is. */
static void
put_paragraphs(const char *text)
{
	while (*text != '\0') {
		const char *end = strstr(text, "\n\n");
		size_t len = end != NULL ? (size_t)(end - text) + 1 :
		    strlen(text);
		char one[1024];
		bool columns;

		snprintf(one, sizeof(one), "%.*s", (int)len, text);
		columns = strstr(one, "  ") != NULL;
		puts(columns ? ".Bd -literal" : ".Pp");
		/* A sentence begins a line. */
		for (char *stop = one; !columns &&
		    (stop = strstr(stop, ". ")) != NULL; stop++)
			stop[1] = '\n';
		put(one);
		if (columns)
			puts(".Ed");
		text += end != NULL ? len + 1 : len;
	}
}

static void
put_operations(void)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < COUNT(operations); i++) {
		printf(".It Cm %s", operations[i].verb);
		if (operations[i].sub != NULL)
			printf(" %s", operations[i].sub);
		put_options(operations[i].options);
		if (operations[i].args[0] != '\0') {
			fputs(" Ar \"", stdout);
			put(operations[i].args);
			putchar('"');
		}
		putchar('\n');
		put_sentence(operations[i].help);
		if (operations[i].more[0] == '\0')
			continue;
		put_paragraphs(operations[i].more);
	}
	puts(".El");
}

static void
put_conf(int section)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < COUNT(conf_keys); i++) {
		const struct conf *k = &conf_keys[i];

		if ((int)k->section != section)
			continue;
		fputs(".It Ic ", stdout);
		put(k->name);
		fputs(" Ar \"", stdout);
		put(k->arg);
		puts("\"");
		put_sentences(k->help);
		if (k->preset != NULL)
			printf("The default is %s.\n", k->preset);
	}
	puts(".El");
}

static void
put_conf_main(void)
{
	put_conf(MAIN);
}

static void
put_conf_peer(void)
{
	put_conf(PEER);
}

static void
put_conf_boards(void)
{
	put_conf(BOARDS);
}

/* The largest unit that leaves no rest. */
static void
put_span(unsigned long seconds)
{
	static const struct {
		unsigned long seconds;
		char letter;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	size_t i = 0;

	/* One day is written 24h. */
	while (seconds % units[i].seconds != 0 ||
	    seconds == units[i].seconds * (i == 0))
		i++;
	printf("%lu%c", seconds / units[i].seconds, units[i].letter);
}

static void
put_conf_community(void)
{
	put_conf(COMMUNITY);
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < COUNT(policies); i++) {
		const struct policy *p = &policies[i];

		printf(".It Ic %s Ar %s\n", p->name,
		    p->unit == SPAN ? "duration" : "number");
		put_sentences(p->help);
		fputs("The default is ", stdout);
		if (p->unit == SPAN)
			put_span(p->preset);
		else
			printf("%lu", p->preset);
		puts(".");
	}
	puts(".El");
}

static void
put_keys(const struct key *k, size_t n, const char *macro)
{
	puts(".Bl -tag -width Ds -compact");
	for (size_t i = 0; i < n; i++) {
		printf(".It %s %s\n", macro, k[i].name);
		put_sentence(k[i].help);
	}
	puts(".El");
}

/* "S | P": whom a figure concerns first. */
static void
put_groups(const char *letters)
{
	static const char initials[] = "SPKM";
	const char *comma = "";

	for (int i = 0; i < GROUP_COUNT; i++) {
		if (strchr(letters, initials[i]) == NULL)
			continue;
		printf("%s%s", comma[0] == '\0' ? "Of " : comma,
		    figure_group_name((enum figure_group)i));
		comma = ", ";
	}
	if (comma[0] != '\0')
		puts(".");
}

/* Families stand apart. */
static void
put_figures(void)
{
	const char *last = "";

	puts(".Bl -tag -width Ds -compact");
	for (size_t i = 0; i < COUNT(figures); i++) {
		bool first = strcmp(figures[i].family, last) != 0;

		last = figures[i].family;
		if (first && i > 0)
			puts(".Pp");
		printf(".It Li %s", figures[i].name);
		if (first && strcmp(figures[i].name, last) != 0)
			printf(" Pq family %s", last);
		putchar('\n');
		put_sentence(figures[i].help);
		put_groups(figures[i].groups);
	}
	puts(".El");
}

static void
put_metrics(void)
{
	put_keys(metrics, COUNT(metrics), "Li");
}

static void
put_audit_kinds(void)
{
	put_keys(audit_kinds, COUNT(audit_kinds), "Li");
}

static void
put_roles(void)
{
	fputs("\\&", stdout);
	for (size_t i = 0; i < COUNT(roles); i++)
		printf("%s%s", i > 0 ? ", " : "", roles[i]);
	puts(".");
}

static void
put_tutorial(void)
{
	if (!talk_print("tests/transcript/tutorial.t"))
		exit(EXIT_FAILURE);
}

static const struct {
	const char *mark;
	void (*print)(void);
} tables[] = {
	{ "@commands@\n", commands },
	{ "@acts@\n", acts },
	{ "@query-keys@\n", query_keys },
	{ "@query-words@\n", query_words },
	{ "@metadata@\n", metadata },
	{ "@builtin-rules@\n", builtin_rules },
	{ "@builtin-views@\n", builtin_views },
	{ "@reply-codes@\n", reply_codes },
	{ "@limits@\n", limit_values },
	{ "@keys@\n", keys_of_client },
	{ "@subcommands@\n", subcommands_of_client },
	{ "@ctl-commands@\n", put_operations },
	{ "@ctl-options@\n", put_ctl_options },
	{ "@conf-main@\n", put_conf_main },
	{ "@conf-peer@\n", put_conf_peer },
	{ "@conf-boards@\n", put_conf_boards },
	{ "@conf-community@\n", put_conf_community },
	{ "@color-roles@\n", put_roles },
	{ "@tutorial@\n", put_tutorial },
	{ "@metrics@\n", put_metrics },
	{ "@audit-kinds@\n", put_audit_kinds },
	{ "@figures@\n", put_figures },
};

int
main(void)
{
	char line[1024];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		size_t i = 0;

		while (i < COUNT(tables) && strcmp(line, tables[i].mark) != 0)
			i++;
		if (i < COUNT(tables))
			tables[i].print();
		else
			fputs(line, stdout);
	}
	return ferror(stdin) || fflush(stdout) != 0 ? EXIT_FAILURE
						    : EXIT_SUCCESS;
}
