/*
 * Sessions: the bytes of a client, with a store behind. First line by line:
 * every command and every block gets exactly one well-formed reply. Then the
 * same bytes in other pieces: the same answers.
 */
#include "tests/fuzz/world.h"

#include "common/utf8.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "server/auth/pool.h"
#include "server/cmd/table.h"
#include "server/net/session.h"
#include "server/stoad.h"

enum { TURNS_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
ssize_t getrandom(void *p, size_t n, unsigned flags);

static struct world world;
static struct server server;

/* --- what would be slow, random or reach outside ----------------------- */

static uint64_t drawn;

ssize_t
getrandom(void *p, size_t n, unsigned flags)
{
	(void)flags;
	for (size_t i = 0; i < n; i++)
		((unsigned char *)p)[i] = (unsigned char)(drawn += 37);
	return (ssize_t)n;
}

enum err
hash_init(void)
{
	return OK;
}

enum err
hash_make(struct slice password, char out[HASH_SIZE])
{
	snprintf(out, HASH_SIZE, "hash of %zu bytes", password.len);
	return OK;
}

enum err
hash_verify(struct slice hash, struct slice password)
{
	char made[HASH_SIZE];

	hash_make(password, made);
	return slice_is(hash, made) ? OK : ERR_DENIED;
}

uint64_t
hash_short(const unsigned char key[HASH_KEY], const void *p, size_t n)
{
	uint64_t h = key[0];

	for (size_t i = 0; i < n; i++)
		h = h * 31 + ((const unsigned char *)p)[i];
	return h;
}

void
hash_random(void *p, size_t n)
{
	memset(p, 0, n);
}

void
hash_forget(void *p, size_t n)
{
	memset(p, 0, n);
}

/* --- the beginning ----------------------------------------------------- */

static const struct {
	const char *boards, *refs, *rest;
} articles[] = {
	{ "a.b", "", "Subject: one\r\nFrom: Anna <a@example.org>\r\n"
	    "Date: 1 Nov 2025 10:00:00 +0000\r\n\r\n.dot\r\n..\r\nlast" },
	{ "a.b,c.d", "<1@t>", "Subject: Re: one\r\nFrom: b@example.org\r\n"
	    "Date: 2 Nov 2025 10:00:00 +0000\r\n\r\n" },
	{ "c.d", "<none@t>", "Subject:\r\n =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
	    "From: \xff\r\n\r\nx\r\n" },
	{ "a.b", "", "Date: never\r\n\r\n\r\n" },
	{ "a.b", "<3@t> <2@t>", "Subject: five\r\n\r\ntext\r\n" },
};

static const struct {
	enum act_id act;
	const char *target, *args, *secret;
} acts[] = {
	{ ACT_BOARD, "a.b", ":Title of a.b", "" },
	{ ACT_BOARD, "c.d", "status=m", "" },
	{ ACT_BOARD, "closed", "status=n", "" },
	{ ACT_JOIN, "@anna", "", "hash of 6 bytes" },
	{ ACT_JOIN, "@chef", "role=admin", "hash of 4 bytes" },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static bool changed;

static void
on_changed(struct intent *i)
{
	/* Who waits may forget it as soon as it is told. */
	world_must(i->err == OK, i->why);
	pthread_mutex_lock(&lock);
	changed = true;
	pthread_cond_signal(&wake);
	pthread_mutex_unlock(&lock);
}

static void
change(struct intent i)
{
	i.actor = SLICE("system");
	i.done = on_changed;
	changed = false;
	world_must(writer_submit(world.writer, &i), "submit");
	pthread_mutex_lock(&lock);
	while (!changed)
		pthread_cond_wait(&wake, &lock);
	pthread_mutex_unlock(&lock);
	posting_free(&i.posting);
}

static void
fill(void)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		change((struct intent){
			.act = acts[i].act,
			.target = slice_of(acts[i].target),
			.args = slice_of(acts[i].args),
			.secret = slice_of(acts[i].secret),
		});
	for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++) {
		struct buf raw = BUF_INIT(LIMIT_ARTICLE);
		struct intent post = { .act = ACT_POST, .approved = true };

		buf_printf(&raw, "Message-ID: <%zu@t>\r\nNewsgroups: %s\r\n"
		    "References: %s\r\n%s", i + 1, articles[i].boards,
		    articles[i].refs, articles[i].rest);
		world_must(posting_new(world.store, &raw, &post.posting) == OK,
		    "posting");
		change(post);
	}
}

static void
begin(void)
{
	world_new(&world);
	fill();
	world_keep(&world);
	world_must(hash_pool_new(NULL, &server.hashes) == OK, "hash_pool_new");
	server.started = 1795316000;
	server.workers = 1;
}

