# shellcheck shell=bash
# What the scripts share: finding uv and Python, and the environments under .venv/.
# Sourced, never run. Everything it downloads goes to .venv/ of the checkout or to the cache folder.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/tuya-door-lock
if ! mkdir -p "$cache" 2>/dev/null; then
  # No home to write to (a build user, a read-only container): the tools get one here.
  export HOME=$root/.cache/home
  unset XDG_CACHE_HOME
  cache=$HOME/.cache/tuya-door-lock
  mkdir -p "$cache"
fi

# The system's certificates, as pip uses them: behind a company's proxy nothing else works.
# (Before uv 0.11 the variable had the other name.)
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}
export UV_NO_PROGRESS=${UV_NO_PROGRESS:-1}
# A virtual environment that happens to be active must not become the target of ours.
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH
# Without byte code every process compiles what it imports of Home Assistant anew.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }
die() {
  say "error: $1"
  shift
  for line in "$@"; do say "  $line"; done
  exit 1
}

# bounded SECONDS COMMAND...: macOS has no timeout(1); there the tools' own limits must do.
bounded() {
  if command -v timeout >/dev/null; then timeout "$@"; else "${@:2}"; fi
}

# find_uv: sets $uv.
find_uv() {
  local try
  for try in uv "$cache/uv/bin/uv" "${HOME:-}/.local/bin/uv"; do
    if uv=$(command -v "$try") && "$uv" --version >/dev/null 2>&1; then return; fi
  done
  uv=$cache/uv/bin/uv
  say "Bringing uv (once, into $cache) ..."
  {
    # --target and a venv both leave the system's packages alone; a machine may have only one of them.
    python3 -m pip install -q --disable-pip-version-check --target "$cache/uv" uv ||
      { python3 -m venv --clear "$cache/uv" && "$cache/uv/bin/pip" install -q uv; } ||
      curl --proto '=https' --max-time 120 -LsSf https://astral.sh/uv/install.sh |
      env UV_UNMANAGED_INSTALL="$cache/uv/bin" sh
  } >"$cache/uv.log" 2>&1 || true
  "$uv" --version >/dev/null 2>&1 || die "uv is not here and could not be installed (see $cache/uv.log)" \
    "Install it (https://docs.astral.sh/uv/) or Python with pip, and try again."
}

good_python() {
  # In a shell of its own: bash would report the crash of a broken one.
  (exec "$1" -c 'import ctypes, sqlite3, ssl, sys; sys.exit(not (3, 14, 2) <= sys.version_info < (3, 15))') \
    >/dev/null 2>&1
}

# find_python: sets $python. Needs find_uv.
find_python() {
  local try log=$cache/python.log
  for try in python3.14 python3; do
    if python=$(command -v "$try") && good_python "$python"; then return; fi
  done
  if python=$("$uv" python find --no-python-downloads '>=3.14.2,<3.15' 2>/dev/null) && good_python "$python"; then
    return
  fi
  python=$cache/python3.14/usr/bin/python3.14
  if good_python "$python"; then return; fi

  say "Bringing Python 3.14 (once, Home Assistant needs it) ..."
  # No retries: a network that refuses this download refuses it at once, and Debian's packages are next.
  if UV_HTTP_RETRIES=0 bounded 180 "$uv" python install -q 3.14 >"$log" 2>&1 &&
    python=$("$uv" python find --no-python-downloads '>=3.14.2,<3.15' 2>>"$log") && good_python "$python"; then
    return
  fi
  python=$cache/python3.14/usr/bin/python3.14
  if "$root/scripts/python-from-debian" "$cache/python3.14" >>"$log" 2>&1 && good_python "$python"; then
    return
  fi
  die "no Python from 3.14.2 on was found, and none could be downloaded (see $log)" \
    "Install Python 3.14 (\`uv python install 3.14\`, your distribution, or pyenv), and try again."
}

# find_browser: sets and exports $CHROMIUM.
find_browser() {
  local try
  for try in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if [ -n "$try" ] && CHROMIUM=$(command -v "$try"); then
      export CHROMIUM
      return
    fi
  done
  die "no Chromium and no Chrome was found" \
    "Install one (Debian: apt-get install chromium), or set CHROMIUM to its path."
}

requirements() {
  case $1 in
    test) echo requirements_test.txt ;;
    oldest) echo requirements_test_oldest.txt ;;
    tuya) echo requirements_test_tuya.txt ;;
    run) echo requirements_run.txt ;;
    screenshots) echo requirements_screenshots.txt ;;
    *) die "unknown environment: $1" "One of: test, oldest, tuya, run, screenshots, all" ;;
  esac
}

# wanted FILE: its lines, and those of the files that it names.
wanted() {
  local line
  while read -r line; do
    case $line in
      '-r '*) wanted "${line#-r }" ;;
      *) echo "$line" ;;
    esac
  done <"$root/$1"
}

# stamp NAME: what the environment is made from. The folder is in it because an environment cannot be moved.
stamp() {
  echo "$root"
  wanted "$(requirements "$1")"
}

ready() {
  local dir=$root/.venv/$1
  [ -x "$dir/bin/python" ] && [ "$(cat "$dir/stamp" 2>/dev/null)" = "$(stamp "$1")" ]
}

# ensure NAME: makes .venv/NAME unless it is there and made from today's requirements.
ensure() {
  local name=$1 file dir=$root/.venv/$1 log=$root/.venv/$1.log
  file=$(requirements "$name")
  if ready "$name"; then return; fi
  mkdir -p "$root/.venv"
  (
    # Two scripts started together: the second waits, then finds the work done.
    if command -v flock >/dev/null; then
      exec 9>"$root/.venv/lock"
      flock 9
    fi
    if ready "$name"; then exit; fi
    find_uv
    find_python
    say "Making .venv/$name (Home Assistant and what it needs) ..."
    follow_pip
    rm -rf "$dir"
    if ! { "$uv" venv -q --python "$python" "$dir" && install_into "$dir" "$file"; } >"$log" 2>&1; then
      tail -n 15 "$log" >&2
      die ".venv/$name could not be made (all of it: ${log#"$root/"})" \
        "Check the network and the package index that pip and uv are set up for, and try again."
    fi
    stamp "$name" >"$dir/stamp"
  )
}

# A machine that reaches its packages through a mirror often configures only pip.
follow_pip() {
  local url
  if [ -n "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}${UV_CONFIG_FILE:-}" ]; then return; fi
  url=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}
  if [ -n "$url" ]; then export UV_DEFAULT_INDEX=$url; fi
}

install_into() {
  local dir=$1 file=$2 list=$1/requirements.txt
  wanted "$file" >"$list"
  if ! command -v c++ >/dev/null && ! command -v g++ >/dev/null; then
    # Voice packages without ready-made wheels; the demo runs without them, with a complaint in its log.
    sed -i.bak '/# compiled$/d' "$list"
  fi
  (cd "$root" && "$uv" pip install -q --python "$dir/bin/python" -r "$list")
}
