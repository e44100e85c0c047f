/** The run that acts would be about: the one on screen, else the row with the focus, else the one opened beside the list. */
export function presentRunId(): string | null {
  const onScreen = /^#\/runs\/([^?]+)/.exec(location.hash)?.[1];
  const row =
    document.activeElement?.closest('[data-row-link]') ??
    document.querySelector('tr[data-beside] [data-row-link]');
  const written = onScreen ?? /^#\/runs\/([^?]+)/.exec(row?.getAttribute('href') ?? '')?.[1];
  try {
    return written === undefined ? null : decodeURIComponent(written);
  } catch {
    return null;
  }
}
