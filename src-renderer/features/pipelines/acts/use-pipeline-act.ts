import type { UseMutationResult } from '@tanstack/react-query';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '#shared/ipc/contract.ts';
import { useChange } from '#renderer/bridge/queries.ts';

const MOVED: readonly RequestChannel[] = [
  'pipelines.get',
  'pipelines.glance',
  'pipelines.executions',
  'pipelines.execution',
  'pipelines.actions',
  'pipelines.afterCare',
];

/** Sends acts on pipelines; all that shows a pipeline is read again after each. */
export function usePipelineAct(): UseMutationResult<
  ResponseOf<'pipelines.act'>,
  Error,
  RequestOf<'pipelines.act'>
> {
  return useChange('pipelines.act', MOVED);
}
