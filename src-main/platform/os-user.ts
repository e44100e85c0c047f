import { userInfo } from 'node:os';

/** The name of the operating system's user; `uid 1234` where it has none, as in many containers. */
export function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
