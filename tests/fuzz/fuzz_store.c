/*
 * The store: random changes in a tiny world, sent in groups. Then the check
 * finds it sound and the replay of the journal gives the same tables.
 *
 * An operation is one byte and a few that it draws from.
 */
#include "tests/fuzz/world.h"

#include "server/store/community/policy.h"
#include "server/store/internal.h"
#include "tests/unit/board_model.h"

enum { OPS_MAX = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct world world;

static const char *const boards[] = {
	"a", "a.b", "a.c", "b", "closed", "A.B", "a..b", "to.x", "",
	" a.b", "a.b:1", "a.b=", "x,y",
};
static const char *const names[] = {
	"@anna", "@bert", "@a.b-c_9", "@X", "anna", "@", "",
};
static const char *const args[] = {
	"", "role=member", "role=staff,expert", "role=moderator:a.*",
	"role=moderator:!a,b", "role=king", "role=", "role=bot:\\t",
	"kind=howto", "kind=none", "status=n", "status=y", "status=m",
	":Title", ": two  words \\\\ \\n", ":a\\tb", ":\xff", "name=x.y",
	"name=X", "kind=qa status=y :", "id=9", "roles=admin",
};
static const char *const things[] = {
	"server", "terms:1", "terms:2", "code:a", "rule:a", "rule:b",
	"word:text", "view.a", "view.b", "local.terms",
};
/* For the acts of a community: some fit any of them. */
static const char *const deed_args[] = {
	"", "value=+1", "value=-1", "value=0", "value=1", "value=5", ":why",
	"of=<1@t>", "into=<2@t>", "board=b", "to=@bert", "role=manager",
	"role=superuser", "role=moderator", "role=staff/Acme", "until=24h :x",
	"value=1 until=1h", "tags=a,b", ":A title", "reason=spam :text",
	"reason=abuse", "level=2", "amount=5.00 currency=EUR :x", "name=Guide",
	"name=Guide value=0", "uses=1", "code=a :Anna T.", "numbers=1-5",
	"up=3 down=1", "low=0 before=99", "value=done :why", "value=review",
	"as=@anna at=1600000000", "id=x value=1", "sla=1h hold=0 kind=qa",
	"kind=ideas", "status=m", ":when is:open do tag tags=x",
	":when metoo:>=1 after 1h do alarm :m", ":when votes:>=1 do pin",
	":when solved:>=1 do badge name=y", ":is:open", ":tag:a", ":is:root",
	":votes:>0 -is:solved", "title=T :state:open", ":Be kind.", ":by:@me",
};
static const char *const dates[] = {
	"1 Nov 2025 10:00:00 +0000", "never", "31 Dec 1899 00:00:00 +0000",
	"1 Jan 2990 00:00:00 +0000", "",
};

struct change {
	struct intent intent;
	char target[16], args[32];
	bool done;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;

static unsigned
draw(struct slice *in, unsigned n)
{
	unsigned c = in->len != 0 ? (unsigned char)in->p[0] : 0;

	*in = slice_from(*in, 1);
	return c % n;
}

#define DRAW(in, list) \
	(list)[draw((in), sizeof(list) / sizeof((list)[0]))]

static void
on_done(struct intent *i)
{
	struct change *c = i->arg;

	pthread_mutex_lock(&lock);
	c->done = true;
	pthread_cond_signal(&wake);
	pthread_mutex_unlock(&lock);
}

/* What an article does besides: few do. */
static void
put_effect_fields(struct buf *raw, struct slice *in, unsigned shape)
{
	if ((shape & 1) != 0)
		buf_puts(raw, "\r\nApproved: m@t");
	if (shape >> 1 == 7)
		buf_printf(raw, "\r\nSupersedes: <%u@t>", draw(in, 32));
	else if (shape >> 1 == 6)
		buf_printf(raw, "\r\nControl: cancel <%u@t>", draw(in, 32));
	else if (shape >> 1 == 5)
		buf_puts(raw, "\r\nCancel-Lock: k");
	else if (shape >> 1 == 4)
		buf_printf(raw, "\r\nSupersedes: <%u@t>\r\nCancel-Key: k",
		    draw(in, 32));
	else if (shape >> 1 == 3)
		buf_puts(raw, "\r\nControl: sendme");
}

static bool
same_text(struct slice keys, struct slice locks)
{
	return slice_eq(keys, locks);
}

/* Ids are few: most references are to what is here or will be. */
static struct posting *
make_posting(struct slice *in)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	unsigned shape = draw(in, 256);
	struct posting *p;

