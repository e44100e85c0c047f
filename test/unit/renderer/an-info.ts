import type { ResponseOf } from '#shared/ipc/contract.ts';

/** What `app.info` answers while practising; every field may be replaced. */
export function anInfo(change: Partial<ResponseOf<'app.info'>> = {}): ResponseOf<'app.info'> {
  return {
    version: '1.0.0',
    electronVersion: '33.0.0',
    environment: 'practice',
    practice: true,
    protection: 'open',
    simulatorEndpoint: null,
    tokenKeeping: { kept: false, sentence: 'Kept until you quit.' },
    reducedMotion: true,
    startProblem: null,
    ...change,
  };
}
