/* State, votes and roles of articles, from overview lines and from rows. */
#include "client/meta.h"

#include <stdio.h>
#include <string.h>

#include "client/i18n.h"
#include "common/buf.h"
#include "proto/date.h"

enum { OVER_FIELDS = 8 };	/* the fields that every line has */

static int64_t
number(struct slice s)
{
	bool below = slice_starts(s, "-");
	uint64_t n;

	if (!slice_u64(slice_from(s, below ? 1 : 0), &n) || n > INT32_MAX)
		return 0;
	return below ? -(int64_t)n : (int64_t)n;
}

static void
take_marks(struct meta *m, struct slice list)
{
	m->pinned = m->locked = false;
	while (list.p != NULL && list.len != 0) {
		struct slice mark = slice_cut(&list, ',');

		m->pinned = m->pinned || slice_is(mark, "pinned");
		m->locked = m->locked || slice_is(mark, "locked");
	}
}

static void
take(struct meta *m, struct slice name, struct slice value)
{
	m->known = true;
	if (slice_is(value, "-"))
		value.len = 0;
	if (slice_is(name, "state")) {
		slice_copy(value, m->state, sizeof(m->state));
	} else if (slice_is(name, "role")) {
		slice_copy(value, m->role, sizeof(m->role));
	} else if (slice_is(name, "votes")) {
		m->votes = number(value);
	} else if (slice_is(name, "metoo")) {
		m->metoo = (uint64_t)(number(value) > 0 ? number(value) : 0);
	} else if (slice_is(name, "sla")) {
		if (!date_parse_rfc3339(value, &m->due))
			m->due = 0;
	} else if (slice_is(name, "solution")) {
		slice_copy(slice_word(&value), m->solution,
		    sizeof(m->solution));
	} else if (slice_is(name, "holder")) {
		slice_copy(value, m->holder, sizeof(m->holder));
	} else if (slice_is(name, "marks")) {
		take_marks(m, value);
	}
}

/* The next field ":x-name value" behind those that every line has. */
static bool
next_field(struct slice *rest, struct slice *name, struct slice *value)
{
	while (rest->p != NULL) {
		*value = slice_cut(rest, '\t');
		if (!slice_starts(*value, ":x-"))
			continue;
		*name = slice_from(slice_word(value), 3);
		if (slice_ends(*name, ":"))
			name->len--;
		*value = slice_trim(*value);
		return true;
	}
	return false;
}

static struct slice
behind_fields(struct slice line)
{
	line = slice_trim(line);
	for (int i = 0; i < OVER_FIELDS && line.p != NULL; i++)
		slice_cut(&line, '\t');
	return line;
}

void
meta_take_over(struct meta *m, struct slice line)
{
	struct slice rest = behind_fields(line), name, value;

	*m = (struct meta){ .known = false };
	while (next_field(&rest, &name, &value))
		take(m, name, value);
}

struct slice
meta_over_title(struct slice line)
{
	struct slice rest = behind_fields(line), name, value;

	while (next_field(&rest, &name, &value))
		if (slice_is(name, "title"))
			return value;
	return slice_make("", 0);
}

void
meta_take_row(struct meta *m, const struct table *t)
{
	static const char *const names[] = {
		"state", "role", "votes", "metoo", "sla", "solution",
		"holder", "marks",
	};

	*m = (struct meta){ .known = false };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int c = table_column(t, names[i]);

		if (c >= 0)
			take(m, slice_of(names[i]), table_field(t, c));
	}
	m->row = table_column(t, "holder") >= 0;
}

void
meta_take_info(struct meta *m, struct slice state)
{
	*m = (struct meta){ .known = false };
	take(m, SLICE("state"), state);
}

void
meta_merge(struct meta *m, const struct meta *newer)
{
	struct meta old = *m;

	*m = *newer;
	if (newer->row || !old.row)
		return;
	m->row = true;
	m->pinned = old.pinned;
	m->locked = old.locked;
	memcpy(m->holder, old.holder, sizeof(m->holder));
}

const char *
meta_state_label(const struct meta *m)
{
	static const struct {
		const char *state, *label;
	} table[] = {
		{ "open", N_("not answered yet") },
		{ "answered", N_("answered") },
		{ "escalated", N_("staff is asked") },
		{ "needsinfo", N_("the asker is asked") },
		{ "solved", N_("solved, o shows how") },
		{ "solution", N_("this solves it") },
		{ "duplicate", N_("asked before") },
		{ "waiting", N_("waits for a moderator") },
		{ "archived", N_("archived") }, { "removed", N_("removed") },
		{ "hidden", N_("hidden until a moderator looks at it") },
		{ "review", N_("is decided about") },
		{ "planned", N_("planned") }, { "declined", N_("declined") },
		{ "done", N_("done") },
		{ "expired", N_("too few wanted it in time") },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(m->state, table[i].state) == 0)
			return table[i].label;
	return "";
}

bool
meta_waits(const struct meta *m)
{
	return strcmp(m->state, "open") == 0 ||
	    strcmp(m->state, "escalated") == 0;
}

enum meta_clock
meta_clock(const struct meta *m, int64_t asked, int64_t now)
{
	if (m->due == 0 || !meta_waits(m))
		return CLOCK_NONE;
	if (now >= m->due)
		return CLOCK_LATE;
	return now - asked > m->due - now ? CLOCK_SOON : CLOCK_RUNS;
}

/* --- roles ---------------------------------------------------------------- */

/* Who answers for the community comes first. */
static const struct {
	const char *role;
	const char *label;
} role_table[] = {
	{ "staff", "staff" }, { "manager", "staff" },
	{ "moderator", "mod" }, { "superuser", "su" },
	{ "expert", "expert" }, { "cocreator", "co" },
	{ "bot", "bot" },
};

static void
put_role(struct buf *out, const char *label, struct slice name)
{
	buf_printf(out, "%s%s", out->len != 0 ? " " : "", label);
	if (name.len != 0)
		buf_printf(out, " %.*s", SLICE_ARG(name));
}

void
meta_role_label(const struct meta *m, bool brief, char *out, size_t size)
{
	struct buf b = BUF_INIT(4 * META_ROLE);
	bool staff = false;

	for (size_t i = 0; i < sizeof(role_table) / sizeof(*role_table); i++) {
		struct slice rest = slice_of(m->role);

		while (rest.p != NULL && rest.len != 0) {
			struct slice label = slice_cut(&rest, ',');
			struct slice role = slice_cut(&label, '/');

			if (!slice_is(role, role_table[i].role) ||
			    (staff && i == 1) || (brief && b.len != 0))
				continue;
			staff = staff || i == 0;
			put_role(&b, role_table[i].label,
			    brief ? slice_make("", 0) : label);
		}
	}
	if (b.len == 0)
		out[0] = '\0';
	else
		snprintf(out, size, "[%.*s]", SLICE_ARG(buf_slice(&b)));
	buf_clear(&b);
}

bool
meta_has_role(const struct meta *m)
{
	char label[8];

	meta_role_label(m, true, label, sizeof(label));
	return label[0] != '\0';
}
