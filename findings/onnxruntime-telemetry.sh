#!/bin/sh
# onnxruntime's Linux wheels send telemetry by default from 1.29 on, and only ORT_DISABLE_TELEMETRY=1 before loading stops it.
#
#   findings/onnxruntime-telemetry.sh [PYTHON]
#
# Installs onnxruntime (below) into a temporary folder and loads it with an empty home and without CI: bare, with
# disable_telemetry_events() at once, and with the variable. Nothing can be sent: it runs in a network namespace of its own
# with no network in it. Needs python3 >= 3.11 with venv, strace, unshare and the package registry; a minute and a half.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Seen with 1.32.0 (and the same files with 1.29.0, 1.30.0 and 1.31.0; none with 1.28.0), Linux x86_64, CPython 3.11:
#   bare                         deviceid onnxruntime.db; after 9 s a look-up (of mobile.events.data.microsoft.com, seen
#                                where a resolver could be reached)
#   disable_telemetry_events()   the same
#   ORT_DISABLE_TELEMETRY=1      no file, no look-up
set -eu
version=1.32.0
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unshare -rn true && strace -o /dev/null true || { echo "unshare -rn or strace does not work here"; exit 2; }
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "onnxruntime==$version" || exit 2

# look NAME CODE [VARIABLE=VALUE...]: prints the files that CODE left and the names it looked up in 30 s.
look() {
	name=$1 code=$2
	shift 2
	mkdir "$work/$name"
	env -i PATH="$PATH" HOME="$work/$name" "$@" unshare -rn strace -f -qq -s 200 -e trace=connect,sendto,sendmmsg \
		-o "$work/$name.trace" "$work/venv/bin/python" -c "import onnxruntime; $code; import time; time.sleep(30)"
	files=$(find "$work/$name" -type f \( -name deviceid -o -name onnxruntime.db \) -printf '%f\n' | sort | tr '\n' ' ')
	# Without a network no question gets out; that a resolver is called at all is what is left to see.
	asked=$(grep -c 'htons(53)' "$work/$name.trace" || true)
	[ "$asked" -gt 0 ] && asked="a look-up" || asked="no look-up"
	echo "onnxruntime $version, $name: ${files:-no file }/ $asked"
	found="$files/ $asked"
}

state=0
expect() { [ "$found" = "$1" ] || { echo "  it was: $1"; state=1; }; }
look bare pass
expect "deviceid onnxruntime.db / a look-up"
look disabled-by-call "onnxruntime.disable_telemetry_events()"
expect "deviceid onnxruntime.db / a look-up"
look disabled-by-variable pass ORT_DISABLE_TELEMETRY=1
expect "/ no look-up"
exit $state
