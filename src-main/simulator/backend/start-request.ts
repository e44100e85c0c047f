import type { BackendStory } from '../scenarios/scenario.ts';
import type { BackendRun, OutputPlace } from './runs.ts';

/** What a start request asks for, or what a vendor would answer to a customer who configured it wrongly. */
export type StartRequest =
  | {
      readonly ok: true;
      readonly order: Omit<BackendRun, 'externalExecutionId' | 'starts' | 'cancelledAt' | 'outputsWritten'>;
    }
  | { readonly ok: false; readonly message: string };

/** Reads a start request. Configuration values are strings, as CodePipeline has no others. */
export function parseStartRequest(
  body: unknown,
  idempotencyKey: string | undefined,
  defaults: { now: number; durationSeconds: number; story?: BackendStory | undefined },
): StartRequest {
  if (!idempotencyKey) return refuse('The Idempotency-Key header is missing.');
  if (!isRecord(body)) return refuse('The body must be a JSON object.');
  const configuration = isRecord(body['configuration']) ? body['configuration'] : {};
  const { story } = defaults;
  const testPlan = configuration['TestPlan'] ?? (story ? 'replayed-plan' : undefined);
  if (typeof testPlan !== 'string' || testPlan === '') {
    return refuse('No test plan is configured. Set TestPlan to the name of a plan, such as checkout-peak.');
  }
  const seconds =
    story?.durationSeconds ?? numberIn(configuration['DurationSeconds'], defaults.durationSeconds);
  if (seconds === null) return refuse('DurationSeconds must be a number of seconds, 0 or more.');
  const virtualUsers = numberIn(configuration['VirtualUsers'], 100) ?? (story ? 100 : null);
  if (virtualUsers === null) return refuse('VirtualUsers must be a number, 0 or more.');
  const outcome = story?.outcome ?? configuration['Outcome'] ?? 'succeed';
  if (outcome !== 'succeed' && outcome !== 'fail' && outcome !== 'stall')
    return refuse('Outcome must be succeed, fail or stall.');
  const message = story?.failureMessage ?? configuration['FailureMessage'];
  return {
    ok: true,
    order: {
      idempotencyKey,
      testPlan,
      virtualUsers,
      startedAt: defaults.now,
      durationMs: seconds * 1000,
      outcome,
      failureMessage: typeof message === 'string' ? message : 'The load test failed',
      outputs: outputPlaces(body['outputArtifacts']),
    },
  };
}

function outputPlaces(artifacts: unknown): OutputPlace[] {
  if (!Array.isArray(artifacts)) return [];
  return artifacts.flatMap((artifact: unknown) => {
    const place = placeIn(artifact);
    return place ? [place] : [];
  });
}

// Both CodePipeline's own nesting and a flat bucket and key are understood: a host may send either.
function placeIn(artifact: unknown): OutputPlace | null {
  if (!isRecord(artifact)) return null;
  const location = isRecord(artifact['location']) ? artifact['location'] : artifact;
  const place = isRecord(location['s3Location']) ? location['s3Location'] : location;
  const bucketName = place['bucketName'] ?? place['bucket'];
  const objectKey = place['objectKey'] ?? place['key'];
  return typeof bucketName === 'string' && typeof objectKey === 'string' ? { bucketName, objectKey } : null;
}

function numberIn(value: unknown, fallback: number): number | null {
  if (value === undefined) return fallback;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : null;
}

function refuse(message: string): StartRequest {
  return { ok: false, message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
