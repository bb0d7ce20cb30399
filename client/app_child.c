/* Programs that get the terminal: the editor, commands, the shell we leave. */
#include "client/app.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/i18n.h"
#include "client/run.h"
#include "client/term.h"

void
app_suspend(struct app *app)
{
	app_marks_save(app);
	term_stop();
	kill(getpid(), SIGSTOP);
	term_resume();
	app_layout(app);
}

static void
take_back(struct app *app)
{
	term_resume();
	app_layout(app);
	app_redraw(app);
}

static void
edit_end(struct app *app, int status)
{
	app->child = 0;
	event_add(app->tty, NULL);
	if (app->edited == NULL) {
		term_say(_("[Enter goes on]"));
		app->paused = true;
		return;
	}
	take_back(app);
	app->edited(app, app->edited_arg, status);
}

/* Whatever was typed, a line of it: back to the screen. */
void
app_pause_end(struct app *app)
{
	char line[256];
	ssize_t n = read(STDIN_FILENO, line, sizeof(line));

	if (n <= 0) {
		app_quit(app);
		return;
	}
	app->paused = false;
	take_back(app);
}

static const char *
editor_of(const struct config *config)
{
	const char *e = config->editor;

	if (e == NULL)
		e = getenv("VISUAL");
	if (e == NULL || *e == '\0')
		e = getenv("EDITOR");
	return e != NULL && *e != '\0' ? e : "vi";
}

void
app_edit(struct app *app, const char *path, edit_done *done, void *arg)
{
	app->edited = done;
	app->edited_arg = arg;
	event_del(app->tty);
	term_stop();
	if (run_start(editor_of(app->config), path, -1, &app->child) != OK) {
		edit_end(app, -1);
		app_error(app, "%s", err_detail());
	}
}

/* A file without a name, at its beginning; -1 when there is none. */
static int
file_of(struct slice text)
{
	int fd = memfd_create("article", MFD_CLOEXEC);

	if (fd >= 0 && (write(fd, text.p, text.len) != (ssize_t)text.len ||
			   lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void
app_pipe(struct app *app, const char *command, struct slice text)
{
	int fd = file_of(text);
	enum err e;

	if (fd < 0) {
		app_error(app, "%s", strerror(errno));
		return;
	}
	app->edited = NULL;
	event_del(app->tty);
	term_stop();
	e = run_shell(command, fd, &app->child);
	close(fd);
	if (e != OK) {
		app->child = 0;
		event_add(app->tty, NULL);
		take_back(app);
		app_error(app, "%s", err_detail());
	}
}

void
app_child_changed(struct app *app)
{
	int status;

	if (app->child == 0 ||
	    waitpid(app->child, &status, WNOHANG | WUNTRACED) != app->child)
		return;
	if (WIFSTOPPED(status)) {
		/* The shell sees one program: stop and go on together. */
		kill(getpid(), SIGSTOP);
		kill(app->child, SIGCONT);
		return;
	}
	edit_end(app, status);
}
