# stoa: see README.md. One makefile for everything; sources are found by
# folder, so a new file needs no line here.

PREFIX	?= /usr/local
DESTDIR	?=
CC	?= gcc
CLANG	?= clang
MODE	?= release
# make V=1 shows the commands.
Q	:= $(if $(V),,@)
B	:= build/$(MODE)

PKGS_SERVER	:= libevent_core libevent_pthreads lmdb libsodium libzstd openssl \
		   zlib libseccomp libcanlock-3
PKGS_CTL	:= jansson
PKGS_CLIENT	:= libevent_core libevent_openssl ncursesw libedit openssl
PKGS_TEST	:= cmocka
PKG_CONFIG	?= pkg-config

WARN	:= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wvla -Wpointer-arith -Wwrite-strings -Wundef -Werror
HARDEN	:= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
HARDENL	:= -pie -Wl,-z,relro,-z,now
OPT	:= -O2 -g
VERSION	:= $(shell cat VERSION)

ifeq ($(MODE),asan)
OPT	:= -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	   -fno-omit-frame-pointer
HARDEN	:= -fPIE
endif
ifeq ($(MODE),tsan)
OPT	:= -O1 -g -fsanitize=thread -fno-omit-frame-pointer
HARDEN	:= -fPIE
endif
ifeq ($(MODE),cover)
OPT	:= -O0 -g --coverage
HARDEN	:= -fPIE
endif
ifeq ($(MODE),fuzz)
CC	:= $(CLANG)
OPT	:= -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	   -fno-sanitize-recover=undefined
HARDEN	:= -fPIE
endif

# What is put into these builds makes system calls of its own.
ifneq ($(filter asan tsan cover fuzz,$(MODE)),)
CPPFLAGS += -DSANDBOX_INSTRUMENTED
endif

CPPFLAGS += -I. -D_GNU_SOURCE -DSTOA_VERSION='"$(VERSION)"' \
	    -DSTOA_LOCALEDIR='"$(PREFIX)/share/locale"'
CFLAGS	+= -std=c17 $(OPT) $(WARN) $(HARDEN) -pthread \
	   $(shell $(PKG_CONFIG) --cflags $(PKGS_SERVER) $(PKGS_CTL) $(PKGS_CLIENT) 2>/dev/null)
LDFLAGS	+= $(OPT) $(HARDENL) -pthread
LIBS_SERVER = $(filter-out -levent,\
	$(shell $(PKG_CONFIG) --libs $(PKGS_SERVER))) -lm
LIBS_CTL    = $(LIBS_SERVER) $(shell $(PKG_CONFIG) --libs $(PKGS_CTL))
LIBS_CLIENT = $(filter-out -levent,\
	$(shell $(PKG_CONFIG) --libs $(PKGS_CLIENT)))
LIBS_TEST   = $(shell $(PKG_CONFIG) --libs $(PKGS_TEST))

