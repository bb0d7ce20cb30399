/* The rules and views that come with stoad, as acts of the server itself. */
#include "server/builtin.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "proto/event.h"
#include "server/stoad.h"
#include "server/store/store.h"

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

/* All that were asked for; the writer counts them down. */
struct making {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	int left;
	struct {
		struct intent intent;
		struct buf args;
	} each[COUNT];
};

static void
on_done(struct intent *i)
{
	struct making *m = i->arg;

	pthread_mutex_lock(&m->lock);
	m->left--;
	pthread_cond_signal(&m->wake);
	pthread_mutex_unlock(&m->lock);
}

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

static void
ask(struct server *s, struct making *m, int n)
{
	const struct builtin *b = &builtins[n];
	struct intent *i = &m->each[n].intent;

	buf_init(&m->each[n].args, LIMIT_HEADER);
	put_args(b, &m->each[n].args);
	*i = (struct intent){
		.act = b->act, .actor = SLICE("system"), .admin = true,
		.target = slice_of(b->name),
		.args = buf_slice(&m->each[n].args),
		.done = on_done, .arg = m,
	};
	if (!writer_submit(s->writer, i))
		log_fatal("the writer takes nothing");
}

void
builtin_make(struct server *s)
{
	struct making *m = xcalloc(1, sizeof(*m));

	pthread_mutex_init(&m->lock, NULL);
	pthread_cond_init(&m->wake, NULL);
	m->left = COUNT;
	for (int n = 0; n < COUNT; n++)
		ask(s, m, n);
	pthread_mutex_lock(&m->lock);
	while (m->left > 0)
		pthread_cond_wait(&m->wake, &m->lock);
	pthread_mutex_unlock(&m->lock);
	for (int n = 0; n < COUNT; n++) {
		const struct intent *i = &m->each[n].intent;

		if (i->err != OK && i->err != ERR_EXISTS)
			log_error("%s: %s", builtins[n].name, i->why);
		buf_clear(&m->each[n].args);
	}
	pthread_cond_destroy(&m->wake);
	pthread_mutex_destroy(&m->lock);
	free(m);
}
