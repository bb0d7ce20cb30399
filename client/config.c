/* Reading stoarc. */
#include "client/config.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/key.h"
#include "client/run.h"
#include "client/term.h"
#include "common/xalloc.h"

#define CONFIG_FILE_MAX (1u << 20)
#define CONFIG_DEPTH	5

void
config_init(struct config *c)
{
	*c = (struct config){ .split = true };
	keymap_init(&c->keys);
	buf_init(&c->complaints, 65536);
}

void
config_clear(struct config *c)
{
	free(c->server);
	free(c->user);
	if (c->password != NULL)
		explicit_bzero(c->password, strlen(c->password));
	free(c->password);
	free(c->auth_cmd);
	free(c->from);
	free(c->name);
	free(c->editor);
	trust_clear(&c->trust);
	buf_clear(&c->complaints);
}

static bool
set_text(char **field, struct slice value)
{
	free(*field);
	*field = value.len != 0 ? xstrndup(value.p, value.len) : NULL;
	return true;
}

/* "~/" is the home directory. */
static bool
set_path(char **field, struct slice value)
{
	const char *home = getenv("HOME");

	if (!slice_starts(value, "~/") || home == NULL)
		return set_text(field, value);
	free(*field);
	*field = xasprintf("%s%.*s", home, SLICE_ARG(slice_from(value, 1)));
	return true;
}

static bool
set_bool(bool *field, struct slice value)
{
	*field = slice_is(value, "on") || slice_is(value, "yes") ||
	    value.len == 0;
	return *field || slice_is(value, "off") || slice_is(value, "no");
}

static bool
set_line(struct config *c, struct slice rest)
{
	struct slice name = slice_word(&rest), value = slice_trim(rest);

	if (value.len >= 2 && value.p[0] == '"' &&
	    value.p[value.len - 1] == '"')
		value = slice_make(value.p + 1, value.len - 2);
	if (slice_is(name, "server"))
		return set_text(&c->server, value);
	if (slice_is(name, "user"))
		return set_text(&c->user, value);
	if (slice_is(name, "password"))
		return set_text(&c->password, value);
	if (slice_is(name, "auth_cmd"))
		return set_text(&c->auth_cmd, value);
	if (slice_is(name, "from"))
		return set_text(&c->from, value);
	if (slice_is(name, "name"))
		return set_text(&c->name, value);
	if (slice_is(name, "tls_ca"))
		return set_path(&c->trust.ca, value);
	if (slice_is(name, "editor"))
		return set_text(&c->editor, value);
	if (slice_is(name, "ascii"))
		return set_bool(&c->ascii, value);
	if (slice_is(name, "highlight")) {
		c->highlight_line = slice_is(value, "line");
		return c->highlight_line || slice_is(value, "mark");
	}
	if (slice_is(name, "split"))
		return set_bool(&c->split, value);
	return false;
}

static bool
bind_line(struct config *c, struct slice rest)
{
	unsigned context = context_parse(slice_word(&rest));
	uint64_t key = key_parse(slice_word(&rest));
	enum action action = action_find(slice_trim(rest), context);

	return context != 0 && key != 0 && action != ACTION_NONE &&
	    keymap_bind(&c->keys, context, key, action);
}

static bool
color_index(struct slice word, int *out)
{
	static const char *const names[] = { "default", "black", "red",
		"green", "yellow", "blue", "magenta", "cyan", "white" };
	uint64_t n;

	for (int i = 0; i < 9; i++)
		if (slice_is(word, names[i])) {
			*out = i - 1;
			return true;
		}
	if (!slice_u64(word, &n) || n > 255)
		return false;
	*out = (int)n;
	return true;
}

