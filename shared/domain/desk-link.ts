import { parsePlainQuery } from './plain-url.ts';

/** The scheme under which the operating system hands links to Action Desk. */
export const LINK_SCHEME = 'action-desk';

const LONGEST_LINK = 2000;
const LONGEST_ID = 600;
const LONGEST_CONFIGURE_LINK = 32_000;

/**
 * Ids of CodePipeline, of backends and our own: what may stand in a link, after percent signs are resolved. Ids of third-party
 * jobs are Base64.
 */
const ID = /^[A-Za-z0-9+/][A-Za-z0-9._:@/+=~-]*$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;
const PAGES: readonly string[] = ['runs', 'clients', 'agent', 'artifacts', 'pipelines', 'audit', 'settings'];

/** The link to a run, for tickets and chats; `id` may be any id that finds it. */
export function linkToRun(id: string): string {
  return `${LINK_SCHEME}://run/${encodeURIComponent(id)}`;
}

/**
 * The page that a link asks for, as the window's address has it behind `#`; null for everything that is no such link. Known
 * are `run/<any id>` (the rest is the id, slashes too), `client/<client id>`, a page by its name,
 * `pipeline/<region>/<name>` with or without an execution, and `artifact/<bucket>/<key>`, which fills in the place and reads nothing before a person opens it.
 */
export function pathOfLink(link: string): string | null {
  if (link.length > LONGEST_LINK) return null;
  const [, written] = /^action-desk:\/\/([\x21-\x7e]+)$/i.exec(link) ?? [];
  if (written === undefined || /[?#\\]/.test(written)) return null;
  const [kind = '', ...rest] = written.split('/');
  // Browsers and desktops add a slash to an address without a path.
  if (rest.join('') === '') return PAGES.includes(kind) ? `/${kind}` : null;
  const parts = rest.map(decoded);
  const [id, name, execution] = parts;
  switch (kind) {
    case 'run': {
      const whole = decoded(rest.join('/'));
      return whole ? `/runs/${encodeURIComponent(whole)}` : null;
    }
    case 'client':
      if (!id) return null;
      return parts.length === 1 ? `/clients?q=${encodeURIComponent(id)}` : null;
    case 'pipeline':
      if (!id || !name || parts.length > 3 || !REGION.test(id) || execution === null) return null;
      return `/pipelines/${id}/${encodeURIComponent(name)}${execution === undefined ? '' : `/${encodeURIComponent(execution)}`}`;
    case 'artifact': {
      const whole = decoded(rest.join('/'));
      return whole && parts.length > 1 ? `/artifacts?place=${encodeURIComponent(`s3://${whole}`)}` : null;
    }
    default:
      return null;
  }
}

/**
 * What `action-desk://configure?request=…` carries: its query, as the configuration page got it; null for every other link. It
 * holds a client token: it must not be logged, shown or put in an address. Longer links than Windows can hand over are refused.
 */
export function configurationRequestOf(link: string): string | null {
  if (link.length > LONGEST_CONFIGURE_LINK) return null;
  const [, query] = /^action-desk:\/\/configure\/?\?([\x21-\x7e]+)$/i.exec(link) ?? [];
  if (query === undefined || /[#\\]/.test(query)) return null;
  const requests = parsePlainQuery(query).filter(([name]) => name === 'request');
  return requests.length === 1 && requests[0]?.[1] !== '' ? query : null;
}

function decoded(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text.length <= LONGEST_ID && ID.test(text) ? text : null;
  } catch {
    return null;
  }
}
