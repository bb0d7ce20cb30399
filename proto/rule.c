/* Rules: what is done whenever a query holds. */
#include "proto/rule.h"

#include "proto/span.h"

/* Seconds; what is done again and again must not keep the server busy. */
enum { SPAN_EVERY = 60 };

/* The things to which an act can be done. */
static unsigned
target_domains(enum act_target target)
{
	switch (target) {
	case TARGET_ARTICLE:
		return QUERY_OF_ARTICLE;
	case TARGET_USER:
		/* What the query finds, or else its author. */
		return QUERY_OF_USER | QUERY_OF_ARTICLE;
	case TARGET_BOARD:
		return QUERY_OF_BOARD;
	case TARGET_ANY:
		return QUERY_OF_ARTICLE | QUERY_OF_USER | QUERY_OF_BOARD;
	default:
		return 0;
	}
}

/* "when" and the query; *rest is behind them. */
static enum err
take_query(struct slice *rest, struct rule *out, int *column)
{
	static const char *const stop[] = { "after", "every", "do", NULL };
	struct slice word = slice_word(rest), text;
	enum err e;

	*column = 1;
	if (!slice_iis(word, "when"))
		return err_set(ERR_SYNTAX, "a rule is \"when QUERY [after "
		    "24h] do ACT\"");
	text = slice_trim(*rest);
	e = query_parse_until(text, stop, &out->query, rest, column);
	out->text = slice_trim(
	    slice_make(text.p, (size_t)(rest->p - text.p)));
	*column += (int)(text.p - word.p);
	if (e != OK || out->query.n != 0)
		return e;
	*column = (int)(rest->p - word.p) + 1;
	return err_set(ERR_SYNTAX, "\"when\" needs a query");
}

/* "after 24h" or "every 365d", if it is there. */
static enum err
take_after(struct slice *rest, struct rule *out)
{
	struct slice again = *rest, word = slice_word(&again);

	out->every = slice_iis(word, "every");
	if (!out->every && !slice_iis(word, "after"))
		return OK;
	*rest = again;
	if (!span_parse(slice_word(&again), &out->after))
		return err_set(ERR_SYNTAX, "\"%.*s\" needs a span, like 24h "
		    "or 7d; a word of the query stands in quotes",
		    SLICE_ARG(word));
	if (out->every && out->after < SPAN_EVERY)
		return err_set(ERR_SYNTAX, "a rule is done every minute at "
		    "most");
	*rest = again;
	return OK;
}

/* "do" and the act's name. */
static enum err
take_act(struct slice *rest, struct rule *out)
{
	struct slice again = *rest, name;

	if (!slice_iis(slice_word(&again), "do"))
		return err_set(ERR_SYNTAX, "a rule is \"when QUERY [after "
		    "24h] do ACT\"");
	*rest = again;
	name = slice_word(&again);
	out->act = act_find(name);
	if (out->act == NULL)
		return err_set(ERR_SYNTAX, "no act \"%.*s\"; XINFO acts "
		    "lists them", SLICE_ARG(slice_shown(name)));
	if (out->act->who == WHO_NOBODY)
		return err_set(ERR_SYNTAX, "%s: the server alone does that",
		    out->act->name);
	*rest = again;
	return OK;
}

/* One kind of things that the query finds and the act can be done to. */
static enum err
choose_domain(struct rule *out)
{
	unsigned found = query_domains(&out->query);
	unsigned domains = found & target_domains(out->act->target);

	if (found == 0)
		return err_set(ERR_SYNTAX, "the keys of the query belong to "
		    "different things; XINFO keys says to which");
	if (domains == 0)
		return err_set(ERR_SYNTAX, "%s is done to %s, and the query "
		    "finds something else", out->act->name,
		    act_target_form(out->act->target));
	out->domain = domains & (~domains + 1);
	if (out->act->target == TARGET_USER && (domains & QUERY_OF_USER) != 0)
		out->domain = QUERY_OF_USER;
	return OK;
}

enum err
rule_parse(struct slice text, struct rule *out, int *column)
{
	struct slice rest = slice_trim(text), query = rest;
	struct act_request act;
	enum err e;
	int at = 1;

	*out = (struct rule){ .act = NULL };
	*column = 1;
	e = take_query(&rest, out, column);
	if (e != OK)
		goto fault;
	query = out->text;
	e = take_after(&rest, out);
	if (e == OK)
		e = take_act(&rest, out);
	*column = (int)(rest.p - text.p) + 1;
	if (e != OK && slice_starts(rest, " "))
		++*column;
	if (e == OK)
		e = act_parse_args(
		    out->act, SLICE("-"), rest, &act, &at);
	*column += at - 1;
	if (e != OK)
		return e;
	out->args = act.args;
	e = query_check(&out->query, ~(unsigned)QUERY_OF_LIST, false, &at);
	if (e == OK)
		e = choose_domain(out);
	if (e == OK)
		e = query_check(&out->query, out->domain, true, &at);
	*column = (int)(query.p - text.p) + at;
	return e;
fault:
	*column += (int)(query.p - text.p);
	return e;
}