# Parts: common and proto are a library; the server's folders but ctl are one
# too, so that tests link what they test.
obj	= $(patsubst %.c,$(B)/%.o,$(wildcard $(1)))
COMMON	:= $(call obj,common/*.c proto/*.c)
SERVER	:= $(call obj,server/net/*.c server/cmd/*.c server/store/*.c \
	     server/store/*/*.c server/auth/*.c server/feed/*.c \
	     server/sandbox/*.c server/conf/*.c server/report/*.c \
	     server/watch/*.c)
STOAD	:= $(call obj,server/*.c)
CTL	:= $(filter-out $(B)/server/ctl/main.o,$(call obj,server/ctl/*.c))
CLIENT	:= $(filter-out $(B)/client/main.o,$(call obj,client/*.c))
UNIT	:= $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ	:= $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
TOOLS	:= $(patsubst %.c,$(B)/%,$(wildcard tests/bench/*.c tests/fault/*.c))
SHIMS	:= $(patsubst tests/fault/shim/%.c,$(B)/tests/fault/%.so,$(wildcard tests/fault/shim/*.c))
PROGS	:= $(B)/stoad $(B)/stoactl $(B)/stoa

.PHONY: all
all: $(PROGS)

# What names the prefix is made anew when another one is given.
$(B)/prefix: .FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@
$(B)/client/main.o: $(B)/prefix
.PHONY: .FORCE

$(B)/%.o: %.c VERSION
	@mkdir -p $(@D)
	@echo '  CC      $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libstoa.a: $(COMMON)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/libserver.a: $(SERVER)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/libclient.a: $(CLIENT)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/stoad: $(STOAD) $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)

$(B)/libctl.a: $(CTL)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/stoactl: $(B)/server/ctl/main.o $(B)/libctl.a $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_CTL)

$(B)/stoa: $(B)/client/main.o $(B)/libclient.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_CLIENT)

# A unit test named test_view_* or test_client_* may use the client.
$(B)/tests/unit/test_client%: $(B)/tests/unit/test_client%.o $(B)/libclient.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_CLIENT) $(LIBS_TEST)

# Likewise test_ctl_* and stoactl.
$(B)/tests/unit/test_ctl%: $(B)/tests/unit/test_ctl%.o $(B)/libctl.a $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_CTL) $(LIBS_TEST)

$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER) $(LIBS_TEST)

$(B)/tests/bench/% $(B)/tests/fault/%: $(B)/tests/%.o
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)
$(B)/tests/fault/%: $(B)/tests/fault/%.o $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)
$(B)/tests/fault/%.so: tests/fault/shim/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=c17 -O2 -g $(WARN) -fPIC -shared -o $@ $< -ldl -pthread

$(B)/tests/fuzz/fuzz_import: $(B)/tests/fuzz/fuzz_import.o $(B)/libctl.a $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_CTL)

$(B)/tests/fuzz/fuzz_client: $(B)/tests/fuzz/fuzz_client.o $(B)/libclient.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_CLIENT)

$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_SERVER)

.PRECIOUS: $(B)/%.o
-include $(shell find $(B) -name '*.d' 2>/dev/null)

# --- pages and translations ----------------------------------------------

PAGES	:= $(notdir $(wildcard man/*.[1-8]) $(patsubst %.in,%,$(wildcard man/*.in)))
MAN	:= $(addprefix $(B)/man/,$(PAGES))
MO	:= $(patsubst po/%.po,$(B)/locale/%/LC_MESSAGES/stoa.mo,$(wildcard po/*.po))

.PHONY: man po pot
all: $(MAN) $(MO)
man: $(MAN)
po: $(MO)

$(B)/man/gen: $(B)/man/gen.o $(B)/man/talk.o $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^

# A conversation that is tested is a part of it.
$(B)/man/stoa-protocol.7: tests/transcript/tutorial.t
$(B)/man/%: man/%.in $(B)/man/gen $(B)/prefix
	$(B)/man/gen <$< >$@.tmp
	@sed 's,@prefix@,$(PREFIX),g' $@.tmp >$@ && rm $@.tmp

$(B)/man/%: man/%
	@mkdir -p $(@D)
	cp $< $@

$(B)/locale/%/LC_MESSAGES/stoa.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt -c -o $@ $<

# The template is made anew from the source; msgmerge brings it to po/*.po.
pot:
	@mkdir -p build
	xgettext --from-code=UTF-8 -k_ -kN_ --no-location --sort-output \
	    --package-name=stoa --copyright-holder='the stoa authors' \
	    -o build/stoa.pot --language=C $(wildcard client/*.c client/*.def)
	for p in po/*.po; do \
	    msgmerge -q --no-location --backup=none -U $$p build/stoa.pot; \
	done

# --- what is needed ------------------------------------------------------

# Debian packages: to build and run, to test, and for fuzz, cover, fresh and
# the measurements beside INN.
DEPS_BUILD := gcc libc6-dev pkg-config libevent-dev liblmdb-dev libsodium-dev \
	      libzstd-dev libssl-dev zlib1g-dev libseccomp-dev libcanlock-dev \
	      libjansson-dev \
	      libncurses-dev libedit-dev gettext netcat-openbsd
# INN itself is unpacked below build/, not installed; these it is linked to.
DEPS_INN   := libdb5.3 libperl5.36 libpython3.11 libsasl2-2 libsystemd0
DEPS_TEST  := libcmocka-dev python3 perl libio-socket-ssl-perl procps tmux \
	      openssl zstd mandoc codespell locales slrn tin emacs-nox \
	      neomutt alpine sinntp inn2-inews leafnode suck slrnpull \
	      $(DEPS_INN)
DEPS_MORE  := clang libclang-rt-14-dev llvm lcov debootstrap
SUDO	   := $(shell test "$$(id -u)" = 0 || echo sudo)

# Installs what is missing of $(1); does nothing when all is there.
define install_missing
@command -v dpkg-query >/dev/null || { \
	echo "deps: not a Debian system; this is needed: $(1)"; exit 0; }; \
missing=$$(for p in $(1); do \
	dpkg-query -W -f='$${db:Status-Status}\n' $$p 2>/dev/null | \
	    grep -qx installed || echo $$p; done); \
test -z "$$missing" && exit 0; \
echo "deps: installing" $$missing; \
test -z "$(SUDO)" || command -v sudo >/dev/null || { \
	echo "deps: run as root: apt-get install" $$missing >&2; exit 1; }; \
$(SUDO) apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    $(SUDO) apt-get -qq -y install --no-install-recommends $$missing >/dev/null
endef

# As many compilers as cores, unless the caller said -j.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

.PHONY: deps deps-build deps-more
deps-build:
	$(call install_missing,$(DEPS_BUILD))
deps:
	$(call install_missing,$(DEPS_BUILD) $(DEPS_TEST))
deps-more:
	$(call install_missing,$(DEPS_BUILD) $(DEPS_TEST) $(DEPS_MORE))

.PHONY: demo
demo: deps-build
	$(MAKE) $(JOBS) all
	BUILD=$(B) tests/demo/demo

# --- proof ---------------------------------------------------------------

.PHONY: unit test lint
unit: $(UNIT)

test: $(PROGS) $(MAN) $(MO) $(UNIT) $(TOOLS) $(SHIMS)
	BUILD=$(B) tests/run

lint: $(MAN)
	B='$(B)' CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' CFLAGS='$(CFLAGS)' \
	    tests/lint/lint

.PHONY: check check-asan check-tsan cover fuzz fuzz-run fault soak fresh
.PHONY: bench bench-peers bench-growth
check: deps
	$(MAKE) $(JOBS) all unit
	$(MAKE) -k lint test

check-asan check-tsan: check-%: deps
	$(MAKE) $(JOBS) MODE=$* test

cover: deps-more
	$(MAKE) $(JOBS) MODE=cover test
	lcov -q -c -d build/cover -b . --no-external \
	    --exclude '*/tests/*' -o build/cover/lcov.info
	genhtml -q -o build/cover/html build/cover/lcov.info
	lcov --summary build/cover/lcov.info

# Every target for FUZZ_SECONDS, with its dictionary and kept corpus; what it
# learns stays in build/fuzz/corpus. One target: make fuzz FUZZ_ONLY=line.
FUZZ_SECONDS ?= 60
FUZZ_ONLY    ?= *
fuzz: deps-more
	$(MAKE) $(JOBS) MODE=fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) fuzz-run
fuzz-run: $(FUZZ)
	FUZZ_SECONDS='$(FUZZ_SECONDS)' B='$(B)' tests/fuzz/all '$(FUZZ_ONLY)'

# The suites of tests/fault in full length; "check" runs a part of each.
fault: deps
	$(MAKE) $(JOBS) $(PROGS) $(TOOLS) $(SHIMS)
	BUILD=$(B) STOA_FULL=1 tests/run fault peer

# Hostile and slow peers by the thousand; half an hour.
soak: deps
	$(MAKE) $(JOBS) $(PROGS) $(TOOLS) $(SHIMS)
	BUILD=$(B) STOA_FULL=1 STOA_TIMEOUT=1800 tests/run net

# The load generator has parts; the rest of the bench is one file a program.
$(B)/tests/bench/load: $(B)/tests/bench/load.o \
    $(call obj,tests/bench/lib/*.c) $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs openssl zlib)

$(B)/tests/fault/crashimg: $(B)/tests/fault/crashimg.o \
    $(call obj,tests/fault/lib/*.c) $(B)/libserver.a $(B)/libstoa.a
	@echo '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)

bench: deps
	$(MAKE) $(JOBS) $(PROGS) $(TOOLS)
	BUILD=$(B) tests/bench/run

# The same beside INN, from its Debian package, below build/ only.
bench-peers: deps
	$(MAKE) $(JOBS) $(PROGS) $(TOOLS)
	BUILD=$(B) tests/bench/run --peers

# 10,000, 100,000 and 1,000,000 articles side by side; 4 GB below build/.
bench-growth: deps
	$(MAKE) $(JOBS) $(PROGS) $(TOOLS)
	BUILD=$(B) tests/bench/growth

# Both commands of the README in a Debian 12 that has nothing but git, make
# and certificates.
fresh: deps-more
	$(SUDO) tests/demo/fresh build/fresh

# --- install -------------------------------------------------------------

SBINDIR	:= $(DESTDIR)$(PREFIX)/sbin
BINDIR	:= $(DESTDIR)$(PREFIX)/bin
MANDIR	:= $(DESTDIR)$(PREFIX)/share/man
DOCDIR	:= $(DESTDIR)$(PREFIX)/share/doc/stoa
MODIR	:= $(DESTDIR)$(PREFIX)/share/locale
UNITDIR	:= $(DESTDIR)$(PREFIX)/lib/systemd/system

.PHONY: install uninstall dist
install: all
	install -d $(SBINDIR) $(BINDIR) $(DOCDIR)/examples $(UNITDIR)
	install -m 755 $(B)/stoad $(B)/stoactl $(SBINDIR)
	install -m 755 $(B)/stoa $(BINDIR)
	for p in $(PAGES); do \
	    install -d $(MANDIR)/man$${p##*.} && \
	    install -m 644 $(B)/man/$$p $(MANDIR)/man$${p##*.} || exit 1; \
	done
	for l in $(patsubst po/%.po,%,$(wildcard po/*.po)); do \
	    install -d $(MODIR)/$$l/LC_MESSAGES && install -m 644 \
	    $(B)/locale/$$l/LC_MESSAGES/stoa.mo \
	    $(MODIR)/$$l/LC_MESSAGES/stoa.mo || exit 1; \
	done
	install -m 644 README.md NEWS SECURITY.md LICENSE $(DOCDIR)
	install -m 644 server/stoad.conf.sample $(DOCDIR)/examples/stoad.conf
	sed 's,@sbindir@,$(PREFIX)/sbin,' server/stoad.service \
	    >$(UNITDIR)/stoad.service
	chmod 644 $(UNITDIR)/stoad.service

uninstall:
	rm -f $(SBINDIR)/stoad $(SBINDIR)/stoactl $(BINDIR)/stoa
	for p in $(PAGES); do rm -f $(MANDIR)/man$${p##*.}/$$p; done
	rm -f $(MODIR)/*/LC_MESSAGES/stoa.mo $(UNITDIR)/stoad.service
	rm -rf $(DOCDIR)

# The same commit gives the same bytes.
dist:
	@mkdir -p build
	git archive --format=tar --prefix=stoa-$(VERSION)/ HEAD | \
	    gzip -9n >build/stoa-$(VERSION).tar.gz
	@cd build && sha256sum stoa-$(VERSION).tar.gz

.PHONY: clean
clean:
	rm -rf build
