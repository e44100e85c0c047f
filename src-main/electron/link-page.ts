import { configurationRequestOf, LINK_SCHEME, pathOfLink } from '#shared/domain/desk-link.ts';

const SHOWN = 200;

/** Opens the configuration page's dialog, which asks for what came; the request itself is in no address. */
const CONFIGURATION_PAGE = '/clients?open=page';

/**
 * The page for a link: where it leads, or the page that says that it leads nowhere. What follows a question mark is not
 * shown there: it may be a secret that was written a little wrong.
 */
export function pageOfLink(link: string): string {
  if (configurationRequestOf(link) !== null) return CONFIGURATION_PAGE;
  const [shown = '', ...rest] = link.split('?');
  const told = `${shown.slice(0, SHOWN).replace(/[^\x20-\x7e]/g, '?')}${rest.length > 0 ? '?…' : ''}`;
  return pathOfLink(link) ?? `/no-such-link?link=${encodeURIComponent(told)}`;
}

/** The first link among a process's arguments, where Linux and Windows put it; null without one. */
export function linkAmong(argv: readonly string[]): string | null {
  return argv.slice(1).find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)) ?? null;
}