static bool
is_role(const char *name)
{
	static const char *const names[] = {
#define X(id, name, ...) name,
		TERM_ROLES(X)
#undef X
	};

	for (int i = 0; i < ROLE_COUNT; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
color_line(struct config *c, struct slice rest)
{
	struct config_color color = { .bg = -1 };
	struct slice word;

	if (!slice_copy(slice_word(&rest), color.role, sizeof(color.role)) ||
	    !is_role(color.role) ||
	    !color_index(slice_word(&rest), &color.fg) ||
	    c->ncolors == CONFIG_COLORS)
		return false;
	for (int i = 0; (word = slice_word(&rest)).len != 0; i++) {
		if (i == 0 && color_index(word, &color.bg))
			continue;
		if (slice_is(word, "bold"))
			color.attributes |= CONFIG_BOLD;
		else if (slice_is(word, "dim"))
			color.attributes |= CONFIG_DIM;
		else if (slice_is(word, "underline"))
			color.attributes |= CONFIG_UNDERLINE;
		else if (slice_is(word, "reverse"))
			color.attributes |= CONFIG_REVERSE;
		else
			return false;
	}
	c->color[c->ncolors++] = color;
	return true;
}

bool
config_line(struct config *c, struct slice line, const char *where)
{
	struct slice rest = line, verb = slice_word(&rest);
	const char *why = _("is not understood");
	bool ok = false;

	if (slice_is(verb, "set"))
		ok = set_line(c, rest);
	else if (slice_is(verb, "bind"))
		ok = bind_line(c, rest);
	else if (slice_is(verb, "color"))
		ok = color_line(c, rest);
	else if (slice_is(verb, "pin") &&
	    !(ok = trust_add_pin(&c->trust, rest) == OK))
		why = err_detail();
	if (!ok)
		buf_printf(&c->complaints, "%s%s\"%.*s\" %s\n",
		    where != NULL ? where : "", where != NULL ? ": " : "",
		    SLICE_ARG(line), why);
	return ok;
}

static void
load(struct config *c, const char *path, int depth)
{
	struct buf text = BUF_INIT(CONFIG_FILE_MAX);
	struct slice rest;
	struct stat st;
	int number = 0;

	if (file_read(path, &text) != OK) {
		if (depth > 0)
			buf_printf(&c->complaints, "%s\n", err_detail());
		buf_clear(&text);
		return;
	}
	rest = buf_slice(&text);
	while (rest.p != NULL) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));
		struct slice words = line;
		char where[512];

		snprintf(where, sizeof(where), "%s:%d", path, ++number);
		if (line.len == 0 || line.p[0] == '#')
			continue;
		if (slice_is(slice_word(&words), "source") &&
		    depth < CONFIG_DEPTH) {
			char *other = xstrndup(slice_trim(words).p,
			    slice_trim(words).len);

			load(c, other, depth + 1);
			free(other);
			continue;
		}
		config_line(c, line, where);
	}
	buf_clear(&text);
	if (c->password != NULL && stat(path, &st) == 0 &&
	    (st.st_mode & 077) != 0) {
		buf_printf(&c->complaints, "%s: %s\n", path,
		    _("holds a password: chmod 600 it; password not used"));
		set_text(&c->password, SLICE(""));
	}
}

void
config_load(struct config *c)
{
	char *path = file_config_path("stoarc");

	load(c, path, 0);
	free(path);
}

char *
config_password(const struct config *c)
{
	struct buf out = BUF_INIT(4096);
	struct slice rest;
	char *password = NULL;

	if (c->password != NULL)
		return xstrdup(c->password);
	if (c->auth_cmd == NULL || run_output(c->auth_cmd, &out) != OK) {
		buf_clear(&out);
		return NULL;
	}
	rest = buf_slice(&out);
	if (rest.len != 0) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));

		password = xstrndup(line.p, line.len);
		explicit_bzero(out.p, out.len);
	}
	buf_clear(&out);
	return password;
}

/* What the system knows the user as, unless it is the login once more. */
static char *
system_name(const struct passwd *pw)
{
	size_t len = pw != NULL ? strcspn(pw->pw_gecos, ",") : 0;

	if (len == 0 ||
	    slice_is(slice_make(pw->pw_gecos, len), pw->pw_name))
		return NULL;
	return xstrndup(pw->pw_gecos, len);
}

static char *
system_address(const struct passwd *pw)
{
	char host[256] = "localhost";

	gethostname(host, sizeof(host) - 1);
	return xasprintf("%s@%s%s", pw != NULL ? pw->pw_name : "nobody", host,
	    strchr(host, '.') == NULL ? ".invalid" : "");
}

char *
config_from(const struct config *c, const char *address)
{
	const struct passwd *pw = getpwuid(getuid());
	char *name, *at, *from;

	if (c->from != NULL)
		return xstrdup(c->from);
	name = c->name != NULL ? xstrdup(c->name) : system_name(pw);
	at = address != NULL ? xstrdup(address) : system_address(pw);
	from = name != NULL ? xasprintf("%s <%s>", name, at) : xstrdup(at);
	free(name);
	free(at);
	return from;
}
