/* State, clock, votes, roles of an article as one line for people. */
#include "client/article_line.h"

#include <string.h>

#include "client/i18n.h"
#include "client/label.h"
#include "client/term.h"

/* "in 3h", "3h ago" */
static void
put_clock(struct buf *out, const struct meta *m, int64_t now)
{
	char age[LABEL_AGE];

	if (m->due == 0 || !meta_waits(m))
		return;
	if (now < m->due) {
		label_age(m->due, now, age);
		buf_printf(out, _("  due in %s"), age);
	} else {
		label_age(now, m->due, age);
		buf_printf(out, "  %s ", term_glyph(GLYPH_LATE));
		buf_printf(out, _("late by %s"), age);
	}
}

bool
article_line_any(const struct meta *m)
{
	return meta_state_label(m)[0] != '\0' || m->votes != 0 ||
	    m->metoo != 0 || m->holder[0] != '\0' || meta_has_role(m);
}

static bool
is_solved(const struct meta *m)
{
	return strcmp(m->state, "solved") == 0 ||
	    strcmp(m->state, "solution") == 0;
}

unsigned
article_line_put(struct buf *out, const struct meta *m, int64_t now)
{
	char role[64];

	meta_role_label(m, false, role, sizeof(role));
	if (is_solved(m))
		buf_printf(out, "%s ", term_glyph(GLYPH_SOLVED));
	if (meta_state_label(m)[0] != '\0')
		buf_puts(out, _(meta_state_label(m)));
	put_clock(out, m, now);
	if (m->votes != 0)
		buf_printf(out, "%s%s %lld", out->len != 0 ? "  " : "",
		    term_glyph(GLYPH_VOTES), (long long)m->votes);
	if (m->metoo != 0) {
		buf_puts(out, out->len != 0 ? "  " : "");
		buf_printf(out, _("me-too %llu"),
		    (unsigned long long)m->metoo);
	}
	if (role[0] != '\0')
		buf_printf(out, "%s%s", out->len != 0 ? "  " : "", role);
	if (m->holder[0] != '\0') {
		buf_puts(out, out->len != 0 ? "  " : "");
		buf_printf(out, _("taken by %s"), m->holder);
	}
	return is_solved(m) ? ROLE_SOLVED :
	    meta_clock(m, 0, now) == CLOCK_LATE ? ROLE_LATE : ROLE_STATE;
}
