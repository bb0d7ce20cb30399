/* A conversation of tests/transcript as a part of a manual page. */
#include "man/talk.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 1024 };

/* What is being printed. */
enum part { NOTHING, PROSE, LITERAL };

/* What stands for what in a pattern. */
static const struct {
	const char *pattern, *text;
} words[] = {
	{ "(.*)", "..." },
	{ ".*", "..." },
	{ "\\t", "<tab>" },
	{ "\\d+", "n" },
	{ "\\(", "(" },
	{ "\\)", ")" },
	{ "\\.", "." },
};

static void
put_char(char c)
{
	if (c == '\\')
		fputs("\\e", stdout);
	else if (c == '\t')
		fputs("<tab>", stdout);
	else
		putchar(c);
}

static void
put_text(const char *text)
{
	for (; *text != '\0'; text++)
		put_char(*text);
}

/* "(?P<name>...)" or "${name}" as the name; how long it is, 0: it is none. */
static size_t
put_name(const char *p)
{
	const char *end;
	size_t skip;

	if (strncmp(p, "(?P<", 4) == 0) {
		skip = 4;
		end = strchr(p, '>');
	} else if (strncmp(p, "${", 2) == 0) {
		skip = 2;
		end = strchr(p, '}');
	} else {
		return 0;
	}
	if (end == NULL)
		return 0;
	printf("%.*s", (int)(end - p - (ptrdiff_t)skip), p + skip);
	if (skip == 4)
		end = strchr(end, ')');
	return end != NULL ? (size_t)(end - p) + 1 : strlen(p);
}

static size_t
put_word(const char *p)
{
	size_t n = put_name(p);

	for (size_t i = 0; n == 0 && i < sizeof(words) / sizeof(*words); i++)
		if (strncmp(p, words[i].pattern, strlen(words[i].pattern)) ==
		    0) {
			fputs(words[i].text, stdout);
			n = strlen(words[i].pattern);
		}
	return n;
}

static void
put_pattern(const char *p)
{
	while (*p != '\0') {
		size_t n = put_word(p);

		if (n == 0)
			put_char(*p);
		p += n != 0 ? n : 1;
	}
}

static void
enter(enum part *part, enum part next)
{
	if (*part == next)
		return;
	if (*part == LITERAL)
		puts(".Ed");
	if (next == PROSE && *part == LITERAL)
		puts(".Pp");
	if (next == LITERAL)
		puts(".Bd -literal -offset indent");
	*part = next;
}

/* "S2~: 290 .*" is said as "S2: 290 ...". */
static void
put_said(const char *line)
{
	const char *colon = strchr(line, ':');
	size_t n = strcspn(line, "~.:");

	printf("%.*s:", (int)n, line);
	if (colon == NULL)
		fputs(" ...", stdout);
	else if (line[n] == '~')
		put_pattern(colon + 1);
	else
		put_text(colon + 1);
	putchar('\n');
}

/* In mdoc a sentence begins a line. */
static void
put_prose(const char *text)
{
	fputs("\\&", stdout);
	for (; *text != '\0'; text++) {
		put_char(*text);
		if (strchr(".?!", *text) != NULL && text[1] == ' ' &&
		    text[2] >= 'A' && text[2] <= 'Z') {
			fputs("\n\\&", stdout);
			text++;
		}
	}
	putchar('\n');
}

static void
put_line(const char *line, enum part *part)
{
	if (strncmp(line, "# ", 2) == 0) {
		enter(part, PROSE);
		put_prose(line + 2);
	} else if (line[0] == 'C' || line[0] == 'S') {
		enter(part, LITERAL);
		put_said(line);
	}
}

int
talk_print(const char *path)
{
	FILE *f = fopen(path, "r");
	enum part part = NOTHING;
	char line[LINE];
	int begun = 0;

	if (f == NULL) {
		perror(path);
		return 0;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "== ", 3) == 0) {
			enter(&part, NOTHING);
			printf(".Ss %s\n", line + 3);
			begun = 1;
		} else if (begun) {
			put_line(line, &part);
		}
	}
	enter(&part, NOTHING);
	return fclose(f) == 0;
}
