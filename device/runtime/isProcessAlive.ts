/** Whether there is such a process, whoever's; false for what is no process's number. */
export function isProcessAlive(pid: number): boolean {
  // kill(2): 0 and less are groups of processes.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
