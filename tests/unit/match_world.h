/* A small community in which every key of a query finds something. */
#ifndef TESTS_UNIT_MATCH_WORLD_H
#define TESTS_UNIT_MATCH_WORLD_H

#include "tests/unit/community.h"

#include "proto/date.h"

static struct fixture *world;

/* Dated by the clock, which the caller has set. */
static inline void
world_post(const char *actor, const char *board, const char *id,
    const char *refs)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	enum err e;

	buf_printf(&raw, "Path: t!not-for-mail\r\nFrom: A <a@example.org>\r\n"
	    "Subject: about %s\r\nNewsgroups: %s\r\nMessage-ID: <%s@t>\r\n",
	    id, board, id);
	if (refs[0] != '\0')
		buf_printf(&raw, "References: %s\r\n", refs);
	buf_puts(&raw, "Date: ");
	date_put_rfc5322(&raw, clock_now());
	buf_printf(&raw, "\r\n\r\nText of %s.\r\n", id);
	e = posting_new(world->store, &raw, &p);
	if (e == OK)
		e = fixture_do(world, (struct intent){
			.act = ACT_POST, .actor = slice_of(actor),
			.posting = p,
		}, NULL);
	if (e != OK)
		fail_msg("post %s: %s", id, world->why);
	posting_free(&p);
	buf_clear(&raw);
}

static inline void
world_act(const char *actor, enum act_id act, const char *target,
    const char *args)
{
	if (community_do(world, actor, act, target, args) != OK)
		fail_msg("%s %s %s: %s", act_table[act].name, target, args,
		    world->why);
}

/*
 * Asked in this order, an hour apart: open, solved, escalated and claimed,
 * one with me-toos and a duplicate, one that waits for its asker, an idea.
 */
static inline void
world_questions(void)
{
	static const struct {
		const char *actor, *board, *id, *refs;
	} posts[] = {
		{ "@anna", "tv.qa", "open", "" },
		{ "@anna", "tv.qa", "solved", "" },
		{ "@boris", "tv.qa", "answer", "<solved@t>" },
		{ "@dora", "tv.qa", "late", "<solved@t>" },
		{ "@carla", "tv.qa", "urgent", "" },
		{ "@dora", "net.qa", "many", "" },
		{ "@carla", "net.qa", "again", "" },
		{ "@carla", "tv.qa", "vague", "" },
		{ "@boris", "tv.ideas", "idea", "" },
		{ "@boris", "tv.talk", "talk", "" },
		{ "@anna", "tv.talk", "chat", "<talk@t>" },
		{ "@anna", "tv.qa,tv.talk", "both", "" },
		{ "@expert", "tv.howto", "howto", "" },
	};

	world_act("system", ACT_RULE, "rule:clock",
	    ":when is:open kind:qa after 24h do escalate");
	world_act("system", ACT_VIEW, "view.waiting", ":is:open");
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
		community_time(NOON + 3600 * (int64_t)i);
		world_post(posts[i].actor, posts[i].board, posts[i].id,
		    posts[i].refs);
	}
}

static inline void
world_acts(void)
{
	community_time(NOON + 3600 * 20);
	world_act("@anna", ACT_SOLVE, "<answer@t>", "");
	world_act("@anna", ACT_RATE, "<solved@t>", "value=5");
	world_act("@carla", ACT_VOTE, "<answer@t>", "value=1");
	world_act("@anna", ACT_VOTE, "<late@t>", "value=-1");
	world_act("@mod", ACT_ESCALATE, "<urgent@t>", "");
	world_act("@mia", ACT_CLAIM, "<urgent@t>", "");
	world_act("@anna", ACT_METOO, "<many@t>", "");
	world_act("@boris", ACT_METOO, "<many@t>", "");
	world_act("@super", ACT_DUP, "<again@t>", "of=<many@t>");
	world_act("@super", ACT_NEEDINFO, "<vague@t>", ":Which one?");
	world_act("@anna", ACT_SUPPORT, "<idea@t>", "");
	world_act("@anna", ACT_TAG, "<open@t>", "tags=phase:presale,red");
	world_act("@mod", ACT_PIN, "<howto@t>", "");
	world_act("@mod", ACT_RETITLE, "<open@t>", ":An old box");
	world_act("@super", ACT_FLAG, "<chat@t>", "reason=spam");
	world_act("@expert", ACT_VERIFY, "<answer@t>", "");
	world_act("@mod", ACT_ALARM, "<both@t>", "");
	world_act("@mod", ACT_BADGE, "@boris", "name=first");
	world_act("@mod", ACT_WARN, "@dora", ":tone");
	world_act("@anna", ACT_OWN, "product:tm5", "since=2019");
}

/* Of elsewhere: no account wrote it. */
static inline void
world_feed(const char *id, const char *refs)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;

	buf_printf(&raw, "Path: t!not-for-mail\r\nFrom: A <a@example.org>\r\n"
	    "Subject: about %s\r\nNewsgroups: fed.talk\r\n"
	    "Date: 1 Nov 2020 10:00:00 +0000\r\nMessage-ID: <%s@t>\r\n"
	    "%s%s%s\r\nText.\r\n", id, id, refs[0] != '\0' ?
	    "References: " : "", refs, refs[0] != '\0' ? "\r\n" : "");
	assert_int_equal(posting_new(world->store, &raw, &p), OK);
	assert_int_equal(fixture_do(world, (struct intent){
		.act = ACT_POST, .actor = SLICE("peer:x"), .posting = p,
		.create_boards = true, .relayed = true,
	}, NULL), OK);
	posting_free(&p);
	buf_clear(&raw);
}

static inline int
world_setup(void **state)
{
	int r = community_setup(state);

	world = *state;
	world_questions();
	world_acts();
	world_feed("fed", "");
	world_feed("fedre", "<fed@t>");
	return r;
}

enum { WORLD_NOW = NOON + 3600 * 24 };

/* "open" of "<open@t>", as the event that brought it has it. */
static inline void
world_name(struct view *v, uint64_t id, struct buf *out)
{
	struct event e;
	struct slice rest;

	assert_true(view_article_event(v, id, &e));
	rest = slice_from(e.target, 1);
	buf_put_slice(out, slice_cut(&rest, '@'));
}

#endif
