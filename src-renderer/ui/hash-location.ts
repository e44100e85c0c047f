import { useMemo } from 'react';
import { mayGo } from './leave-guard.ts';
import { useHashLocation, navigate } from 'wouter/use-hash-location';

const split = (location: string): [string, string] => {
  const at = location.indexOf('?');
  return at < 0 ? [location, ''] : [location.slice(0, at), location.slice(at + 1)];
};

/** The router's location hook: the path of the hash, without the parameters that follow a `?` inside the hash. */
export function useHashPath(): [string, typeof navigate] {
  const [location] = useHashLocation();
  return [split(location)[0], navigate];
}
useHashPath.hrefs = (href: string): string => `#${href}`;

/** Goes to `#/path`. With `replace` the step back leads to where the present page was opened from. */
export function goTo(path: string, options: { replace?: boolean } = {}): void {
  const target = `#/${path.replace(/^#?\/?/, '')}`;
  if (mayGo(target, () => move(target, options.replace ?? false))) move(target, options.replace ?? false);
}

function move(target: string, replace: boolean): void {
  const oldURL = window.location.href;
  if (replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: window.location.href }));
}

/** The parameters inside the hash (`#/runs?lane=failed`): they keep what a list shows over steps back and forth. */
export function useHashParams(): URLSearchParams {
  const [location] = useHashLocation();
  const search = split(location)[1];
  return useMemo(() => new URLSearchParams(search), [search]);
}
