import { LINK_SCHEME, pathOfLink } from '#shared/domain/desk-link.ts';

const SHOWN = 200;

/** The page for a link: where it leads, or the page that says that it leads nowhere. */
export function pageOfLink(link: string): string {
  return (
    pathOfLink(link) ??
    `/no-such-link?link=${encodeURIComponent(link.slice(0, SHOWN).replace(/[^\x20-\x7e]/g, '?'))}`
  );
}

/** The page for the first link among a process's arguments, where Linux and Windows put it; null without one. */
export function pageOfArguments(argv: readonly string[]): string | null {
  const link = argv.slice(1).find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`));
  return link === undefined ? null : pageOfLink(link);
}
