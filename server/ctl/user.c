/* stoactl user ...: accounts and their passwords. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "proto/account.h"
#include "proto/event.h"
#include "proto/limits.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"

enum { INPUT = LIMIT_PASSWORD + 2 };

/* One line of stdin; false at its end. The LF goes. */
static bool
read_line(char *out, size_t size)
{
	size_t n;

	if (fgets(out, (int)size, stdin) == NULL)
		return false;
	n = strlen(out);
	while (n > 0 && (out[n - 1] == '\n' || out[n - 1] == '\r'))
		out[--n] = '\0';
	return true;
}

static volatile sig_atomic_t caught;

static void
on_signal(int sig)
{
	caught = sig;
}

static bool
ask_quietly(const char *prompt, char *out, size_t size, struct termios old)
{
	struct termios quiet = old;
	bool got;

	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fprintf(stderr, "%s: ", prompt);
	got = read_line(out, size);
	fputc('\n', stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	return got;
}

/* An interrupt takes effect, but not before the terminal echoes again. */
static bool
ask(const char *prompt, char *out, size_t size)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP };
	enum { N = sizeof(signals) / sizeof(signals[0]) };
	struct sigaction sa = { .sa_handler = on_signal }, before[N];
	struct termios old;
	bool got;

	if (tcgetattr(STDIN_FILENO, &old) == -1)
		return read_line(out, size);
	for (int i = 0; i < N; i++)
		sigaction(signals[i], &sa, &before[i]);
	got = ask_quietly(prompt, out, size, old);
	for (int i = 0; i < N; i++)
		sigaction(signals[i], &before[i], NULL);
	if (caught != 0)
		raise(caught);
	return got && caught == 0;
}

static enum ctl_exit
check_password(const char *password)
{
	size_t n = strlen(password);

	if (n == 0 || n > LIMIT_PASSWORD) {
		ctl_error("a password is one line of 1 to %d bytes, on the "
		    "standard input", LIMIT_PASSWORD);
		return CTL_FAILED;
	}
	return CTL_OK;
}

static enum ctl_exit
read_password(char password[INPUT])
{
	char again[INPUT] = "";
	enum ctl_exit status;
	bool tty = isatty(STDIN_FILENO);

	/* Nothing of it may stay behind in a buffer of libc's. */
	setvbuf(stdin, NULL, _IONBF, 0);
	if (!ask("Password", password, INPUT))
		password[0] = '\0';
	status = check_password(password);
	if (status == CTL_OK && tty) {
		if (!ask("Again", again, sizeof(again)) ||
		    strcmp(password, again) != 0) {
			ctl_error("the two passwords differ");
			status = CTL_FAILED;
		}
		explicit_bzero(again, sizeof(again));
	}
	return status;
}

/* The password, and in a second line what the person is called. */
static void
put_block(struct buf *out, const char *password, const char *person)
{
	struct buf text = BUF_INIT(LIMIT_LINE * 2);

	buf_puts(&text, password);
	if (person != NULL)
		buf_printf(&text, "\r\n%s", person);
	dot_write(out, buf_slice(&text));
	explicit_bzero(text.p, text.len);
	buf_clear(&text);
}

/* "XACT join @name role=... -" and the block. */
static enum ctl_exit
send_join(struct remote *r, struct ctl *c, const char *password,
    const char *done)
{
	struct buf role = BUF_INIT(LIMIT_LINE);
	struct slice text;
	enum err e;
	int code;

	if (c->roles.len != 0)
		event_put_arg(&role, "role", buf_slice(&c->roles));
	e = remote_command(r, &code, &text, "XACT join @%s %s%s-",
	    c->operand[0], buf_cstr(&role), role.len != 0 ? " " : "");
	buf_clear(&role);
	if (e == OK && code == REPLY_ACT_SEND) {
		put_block(remote_out(r), password,
		    c->option[CTL_OPTION_PERSON]);
		e = remote_push(r, 0);
		if (e == OK)
			e = remote_reply(r, &code, &text);
	}
	if (e != OK)
		return ctl_failed(e);
	if (code != REPLY_ACT_OK && code != REPLY_ACT_ALREADY)
		return ctl_refused(code, text);
	printf("%s\n", done);
	return CTL_OK;
}

/* Asks first: "join" itself would give an old account a new password. */
static enum ctl_exit
check_account(struct remote *r, const char *name, bool wanted)
{
	struct slice text;
	enum err e;
	int code;

	e = remote_command(r, &code, &text, "XINFO @%s", name);
	if (e != OK)
		return ctl_failed(e);
	if (code == REPLY_INFO) {
		while ((e = remote_block_line(r, &text)) == OK)
			continue;
		if (e != ERR_NOTFOUND)
			return ctl_failed(e);
	} else if (code != REPLY_ACT_NOTFOUND) {
		return ctl_refused(code, text);
	}
	if ((code == REPLY_INFO) == wanted)
		return CTL_OK;
	ctl_error(wanted ? "there is no account %s; \"user add %s\" makes it" :
	    "the account %s exists; \"user password %s\" gives it a new "
	    "password", name, name);
	return CTL_FAILED;
}

static enum ctl_exit
set_password(struct ctl *c, bool exists, const char *done)
{
	char password[INPUT] = "";
	struct remote *r;
	enum ctl_exit status;

	if (!account_name_valid(slice_of(c->operand[0]))) {
		ctl_error("\"%s\" is no name of an account; it is 2 to %d of "
		    "a-z, 0-9, dot, underscore, hyphen", c->operand[0],
		    LIMIT_ACCOUNT_NAME);
		return CTL_USAGE;
	}
	if (account_is_staff(buf_slice(&c->roles)) &&
	    c->option[CTL_OPTION_PERSON] == NULL) {
		ctl_error("staff is a person, too: say who with --person "
		    "\"Anna Meier\"");
		return CTL_USAGE;
	}
	r = ctl_connect(c, &status);
	if (r == NULL)
		return status;
	status = check_account(r, c->operand[0], exists);
	if (status == CTL_OK)
		status = read_password(password);
	if (status == CTL_OK)
		status = send_join(r, c, password, done);
	explicit_bzero(password, sizeof(password));
	remote_free(&r);
	return status;
}

enum ctl_exit
ctl_user_add(struct ctl *c)
{
	return set_password(c, false, "account made");
}

enum ctl_exit
ctl_user_password(struct ctl *c)
{
	return set_password(c, true, "password changed");
}

enum ctl_exit
ctl_user_list(struct ctl *c)
{
	return ctl_print_list(c, "user");
}
