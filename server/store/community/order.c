/* Reading what the acts of order left behind. */
#include "server/store/community/order.h"

#include "common/endian.h"
#include "proto/date.h"
#include "server/store/community/rows.h"

/* Events of the log that are looked at for a sanction. */
enum { LOOK_BACK = 256 };

const char *
flag_state_name(enum flag_state state)
{
	static const char *const names[FLAG_STATES] = {
		[FLAG_OPEN] = "open", [FLAG_UPHELD] = "upheld",
		[FLAG_REJECTED] = "rejected", [FLAG_MOOT] = "moot",
	};

	return state < FLAG_STATES ? names[state] : "-";
}

const char *
queue_kind_name(enum queue_kind kind)
{
	switch (kind) {
	case QUEUE_ESCALATED:
		return "escalated";
	case QUEUE_FLAGGED:
		return "flagged";
	case QUEUE_APPEAL:
		return "appeal";
	case QUEUE_ALARM:
	case QUEUE_BOARD:
	case QUEUE_USER:
		break;
	}
	return "alarm";
}

uint64_t
view_modlog_prev(struct view *v, uint64_t before)
{
	unsigned char key[8];
	struct cursor c;
	uint64_t seq = 0;

	if (before == 0)
		return 0;
	put_be64(key, before - 1);
	cursor_open(&c, v->txn, T_MODLOG);
	if (cursor_seek_back(&c, key, sizeof(key)) &&
	    c.key.len == sizeof(key))
		seq = get_be64(c.key.p);
	cursor_close(&c);
	return seq;
}

bool
view_tombstone(struct view *v, uint64_t article, struct event *out)
{
	struct article_row row;

	return view_article_row(v, article, &row) && row.since != 0 &&
	    view_article_event(v, row.since, out);
}

/* Until when a sanction lasts; 0 when the event is none. */
static int64_t
sanction_end(const struct event *e)
{
	int64_t until;

	if (!slice_is(e->act, act_table[ACT_SILENCE].name) &&
	    !slice_is(e->act, act_table[ACT_SUSPEND].name))
		return 0;
	return date_parse_rfc3339(event_arg(e->args, "until"), &until) ?
	    until : 0;
}

bool
view_sanction(struct view *v, uint32_t account, int64_t now,
    struct event *out)
{
	struct account_rec rec;
	struct slice text, name;
	uint64_t seq = UINT64_MAX;
	int64_t end;
	struct event e;

	if (!account_get(v->txn, account, &rec, &text))
		return false;
	name = slice_cut(&text, '\t');
	end = rec.suspended > rec.silenced ? rec.suspended : rec.silenced;
	for (int n = 0; end > now && n < LOOK_BACK; n++) {
		seq = view_modlog_prev(v, seq);
		if (seq == 0 || !view_article_event(v, seq, &e))
			break;
		if (slice_starts(e.target, "@") && sanction_end(&e) == end &&
		    slice_eq(slice_from(e.target, 1), name)) {
			*out = e;
			return true;
		}
	}
	return false;
}
