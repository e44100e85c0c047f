import { ACT_KINDS, whyNot, type ActKind } from '#shared/domain/acts.ts';
import { linkToRun } from '#shared/domain/desk-link.ts';
import type { RunDetail, RunSummary } from '#shared/domain/run.ts';
import { actWords } from '#renderer/run-acts/act-words.ts';
import { customerName, pipelinePath } from '#renderer/run-view/run-names.ts';
import { runArtifactsPath } from '#renderer/run-view/artifact-path.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';
import type { PaletteEntry } from './entries.ts';

/** What the palette may do to the run on screen. */
export interface RunDoings {
  readonly act: (kind: ActKind) => void;
  readonly copy: (text: string, said: string) => void;
  readonly export: (runId: string) => void;
}

/** Acts on the run that is open or focused; one that cannot work says why. */
export function runEntries(
  { run }: RunDetail,
  doings: RunDoings,
  readOnly: string | null = null,
): PaletteEntry[] {
  const detail = customerName(run);
  const line = (id: string, label: string, words: string, to: () => void): PaletteEntry => ({
    id: `run ${id}`,
    group: 'This run',
    label,
    detail,
    words,
    to,
  });
  return [
    ...ACT_KINDS.map((kind) => ({
      ...line(`act ${kind}`, `${actWords(kind).label}…`, actWords(kind).title, () => doings.act(kind)),
      why: readOnly ?? whyNot(kind, run),
    })),
    {
      ...line('artifacts', 'Look into its artifacts', 'zip files s3 inside', () => undefined),
      to: runArtifactsPath(run.runId),
    },
    line('copy link', 'Copy link', 'action-desk url share', () =>
      doings.copy(linkToRun(run.runId), 'The link to this run was copied.'),
    ),
    line('copy job', 'Copy job id', 'id clipboard', () =>
      doings.copy(run.currentJobId, 'The job id was copied.'),
    ),
    line('export', 'Export this run…', 'bundle save file redacted', () => doings.export(run.runId)),
  ];
}

/** A run that a search found. */
export function foundRun(run: RunSummary): PaletteEntry {
  const where = [pipelinePath(run), run.region, runStateWords(run.state).label].filter(Boolean);
  return {
    id: `found ${run.runId}`,
    group: 'Go to',
    label: customerName(run),
    detail: where.join(' · '),
    to: `/runs/${encodeURIComponent(run.runId)}`,
  };
}
