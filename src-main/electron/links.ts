import { isOpenableUrl } from '#shared/domain/action-type.ts';

/** Whether every code unit is printable ASCII: browsers drop or rewrite the others, so people would not see where they go. */
const isPlain = (url: string): boolean => /^[\x21-\x7e]+$/.test(url);

/** Whether a link may be handed to the browser: https, or http on loopback, without user names or hidden characters. */
export function mayOpen(url: string): boolean {
  if (!isPlain(url) || url.includes('\\') || !isOpenableUrl(url)) return false;
  try {
    const { username, password } = new URL(url);
    return username === '' && password === '';
  } catch {
    return false;
  }
}

/** Opens the link with `open` when it is allowed; answers false where it is not, or where no browser took it. */
export async function openLink(url: string, open: (url: string) => Promise<void>): Promise<boolean> {
  if (!mayOpen(url)) return false;
  try {
    await open(url);
    return true;
  } catch {
    return false;
  }
}
