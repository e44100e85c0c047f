/** How soon a token that the command line added is noticed. */
const LOOK_EVERY_MS = 1_000;

/**
 * Watches the ledger's file for commits of other processes (SQLite's data_version changes only for those).
 * Answers a function that ends the watch.
 */
export function watchOtherProcesses(file: { dataVersion(): number }, onChange: () => void): () => void {
  let last = file.dataVersion();
  /** A file that cannot be read for a moment is looked at again; the ledger reports what stays wrong. */
  const versionOr = (known: number): number => {
    try {
      return file.dataVersion();
    } catch {
      return known;
    }
  };
  const timer = setInterval(() => {
    const now = versionOr(last);
    if (now === last) return;
    last = now;
    onChange();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
