import type { Consequence, PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { nameOf } from '#shared/domain/pipeline-told.ts';

/** What decides how it goes on and cannot be read from CodePipeline beforehand, a sentence each. */
export function unknownsOf(
  snapshot: PipelineSnapshot,
  act: PipelineAct,
  consequences: readonly Consequence[],
  refusal: string | null,
): string[] {
  if (refusal !== null) return [];
  const found: string[] = [];
  for (const one of consequences) {
    if (one.kind === 'enters' && hasConditions(snapshot, one.stageName, 'BEFORE_ENTRY'))
      found.push(
        `Whether the conditions before entry of ${one.stageName} are met for ${named(one.executionId)}.`,
      );
  }
  if (consequences.some(({ kind }) => kind === 'action-starts'))
    found.push('How the actions that start will end, and when.');
  if (act.kind === 'stop' && !act.abandon && consequences.some(({ kind }) => kind === 'status'))
    found.push('How long the actions in progress still take: the stop waits for them.');
  if (act.kind === 'stop' && act.abandon)
    found.push(
      'What the providers of abandoned actions still do: their work goes on outside and may end out of order.',
    );
  if (act.kind === 'start') found.push('Which revisions the source actions will find.');
  if (act.kind === 'rollback')
    found.push('Whether CodePipeline still has the artifacts of the execution that is gone back to.');
  return found;
}

function hasConditions(snapshot: PipelineSnapshot, stageName: string, type: string): boolean {
  const stage = snapshot.stages.find(({ name }) => name === stageName);
  return stage?.conditions.some((one) => one.type === type) ?? false;
}

const named = (executionId: string | null): string =>
  nameOf(executionId).replace('Execution', 'execution').replace('The new', 'the new');
