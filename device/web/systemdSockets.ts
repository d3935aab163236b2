/** sd_listen_fds(3): the first descriptor that is handed over. */
const FIRST_FD = 3;

/** Sockets that systemd has opened for this process, by their names (FileDescriptorName=), whatever the order. */
export function systemdSockets(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  pid = process.pid,
): readonly number[] {
  const count = Number(env["LISTEN_PID"]) === pid ? Number(env["LISTEN_FDS"] ?? 0) : 0;
  const names = (env["LISTEN_FDNAMES"] ?? "").split(":").slice(0, count);
  return names.flatMap((each, at) => (each === name ? [FIRST_FD + at] : []));
}
