import { CONDITION_TYPES, type ConditionType } from '#shared/domain/pipeline.ts';

/**
 * What the inspector shows. `executionId` of a stage or an action is null where the stage's latest execution is meant, and names
 * the row in PARALLEL mode.
 */
export type Chosen =
  | { kind: 'stage'; stageName: string; executionId: string | null }
  | { kind: 'action'; stageName: string; actionName: string; executionId: string | null }
  | { kind: 'transition'; stageName: string }
  | { kind: 'inbound'; stageName: string; executionId: string }
  | { kind: 'condition'; stageName: string; type: ConditionType }
  | { kind: 'execution'; executionId: string };

/** One text for it, for the address and for finding its element. Names of CodePipeline hold no slash. */
export function chosenText(chosen: Chosen): string {
  switch (chosen.kind) {
    case 'stage':
      return ['stage', chosen.stageName, chosen.executionId ?? ''].join('/');
    case 'action':
      return ['action', chosen.stageName, chosen.actionName, chosen.executionId ?? ''].join('/');
    case 'transition':
      return ['transition', chosen.stageName].join('/');
    case 'inbound':
      return ['inbound', chosen.stageName, chosen.executionId].join('/');
    case 'condition':
      return ['condition', chosen.stageName, chosen.type].join('/');
    case 'execution':
      return ['execution', chosen.executionId].join('/');
  }
}

/** Reads one back; null for what is none. */
export function chosenOf(text: string | null): Chosen | null {
  const [kind, first = '', second = '', third = ''] = (text ?? '').split('/');
  if (first === '') return null;
  if (kind === 'stage') return { kind, stageName: first, executionId: second || null };
  if (kind === 'action' && second !== '')
    return { kind, stageName: first, actionName: second, executionId: third || null };
  if (kind === 'transition') return { kind, stageName: first };
  if (kind === 'inbound' && second !== '') return { kind, stageName: first, executionId: second };
  const type = CONDITION_TYPES.find((one) => one === second);
  if (kind === 'condition' && type) return { kind, stageName: first, type };
  return kind === 'execution' ? { kind, executionId: first } : null;
}
