/**
 * The body as the system's notifications take it. On Linux it is markup (Desktop Notifications Specification, "Markup"): a
 * customer's name must neither become a link nor, with a bare `&`, make the whole body disappear. Titles are plain everywhere.
 */
export function notificationBody(body: string, platform: NodeJS.Platform): string {
  if (platform !== 'linux') return body;
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
