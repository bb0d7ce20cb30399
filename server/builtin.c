/* The rules and views that come with stoad, as acts of the server itself. */
#include "server/builtin.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "proto/event.h"
#include "server/ask.h"
#include "server/stoad.h"

static const struct builtin {
	enum act_id act;
	const char *name, *title, *text;
} builtins[] = {
#define VIEW(name, title, text) { ACT_VIEW, name, title, text },
#define RULE(name, text) { ACT_RULE, "rule:" name, NULL, text },
#include "server/builtin.def"
#undef VIEW
#undef RULE
};

enum { COUNT = sizeof(builtins) / sizeof(builtins[0]) };

static void
put_args(const struct builtin *b, struct buf *args)
{
	struct buf id = BUF_INIT(LIMIT_LINE);

	buf_printf(&id, "builtin-%s", b->name);
	event_put_arg(args, "id", buf_slice(&id));
	if (b->title != NULL)
		event_put_arg(args, "title", slice_of(b->title));
	event_put_text(args, slice_of(b->text));
	buf_clear(&id);
}

void
builtin_make(struct server *s)
{
	struct intent *all = xcalloc(COUNT, sizeof(*all));
	struct buf args[COUNT];

	for (int n = 0; n < COUNT; n++) {
		buf_init(&args[n], LIMIT_HEADER);
		put_args(&builtins[n], &args[n]);
		all[n] = (struct intent){
			.act = builtins[n].act, .actor = SLICE("system"),
			.admin = true, .target = slice_of(builtins[n].name),
			.args = buf_slice(&args[n]),
		};
	}
	if (ask_writer_all(s->writer, all, COUNT) != COUNT)
		log_fatal("the writer takes nothing");
	for (int n = 0; n < COUNT; n++) {
		if (all[n].err != OK && all[n].err != ERR_EXISTS)
			log_error("%s: %s", builtins[n].name, all[n].why);
		buf_clear(&args[n]);
	}
	free(all);
}
