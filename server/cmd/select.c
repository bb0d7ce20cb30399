/* The selected board, the current article, parts of an overview line. */
#include "server/cmd/select.h"

#include "proto/msgid.h"
#include "server/cmd/moderate.h"
#include "server/cmd/sees.h"
#include "server/cmd/table.h"

struct slice
over_part(struct slice over, enum over_part part)
{
	struct slice field;

	for (int i = 0; i < (int)part; i++)
		slice_cut(&over, '\t');
	field = slice_cut(&over, '\t');
	if (over.p == NULL && field.len >= 2 && slice_ends(field, "\r\n"))
		field.len -= 2;
	return field;
}

bool
select_check(struct session *s)
{
	/* It may have been closed to it meanwhile. */
	if (s->board != 0 && sees_board_id(s, s->board))
		return true;
	reply_put(s->out, REPLY_NO_SELECTION);
	return false;
}

bool
selected_board(struct session *s, struct board *out)
{
	if (!select_check(s))
		return false;
	if (view_board_by_id(s->desk->view, s->board, out))
		return true;
	reply_put(s->out, REPLY_NO_SELECTION);
	return false;
}

bool
select_current(struct session *s, struct placed *out)
{
	if (!select_check(s))
		return false;
	if (s->current != 0 &&
	    view_placed(s->desk->view, s->board, s->current, out))
		return true;
	reply_put(s->out, REPLY_NO_CURRENT,
	    s->current != 0 ? "it is gone" : "the board was empty");
	return false;
}

bool
select_number(struct session *s, uint64_t number, struct placed *out)
{
	if (!select_check(s))
		return false;
	if (view_placed(s->desk->view, s->board, number, out))
		return true;
	reply_put(s->out, REPLY_NO_NUMBER);
	return false;
}

bool
select_place(struct view *v, uint64_t id, struct placed *out)
{
	struct article_row row;

	return view_article_row(v, id, &row) && row.nplaces != 0 &&
	    view_placed(v, row.place[0].board, row.place[0].number, out);
}

bool
select_seen(struct session *s, uint64_t id, struct placed *out)
{
	struct view *v = s->desk->view;
	struct article_row row;

	if (!view_article_row(v, id, &row))
		return false;
	for (int i = 0; i < row.nplaces; i++)
		if (sees_board_id(s, row.place[i].board))
			return view_placed(v, row.place[i].board,
			    row.place[i].number, out);
	return false;
}

bool
select_aside(struct session *s, uint64_t id, struct placed *out)
{
	struct buf *line = &s->desk->text;
	struct view *v = s->desk->view;
	struct article_row row;

	buf_reset(line);
	if (!view_article_row(v, id, &row) || row.nplaces != 0 ||
	    !may_see(s, &row) || view_overview(v, id, line) != OK)
		return false;
	*out = (struct placed){ .id = id, .over = buf_slice(line) };
	return true;
}

bool
select_msgid(struct session *s, struct slice arg, struct placed *out)
{
	struct view *v = s->desk->view;
	uint64_t id;

	if (!msgid_askable(arg)) {
		reply_putf(s->out, REPLY_SYNTAX,
		    "Not a message-id; it looks like <left@right>");
		return false;
	}
	id = view_article_id(v, arg);
	if (id != 0 && (select_seen(s, id, out) || select_aside(s, id, out)))
		return true;
	reply_put(s->out, REPLY_NO_MSGID);
	return false;
}
