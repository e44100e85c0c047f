/** The scheme under which the operating system hands links to Action Desk. */
export const LINK_SCHEME = 'action-desk';

const LONGEST_LINK = 2000;
const LONGEST_ID = 600;

/**
 * Ids of CodePipeline, of backends and our own: what may stand in a link, after percent signs are resolved. Ids of third-party
 * jobs are Base64.
 */
const ID = /^[A-Za-z0-9+/][A-Za-z0-9._:@/+=~-]*$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;
const PAGES: readonly string[] = ['runs', 'clients', 'agent', 'audit', 'settings'];

/** The link to a run, for tickets and chats; `id` may be any id that finds it. */
export function linkToRun(id: string): string {
  return `${LINK_SCHEME}://run/${encodeURIComponent(id)}`;
}

/**
 * The page that a link asks for, as the window's address has it behind `#`; null for everything that is no such link. Known
 * are `run/<any id>` (the rest is the id, slashes too), `client/<client id>`, a page by its name, and
 * `pipeline/<region>/<name>`.
 */
export function pathOfLink(link: string): string | null {
  if (link.length > LONGEST_LINK) return null;
  const [, written] = /^action-desk:\/\/([\x21-\x7e]+)$/i.exec(link) ?? [];
  if (written === undefined || /[?#\\]/.test(written)) return null;
  const [kind = '', ...rest] = written.split('/');
  // Browsers and desktops add a slash to an address without a path.
  if (rest.join('') === '') return PAGES.includes(kind) ? `/${kind}` : null;
  const parts = rest.map(decoded);
  const [id, name] = parts;
  switch (kind) {
    case 'run': {
      const whole = decoded(rest.join('/'));
      return whole ? `/runs/${encodeURIComponent(whole)}` : null;
    }
    case 'client':
      if (!id) return null;
      return parts.length === 1 ? `/clients?q=${encodeURIComponent(id)}` : null;
    case 'pipeline':
      return id && name && parts.length === 2 && REGION.test(id)
        ? `/pipelines/${id}/${encodeURIComponent(name)}`
        : null;
    default:
      return null;
  }
}

function decoded(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text.length <= LONGEST_ID && ID.test(text) ? text : null;
  } catch {
    return null;
  }
}
