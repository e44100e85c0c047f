import { PROTECTIONS, type Protection } from '#shared/domain/environment.ts';
import type { KeptValues } from '../store/kept-values.ts';

/** The protection stays with the data folder, so that the command line obeys it while no window is at work there. */
export const PROTECTION_KEPT = 'protection';

/** What the folder's last environment said; `open` where none did. */
export function keptProtection(kept: Pick<KeptValues, 'read'>): Protection {
  const said = kept.read(PROTECTION_KEPT);
  return PROTECTIONS.find((one) => one === said) ?? 'open';
}
