import type { ResponseOf } from '#shared/ipc/contract.ts';
import { humanDuration } from '#renderer/ui/duration.ts';

type Execution = ResponseOf<'pipelines.execution'>;

/** One line of a comparison; a null side has nothing there. */
export interface ComparedRow {
  readonly group: 'Execution' | 'Revisions' | 'Variables' | 'Actions';
  readonly name: string;
  readonly left: string | null;
  readonly right: string | null;
  readonly differs: boolean;
}

type Value = { name: string; text: string; same?: string };

/**
 * Two executions side by side. Durations are shown and never count as a difference: no two are the same. Actions compare by the
 * status of their last attempt.
 */
export function compareRows(left: Execution, right: Execution): ComparedRow[] {
  return [
    ...paired('Execution', facts(left), facts(right)),
    ...paired('Revisions', revisions(left), revisions(right)),
    ...paired('Variables', variables(left), variables(right)),
    ...paired('Actions', actions(left), actions(right)),
  ];
}

function paired(group: ComparedRow['group'], left: readonly Value[], right: readonly Value[]): ComparedRow[] {
  const names = [...new Set([...left, ...right].map(({ name }) => name))];
  return names.map((name) => {
    const one = left.find((value) => value.name === name);
    const other = right.find((value) => value.name === name);
    return {
      ...{ group, name },
      left: one?.text ?? null,
      right: other?.text ?? null,
      differs: (one && (one.same ?? one.text)) !== (other && (other.same ?? other.text)),
    };
  });
}

function facts({ execution, pipelineVersion }: Execution): Value[] {
  const { status, triggerType, type, startedAt, updatedAt } = execution;
  const took = startedAt === null || updatedAt === null ? '–' : humanDuration(updatedAt - startedAt);
  return [
    { name: 'Status', text: status },
    { name: 'Type', text: type ?? '–' },
    { name: 'Trigger', text: triggerType ?? '–' },
    { name: 'Pipeline version', text: pipelineVersion === null ? '–' : String(pipelineVersion) },
    { name: 'Start to last change', text: took, same: '' },
  ];
}

function revisions({ execution }: Execution): Value[] {
  return execution.revisions.map(({ actionName, revisionId, summary }) => ({
    name: actionName,
    text: [revisionId, summary].filter((part) => part !== null && part !== '').join(' · '),
    same: revisionId ?? '',
  }));
}

function variables(execution: Execution): Value[] {
  return execution.variables.map(({ name, value }) => ({ name, text: value }));
}

function actions({ actions: rows }: Execution): Value[] {
  const last = new Map(rows.map((row) => [`${row.stageName} / ${row.actionName}`, row]));
  return [...last].map(([name, { status, startedAt, updatedAt }]) => {
    const took =
      startedAt === null || updatedAt === null ? '' : ` in ${humanDuration(updatedAt - startedAt)}`;
    return { name, text: `${status}${took}`, same: status };
  });
}
