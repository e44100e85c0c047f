import type { WireRequest } from '../wire.ts';
import { AuthRefusal } from './auth-problem.ts';
import type { ScopeFault } from './auth-problem.ts';
import type { SigningService } from './canonical-request.ts';
import type { Signature } from './signature.ts';

/** The signature covers this one anyway: it is the last line of what is signed. */
const mayBeUnsigned = 'x-amz-content-sha256';

/**
 * Checks that a signature was made for this request: region, service, day and end of its scope, and the headers
 * that it must cover. Throws AuthRefusal.
 */
export function checkScope(
  request: WireRequest,
  signature: Signature,
  service: SigningService,
  regions: { isRegion: (name: string) => boolean; expectedRegion: string | null },
): void {
  const faults = scopeFaults(signature, service, regions);
  if (faults.length > 0) throw new AuthRefusal({ kind: 'scope', form: signature.form, faults });
  if (!signature.signedHeaders.includes('host')) throw new AuthRefusal({ kind: 'host-not-signed' });
  if (service !== 's3') return;
  const names = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && name !== mayBeUnsigned && !signature.signedHeaders.includes(name),
  );
  if (names.length > 0) throw new AuthRefusal({ kind: 'headers-not-signed', names });
}

function scopeFaults(
  { scope, amzDate }: Signature,
  service: SigningService,
  { isRegion, expectedRegion }: { isRegion: (name: string) => boolean; expectedRegion: string | null },
): ScopeFault[] {
  const faults: ScopeFault[] = [];
  const isRegionRight = expectedRegion === null ? isRegion(scope.region) : scope.region === expectedRegion;
  if (!isRegionRight) faults.push({ part: 'region', given: scope.region, expected: expectedRegion });
  if (scope.service !== service) faults.push({ part: 'service', given: scope.service, expected: service });
  if (scope.terminator !== 'aws4_request') faults.push({ part: 'terminator', given: scope.terminator });
  if (scope.date !== amzDate.slice(0, 8)) faults.push({ part: 'date', given: scope.date, amzDate });
  return faults;
}
