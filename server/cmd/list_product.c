/* Products, as accounts say what they have. */
#include "server/cmd/list_kind.h"
#include "server/store/community/value.h"

#define KEY(id) (1ull << QUERY_##id)

static enum err
begin(struct list *l, struct view *v, struct slice after)
{
	(void)v;
	if (after.len > LIMIT_THING_NAME ||
	    !slice_copy(after, l->after, sizeof(l->after)))
		return err_arg("after", "after: is a name of this list");
	return OK;
}

static enum list_step
next(struct list *l, struct view *v)
{
	struct product p;

	if (!view_product_next(v, slice_of(l->after), &p))
		return LIST_END;
	slice_copy(p.name, l->after, sizeof(l->after));
	row_put(&l->row, p.name);
	row_put_u64(&l->row, p.owners);
	row_put_u64(&l->row, p.verified);
	return LIST_ROW;
}

const struct list_kind list_kind_product = {
	.name = "product",
	.columns = "name owners verified",
	.keys = KEY(LIMIT) | KEY(AFTER) | KEY(COLS) | KEY(SORT),
	.takes = "sort: limit: after: cols:",
	.sorts = "owners verified",
	.begin = begin,
	.next = next,
	.token = list_token_name,
};