static void
end(void)
{
	world_remove(&world);
}

/* --- one client -------------------------------------------------------- */

struct run {
	struct desk desk;	/* first: notify() finds the run by it */
	struct session session;
	struct buf in, turn, all;
	struct task *done;
	bool closed;
};

static void
notify(struct desk *d, struct task *t)
{
	struct run *r = (struct run *)(void *)d;

	pthread_mutex_lock(&lock);
	t->next_done = r->done;
	r->done = t;
	pthread_cond_signal(&wake);
	pthread_mutex_unlock(&lock);
}

static void
take_output(struct run *r)
{
	world_must(buf_ok(&r->turn), "output of a turn fits");
	world_must(r->turn.len <= LIMIT_OUTPUT, "output of a turn is bounded");
	buf_put_slice(&r->all, buf_slice(&r->turn));
	world_must(buf_ok(&r->all), "the whole output fits");
	buf_reset(&r->turn);
	desk_rest(&r->desk);
}

/* Waits for tasks and answers them; true when the session may go on. */
static bool
answer(struct run *r)
{
	struct task *t;
	bool on;

	pthread_mutex_lock(&lock);
	while (r->done == NULL)
		pthread_cond_wait(&wake, &lock);
	t = r->done;
	r->done = NULL;
	pthread_mutex_unlock(&lock);
	for (; t != NULL; t = t->next_done)
		t->done = true;
	on = session_answer(&r->session, &r->turn);
	take_output(r);
	if (r->session.state == SESSION_CLOSING)
		r->closed = true;
	return on || r->closed;
}

/* Until it waits for input, or is closed. */
static void
work(struct run *r)
{
	for (int turns = 0; !r->closed; turns++) {
		struct slice in = buf_slice(&r->in);
		enum session_want want =
		    session_run(&r->session, &in, &r->turn);

		world_must(turns < TURNS_MAX, "a session comes to rest");
		take_output(r);
		buf_drop(&r->in, r->in.len - in.len);
		if (want == WANT_CLOSE)
			r->closed = true;
		while (want == WANT_TASK && !answer(r))
			;
		if (want == WANT_INPUT)
			break;
	}
}

static void
settle(struct run *r)
{
	work(r);
	while (r->session.tasks != 0 && !r->closed) {
		answer(r);
		work(r);
	}
}

static void
run_init(struct run *r, unsigned how)
{
	*r = (struct run){ .done = NULL };
	drawn = 0;
	server.store = world.store;
	server.writer = world.writer;
	world_must(desk_init(&r->desk, &server), "desk");
	r->desk.notify = notify;
	buf_init(&r->in, 1 << 22);
	buf_init(&r->turn, 2 * LIMIT_ARTICLE);
	buf_init(&r->all, 1 << 28);
	session_init(&r->session, &r->desk, (how & 2) != 0);
	if (how & 1)
		command_peer(&r->session, 0, "");
	session_greet(&r->session, &r->turn);
	take_output(r);
}

/* True when the store is no longer as it was. */
static bool
run_clear(struct run *r)
{
	struct view *v = desk_view(&r->desk);
	struct store_stats st;

	view_stats(v, &st);
	session_close(&r->session);
	while (!session_drained(&r->session))
		answer(r);
	desk_clear(&r->desk);
	buf_clear(&r->in);
	buf_clear(&r->turn);
	buf_clear(&r->all);
	return st.events != 0;
}

/* --- replies ----------------------------------------------------------- */

static struct slice
take_line(struct slice *rest, const struct session *s)
{
	struct slice line = slice_cut(rest, '\n');
	bool lf = s->line.end == LINE_END_LF;

	world_must(rest->p != NULL, "a line of a reply ends");
	world_must(slice_ends(line, "\r") == !lf, "with the right line end");
	if (!lf)
		line.len--;
	world_must(slice_chr(line, '\r') == -1 || lf, "no CR in a line");
	return line;
}

static void
check_block(struct slice *rest, const struct session *s)
{
	struct slice line;

	do {
		line = take_line(rest, s);
		world_must(line.len < 2 || line.p[0] != '.' ||
		    line.p[1] == '.', "a line is dot-stuffed");
		world_must(slice_chr(line, '\0') == -1, "no NUL in a block");
	} while (!slice_is(line, "."));
}

