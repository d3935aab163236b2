import type { DebianRoot } from "./debianRoot.ts";

export interface Readiness {
  /** From the program's start to a line that is ready to answer, the question included; first with an empty compile cache. */
  readonly coldSeconds: number;
  readonly warmSeconds: number;
  /** Resident set after the second start, MiB. */
  readonly megabytes: number;
}

/**
 * Starts the installed daemon on two emulated modems twice, and looks at its memory after the second. `emulated`: another processor's
 * programs, run by qemu-user. It never executes a page of theirs itself, so what is mapped executable is its own (translations).
 */
export async function readiness(root: DebianRoot, emulated: boolean): Promise<Readiness> {
  const told = await root.sh(SCRIPT);
  const figure = (name: string): number => {
    const value = Number(new RegExp(`^${name} ([\\d.]+)$`, "m").exec(told)?.[1]);
    if (!Number.isFinite(value)) throw new Error(`no figure "${name}" in: ${told}`);
    return value;
  };
  return {
    coldSeconds: figure("cold"),
    warmSeconds: figure("warm"),
    megabytes: figure(emulated ? "rss-unexecuted" : "rss") / 1024,
  };
}

const SCRIPT = `
set -eu
d=$(mktemp -d); chown firstring: "$d"; cd "$d"
# They end when nobody can tell them anything any more.
sleep 9000 | firstring emulate voice-modem --pty --link "$d/v" >/dev/null 2>&1 & sleep 9000 | firstring emulate gsm-modem --pty --link "$d/g" >/dev/null 2>&1 &
i=0; while [ ! -e "$d/v" ] || [ ! -e "$d/g" ]; do sleep 0.2; i=$((i+1)); [ $i -lt 600 ]; done
sed -e "s#tcp://127.0.0.1:7001#$d/v#; s#tcp://127.0.0.1:7002#$d/g#; s#, audio: [^ ]*##" /usr/lib/firstring/provisioning/rehearsal/clinic.yaml > "$d/clinic.yaml"
firstring check "$d/clinic.yaml" >/dev/null || { firstring check "$d/clinic.yaml"; exit 1; }
export NODE_COMPILE_CACHE="$d/cache"
for turn in cold warm; do
  read -r start _ < /proc/uptime
  firstring run --config "$d/clinic.yaml" --data "$d/data" > "$d/log" 2>&1 & pid=$!
  i=0; until firstring status --data "$d/data" --json 2>/dev/null | grep -q '"state":"ready'; do sleep 0.1; i=$((i+1)); [ $i -lt 600 ] || { tail -5 "$d/log"; exit 1; }; done
  read -r end _ < /proc/uptime
  printf '%s %s\\n' "$turn" "$(awk "BEGIN { print $end - $start }")"
  [ $turn = cold ] || awk '
    /^[0-9a-f]+-[0-9a-f]+ / { executable = $2 ~ /x/ }
    /^Rss:/ { all += $2; if (!executable) some += $2 }
    END { print "rss", all; print "rss-unexecuted", some }' "/proc/$pid/smaps"
  kill "$pid"; wait "$pid" || :
done
`;
