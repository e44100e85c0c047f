import { findBucket, putObject } from '../s3/store.ts';
import type { Simulation } from '../simulation.ts';
import { header, jsonReply } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import { reportPage } from './report-page.ts';
import { backendStatus, cancelBackendRun, startBackendRun } from './runs.ts';
import type { BackendRun } from './runs.ts';
import { parseStartRequest } from './start-request.ts';

const prefix = '/_backend/runs';

/** The name of a backend request for faults and call counts: `backend:start`, `:status`, `:cancel`, `:report`. */
export function backendOperation(request: WireRequest): string {
  if (request.method === 'POST') return request.path.endsWith('/cancel') ? 'backend:cancel' : 'backend:start';
  return request.path.endsWith('/report') ? 'backend:report' : 'backend:status';
}

/** The vendor's backend: the http processor's contract under `/_backend/runs`. */
export function answerBackend(request: WireRequest, simulation: Simulation): WireReply {
  const { method, path } = request;
  if (method === 'POST' && path === prefix) return start(request, simulation);
  const [, id, act] = /^\/_backend\/runs\/([^/]+)(?:\/(cancel|report))?$/.exec(path) ?? [];
  if (id === undefined || (act === 'cancel') !== (method === 'POST') || !['GET', 'POST'].includes(method)) {
    return jsonReply(404, { message: `There is nothing at ${method} ${path}.` });
  }
  const run = simulation.backend.byId.get(decodeURIComponent(id));
  if (!run) return jsonReply(404, { message: `There is no run ${id}.` });

  if (run.outcome === 'stall' && act === undefined)
    return jsonReply(503, { message: `The load generators of run ${id} do not answer.` });

  const now = simulation.clock.now();
  if (act === 'cancel') cancelBackendRun(run, now);
  finish(run, simulation, now);
  const status = backendStatus(run, now);
  if (act !== 'report') return jsonReply(200, status);
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: reportPage(run, status),
  };
}

function start(request: WireRequest, simulation: Simulation): WireReply {
  const now = simulation.clock.now();
  const { backendDurationSeconds: durationSeconds, backendStory: story } = simulation.scenario;
  const defaults = { now, durationSeconds, story };
  const parsed = parseStartRequest(parseJson(request.body), header(request, 'idempotency-key'), defaults);
  if (!parsed.ok) return jsonReply(400, { message: parsed.message });
  const { run, isNew } = startBackendRun(simulation.backend, parsed.order);
  finish(run, simulation, now);
  return jsonReply(isNew ? 200 : 409, backendStatus(run, now));
}

// The vendor's machines have their own way into the artifact store, so no job credentials are needed here.
function finish(run: BackendRun, simulation: Simulation, now: number): void {
  if (run.outputsWritten || backendStatus(run, now).status !== 'succeeded') return;
  run.outputsWritten = true;
  for (const { bucketName, objectKey } of run.outputs) {
    const headers = { 'content-type': 'application/zip', 'x-amz-server-side-encryption': 'aws:kms' };
    if (!findBucket(simulation.s3, bucketName)) continue;
    const { entropy, samples } = simulation;
    putObject(simulation.s3, bucketName, objectKey, { body: samples.report, headers, now, entropy });
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