	buf_printf(&raw, "Message-ID: <%u@t>\r\nDate: %s\r\nNewsgroups: %s",
	    draw(in, 24), DRAW(in, dates), DRAW(in, boards));
	for (unsigned n = shape & 3; n > 0; n--)
		buf_printf(&raw, ",%s", DRAW(in, boards));
	buf_puts(&raw, "\r\nReferences:");
	for (unsigned n = shape >> 2 & 7; n > 0; n--)
		buf_printf(&raw, " <%u@t>", draw(in, 32));
	/* Long enough lists to be cut. */
	for (unsigned n = 0; shape >> 5 == 7 && n < 70; n++)
		buf_printf(&raw, " <%u@t>", n);
	if (shape >> 5 == 6)
		buf_printf(&raw, "\r\nIn-Reply-To: <%u@t>", draw(in, 32));
	put_effect_fields(&raw, in, draw(in, 16));
	buf_puts(&raw, "\r\nSubject: s\r\n\r\ntext\r\n");
	world_must(posting_new(world.store, &raw, &p) == OK, "posting_new");
	return p;
}

/* An act on an article, or on the old ones of a board. */
static void
make_removal(struct change *c, struct slice *in, unsigned op)
{
	static const enum act_id acts[] = {
		ACT_CANCEL, ACT_PUBLISH, ACT_REJECT, ACT_EXPIRE,
	};
	struct intent *i = &c->intent;

	i->act = acts[op >> 4 & 3];
	snprintf(c->target, sizeof(c->target), "<%u@t>", draw(in, 24));
	snprintf(c->args, sizeof(c->args), "before=%u", draw(in, 250));
	i->target = slice_of(c->target);
	if (i->act == ACT_PUBLISH) {
		i->posting = make_posting(in);
		if ((op & 1) == 0)
			slice_copy(posting_msgid(i->posting), c->target,
			    sizeof(c->target));
		i->target = slice_of(c->target);
	}
	if (i->act == ACT_EXPIRE)
		i->target = slice_of(DRAW(in, boards));
	i->args = i->act == ACT_EXPIRE ? slice_of(c->args) :
	    slice_of(DRAW(in, args));
}

/* Any act at all, on what it may be done to, or is not. */
static void
make_deed(struct change *c, struct slice *in)
{
	struct intent *i = &c->intent;
	enum act_target kind;

	i->act = (enum act_id)draw(in, ACT_COUNT);
	kind = act_table[i->act].target;
	if (kind == TARGET_ANY)
		kind = (enum act_target)(TARGET_ARTICLE + draw(in, 3));
	if (kind == TARGET_ARTICLE) {
		snprintf(c->target, sizeof(c->target), "<%u@t>", draw(in, 24));
		i->target = slice_of(c->target);
	} else {
		i->target = slice_of(kind == TARGET_USER ? DRAW(in, names) :
		    kind == TARGET_BOARD && i->act != ACT_VIEW ?
		    DRAW(in, boards) : DRAW(in, things));
	}
	i->args = slice_of(DRAW(in, deed_args));
	if (i->act == ACT_POST || i->act == ACT_PUBLISH)
		i->posting = make_posting(in);
}

static void
make_change(struct change *c, struct slice *in)
{
	static const enum act_id acts[] = {
		ACT_POST, ACT_POST, ACT_POST, ACT_BOARD, ACT_JOIN, ACT_GRANT,
		ACT_REVOKE, ACT_COUNT,
	};
	static const char *const actors[] = {
		"@anna", "@bert", "@X", "system",
	};
	struct intent *i = &c->intent;
	unsigned op = draw(in, 256);

	*c = (struct change){ .done = false };
	i->act = acts[op & 7];
	i->actor = slice_of(actors[op >> 6]);
	i->admin = (op & 0x30) == 0x30;
	i->relayed = (op & 0x30) == 0x20;
	i->opens = same_text;
	i->done = on_done;
	i->arg = c;
	if (op >> 3 == 0x17 || (op & 15) == 15) {
		make_removal(c, in, op);
		return;
	}
	if (i->act == ACT_COUNT) {
		make_deed(c, in);
		return;
	}
	if (i->act == ACT_POST) {
		i->posting = make_posting(in);
		i->create_boards = (op & 8) != 0;
		return;
	}
	i->target = slice_of(i->act == ACT_BOARD ? DRAW(in, boards) :
	    DRAW(in, names));
	i->args = slice_of(DRAW(in, args));
	if (i->act == ACT_JOIN && (op & 8) != 0)
		i->secret = SLICE("hash");
}

/* Every refusal says why, in words that fit the kind of error. */
static void
check_answer(const struct intent *i)
{
	switch (i->err) {
	case OK:
		world_must(i->seq > 1, "a change has a number");
		break;
	case ERR_EXISTS:	/* of what was done already: when */
		world_must(i->why[0] != '\0', "a refusal says why");
		break;
	case ERR_NOTFOUND:
	case ERR_SLOW:
	case ERR_TERMS:
	case ERR_BUSY:
	case ERR_SYNTAX:
	case ERR_TOOBIG:
	case ERR_DENIED:
	case ERR_STATE:
		world_must(i->why[0] != '\0', "a refusal says why");
		world_must(i->seq == 0, "what is refused has no number");
		break;
	default:
		world_must(false, i->why);
	}
}

static void
wait_all(struct change *c, unsigned n)
{
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < n; i++)
		while (!c[i].done)
			pthread_cond_wait(&wake, &lock);
	pthread_mutex_unlock(&lock);
	for (unsigned i = 0; i < n; i++) {
		check_answer(&c[i].intent);
		posting_free(&c[i].intent.posting);
	}
}

