/* The stack of views. */
#include "client/app.h"

struct view *
app_top(struct app *app)
{
	return app->stack[app->depth - 1];
}

struct view *
app_view(struct app *app, unsigned context)
{
	for (int i = app->depth; i-- > 0;)
		if ((app->stack[i]->ops->context & context) != 0)
			return app->stack[i];
	return NULL;
}

void
app_push(struct app *app, struct view *v)
{
	if (app->depth == APP_VIEWS) {
		v->ops->close(v);
		return;
	}
	app->stack[app->depth++] = v;
	app_layout(app);
}

void
app_pop(struct app *app)
{
	struct view *v = app_top(app);

	if (app->depth == 1)
		return;
	app->depth--;
	v->ops->close(v);
	app_layout(app);
	v = app_top(app);
	if (v->ops->resume != NULL)
		v->ops->resume(v);
}

void
app_pop_to(struct app *app, struct view *v)
{
	while (app->depth > 1 && app_top(app) != v)
		app_pop(app);
}
