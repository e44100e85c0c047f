/**
 * Variables that a program gets from the agent. The rest stays behind: among the agent's own variables may be the vendor's
 * AWS credentials.
 */
const HANDED_DOWN = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TMPDIR)$/;

/** The environment of a command processor's program: a few of the agent's variables, then the configured ones. */
export function programEnvironment(
  configured: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const kept = Object.entries(own).filter(
    (entry): entry is [string, string] => HANDED_DOWN.test(entry[0]) && entry[1] !== undefined,
  );
  return { ...Object.fromEntries(kept), ...configured };
}