static void
check_view(void)
{
	struct reader *r = reader_new(world.store);
	struct view *v = view_open(r);
	const char *wrong;

	world_must(v != NULL, "view_open");
	wrong = model_check_all(v);
	if (wrong != NULL)
		world_must(false, wrong);
	view_close(&v);
	reader_free(&r);
}

static void
check_replay(void)
{
	struct upkeep_report r;

	world_must(store_check(world.store, NULL, NULL, &r) == OK, "check");
	world_must(store_rebuild(world.store, NULL, NULL, &r) == OK, "rebuild");
	world_must(r.bad == 0, r.first);
	world_must(store_check(world.store, NULL, NULL, &r) == OK, "again");
	check_view();
}

/* That time stands still is no reason to refuse all that follows. */
static void
set_policy(void)
{
	static struct policy policy;

	policy = policy_default;
	policy.v[POLICY_THREAD_GAP] = policy.v[POLICY_POST_GAP] = 0;
	policy.v[POLICY_NEW_THREAD_GAP] = policy.v[POLICY_NEW_POST_GAP] = 0;
	policy.v[POLICY_DAY1_THREADS] = policy.v[POLICY_DAY1_REPLIES] = 0;
	policy.v[POLICY_SAME_TEXT] = 0;
	store_set_policy(world.store, &policy);
}

static void
end(void)
{
	world_remove(&world);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct change change[OPS_MAX];
	struct slice in = slice_make((const char *)data, size);
	unsigned n = 0, sent = 0, group;

	if (size == 0)
		return 0;
	if (world.store == NULL) {
		world_new(&world);
		world_keep(&world);
		atexit(end);
	}
	set_policy();
	group = 1 + draw(&in, 16);
	while (in.len != 0 && n < OPS_MAX) {
		make_change(&change[n], &in);
		world_must(writer_submit(world.writer, &change[n].intent),
		    "writer_submit");
		if (++n % group == 0) {
			wait_all(change + sent, n - sent);
			sent = n;
		}
	}
	wait_all(change + sent, n - sent);
	check_view();
	writer_stop(&world.writer);
	check_replay();
	world_close(&world);
	world_restore(&world);
	world_open(&world);
	return 0;
}
