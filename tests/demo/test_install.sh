#!/bin/sh
# "make install" and "make uninstall": everything is there, nothing is left,
# and what is installed names where it is.
cd "$(dirname "$0")/../.." || exit 2
root=$(mktemp -d) || exit 2
trap 'rm -rf "$root"' EXIT
mode=$(basename "${BUILD:-build/release}")
n=0
failed=0

# check NAME COMMAND
check() {
	n=$((n + 1))
	name=$1
	shift
	if "$@" >"$root/log" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$root/log"
		failed=1
	fi
}

# The programs are built; were they made anew, other tests would see it.
run() {
	MAKEFLAGS='' make -s MODE="$mode" DESTDIR="$root/to" -o all "$@"
}

at=$root/to/usr/local
share=$at/share
check "make install" run install
for f in sbin/stoad sbin/stoactl bin/stoa \
    share/doc/stoa/examples/stoad.conf lib/systemd/system/stoad.service; do
	check "$f" test -s "$at/$f"
done
for page in man/*.[1-8].in; do
	page=$(basename "$page" .in)
	check "$page" test -s "$share/man/man${page##*.}/$page"
done
for po in po/*.po; do
	po=$(basename "$po" .po)
	check "$po" test -s "$share/locale/$po/LC_MESSAGES/stoa.mo"
done
check "pages name their place" \
    grep -qF /usr/local/share/doc/stoa "$share/man/man5/stoad.conf.5"
check "no mark is left in them" \
    sh -c '! grep -rl "@[a-z-]*@" "$0"' "$share/man"
check "the unit names the program" grep -q '^ExecStart=/usr/local/sbin/stoad ' \
    "$at/lib/systemd/system/stoad.service"
check "the sample is a good configuration" "$at/sbin/stoad" -t \
    -f "$share/doc/stoa/examples/stoad.conf"
check "make uninstall" run uninstall
check "leaves no file" test -z "$(find "$root/to" ! -type d)"
echo "1..$n"
exit $failed
