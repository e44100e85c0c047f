import type { AuditEntry } from '#shared/domain/audit.ts';
import { BUNDLE_HEAD, type RunBundle } from '#shared/domain/run-bundle.ts';
import type { RunNote } from '#shared/domain/run-note.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';
import { redacted } from '../platform/redact.ts';
import { scrubbed } from '../platform/scrub-text.ts';

/** What a bundle is made of; times are epoch ms. */
export interface BundleParts {
  readonly detail: RunDetail;
  readonly notes: readonly RunNote[];
  readonly audit: readonly AuditEntry[];
  readonly environment: string;
  readonly appVersion: string;
  readonly madeBy: string;
  readonly madeAt: number;
}

/** As many lines of a run as its page shows; an older one may be missing from there on. */
const MOST_LINES = 2000;

/** Every text of a value that has been redacted by names. */
function clean<T>(value: T): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return scrubbed(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(redacted(value)) as T;
}

/**
 * The run as it goes to a file: redacted once more, whatever the ledger holds. Lists are cleaned item by item, as redaction
 * cuts long ones.
 */
export function makeRunBundle(parts: BundleParts): RunBundle {
  const { detail } = parts;
  const configuration = detail.configuration.map(({ key, value, secret }) => {
    const hidden = secret || looksSecret(key);
    return { key, value: hidden || value === null ? null : scrubbed(value), secret: hidden };
  });
  return {
    ...BUNDLE_HEAD,
    madeAt: parts.madeAt,
    madeBy: parts.madeBy,
    appVersion: parts.appVersion,
    environment: parts.environment,
    detail: {
      ...detail,
      run: clean(detail.run),
      // The backend's own id of the work, which the customer sees in the link to it: hidden only where it carries a secret.
      continuationToken: clean(detail.continuationToken),
      configuration,
      inputArtifacts: detail.inputArtifacts.map((one) => clean(one)),
      outputArtifacts: detail.outputArtifacts.map((one) => clean(one)),
      jobs: detail.jobs.map((one) => clean(one)),
      timeline: detail.timeline.map((one) => clean(one)),
      pendingResult: clean(detail.pendingResult),
    },
    timelineCut: detail.timeline.length >= MOST_LINES,
    notes: parts.notes.map((one) => ({ ...clean(one), mine: false })),
    audit: parts.audit.map((one) => clean(one)),
  };
}

/** The text of the file. */
export function runBundleText(bundle: RunBundle): string {
  return `${JSON.stringify(bundle, null, 1)}\n`;
}

/** `contoso-retail-0d0f2c58.action-desk-run.json`: a name that every file system takes, without the ending. */
export function bundleName({ run }: RunDetail): string {
  const who = (run.clientLabel ?? run.pipelineName ?? 'run')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${who || 'run'}-${run.runId.slice(0, 8)}`;
}
