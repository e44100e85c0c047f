/** The head of a request to the receiver; names of headers in lower case. */
export interface ReceptionHead {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What to do with it: read the request where it is, show the page, or refuse with a sentence. */
export type ReceptionVerdict =
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'body' }
  | { readonly kind: 'received-page' }
  | { readonly kind: 'refuse'; readonly status: number; readonly sentence: string };

const AWS_CONSOLE =
  /^https:\/\/([a-z0-9-]+\.)*console\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn|aws\.amazon\.cn)$/;

const refuse = (status: number, sentence: string): ReceptionVerdict => ({ kind: 'refuse', status, sentence });

/**
 * Judges a request to the receiver by its head. Against DNS rebinding, only the loopback address itself is a host. Against
 * other web pages, a browser must be on its way to a page of its own (`Sec-Fetch-Mode: navigate`, `-Dest: document`), and a
 * named origin must be the AWS console or this receiver; a redirect has none, or `null`. Programs send none of these.
 * Sources: W3C Fetch Metadata; Fetch, "append a request Origin header".
 */
export function judgeReception({ method, url, headers }: ReceptionHead, port: number): ReceptionVerdict {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (typeof headers.host !== 'string' || !hosts.includes(headers.host))
    return refuse(421, 'This address is not the receiver of Action Desk.');
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  if (path !== '/configure' && path !== '/received') return refuse(404, 'There is nothing here.');
  const mode = headers['sec-fetch-mode'] ?? 'navigate';
  const target = headers['sec-fetch-dest'] ?? 'document';
  if (mode !== 'navigate' || target !== 'document')
    return refuse(403, 'Only a page that the browser opens may hand over a request.');
  if (path === '/received')
    return method === 'GET' ? { kind: 'received-page' } : refuse(405, 'Only GET is answered here.');
  const { origin } = headers;
  const own = hosts.map((host) => `http://${host}`);
  const isTrusted =
    origin === undefined ||
    origin === 'null' ||
    own.includes(String(origin)) ||
    AWS_CONSOLE.test(String(origin));
  if (!isTrusted) return refuse(403, 'Another web site may not hand over a request.');
  if (method === 'GET') return { kind: 'query', query: at < 0 ? '' : url.slice(at + 1) };
  if (method !== 'POST') return refuse(405, 'Only GET and POST are answered.');
  const [type] = String(headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded')
    return refuse(415, 'A form is expected (application/x-www-form-urlencoded).');
  return { kind: 'body' };
}