/* Exactly one reply; cmd as for reply_has_block(). */
static void
check_reply(struct slice out, enum command_id cmd, const struct session *s)
{
	struct slice line = take_line(&out, s), text;
	int code;

	world_must(line.len + 2 <= LIMIT_LINE, "a status line is short");
	world_must(reply_parse(line, &code, &text), "a status line has a code");
	world_must(utf8_valid(line), "a status line is UTF-8");
	for (size_t i = 0; i < line.len; i++)
		world_must((unsigned char)line.p[i] >= ' ' &&
		    line.p[i] != 0x7f, "a status line is text");
	world_must((code == REPLY_POST_SEND || code == REPLY_ACT_SEND ||
	    code == REPLY_IHAVE_SEND) == (s->state == SESSION_BLOCK),
	    "a block is asked for");
	world_must((code == REPLY_SASL_MORE) == s->sasl,
	    "a challenge is answered next");
	if (reply_has_block(code, cmd))
		check_block(&out, s);
	world_must(out.len == 0, "one reply, no more");
}

static bool
line_is_whole(const struct session *before, const struct session *s,
    struct slice unit)
{
	return !before->line.skipping && slice_ends(unit,
	    s->line.end == LINE_END_LF ? "\n" : "\r\n");
}

/* Up to and with the next LF: at most one command or block. */
static void
feed_line(struct run *r, struct slice unit)
{
	const struct session before = r->session;
	size_t mark = r->all.len;
	bool command = before.state == SESSION_COMMAND;
	struct slice line, out;
	struct request req = { .cmd = NULL };
	uint64_t said;

	buf_put_slice(&r->in, unit);
	line = slice_trim(buf_slice(&r->in));
	if (command)
		request_parse(line, &req);
	settle(r);
	out = slice_from(buf_slice(&r->all), mark);
	said = r->session.said - before.said;
	world_must(said <= 1, "a line is one command at most");
	world_must(!command || said == 1 ||
	    !line_is_whole(&before, &r->session, unit), "it is answered");
	if (said == 0)
		world_must(out.len == 0, "no answer without a question");
	else if (out.len == 0)
		world_must(r->session.state == SESSION_BLOCK &&
		    slice_istarts(line, "TAKETHIS"), "a question is answered");
	else
		check_reply(out, req.cmd != NULL ? req.cmd->id : CMD_COUNT,
		    &r->session);
}

static void
run_lines(struct run *r, struct slice all)
{
	while (all.len != 0 && !r->closed) {
		ptrdiff_t lf = slice_chr(all, '\n');
		size_t n = lf != -1 ? (size_t)lf + 1 : all.len;

		feed_line(r, slice_make(all.p, n));
		all = slice_from(all, n);
	}
}

static void
run_pieces(struct run *r, struct slice all, unsigned seed)
{
	while (all.len != 0 && !r->closed) {
		size_t n = 1 + (size_t)rand_r(&seed) %
		    (seed & 64 ? 8 : 4096);

		n = n < all.len ? n : all.len;
		buf_put(&r->in, all.p, n);
		all = slice_from(all, n);
		work(r);
	}
	settle(r);
}

/* --- both -------------------------------------------------------------- */

/* Leaves out what counts the machine's work. */
static void
put_comparable(struct slice all, struct buf *out)
{
	static const char *const names[] = {
		"Used:", "Commits:", "Readers:", "Read-Age:", "Commit-",
		"Posted:", "Taken:", "Not-Taken:", "Logins",
	};

	while (all.p != NULL) {
		struct slice line = slice_cut(&all, '\n');
		bool counts = false;

		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			counts = counts || slice_starts(line, names[i]);
		if (counts)
			continue;
		buf_put_slice(out, line);
		buf_putc(out, '\n');
	}
}

static void
reset(void)
{
	world_close(&world);
	world_restore(&world);
	world_open(&world);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf a = BUF_INIT(1 << 28), b = BUF_INIT(1 << 28);
	struct slice in = slice_make((const char *)data, size);
	struct run r;
	unsigned how;

	if (size < 2 || size > 1 << 20)
		return 0;
	if (world.store == NULL) {
		begin();
		atexit(end);
	}
	how = data[0];
	in = slice_from(in, 1);

	run_init(&r, how);
	run_lines(&r, in);
	put_comparable(buf_slice(&r.all), &a);
	if (run_clear(&r))
		reset();

	run_init(&r, how);
	run_pieces(&r, in, how >> 2);
	put_comparable(buf_slice(&r.all), &b);
	if (run_clear(&r))
		reset();
	if (!slice_eq(buf_slice(&a), buf_slice(&b))) {
		fprintf(stderr, "--- by lines\n%.*s\n--- in pieces\n%.*s\n",
		    SLICE_ARG(buf_slice(&a)), SLICE_ARG(buf_slice(&b)));
		abort();
	}
	buf_clear(&a);
	buf_clear(&b);
	return 0;
}
