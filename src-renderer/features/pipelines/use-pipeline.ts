import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import { joinSnapshot, type SnapshotPart } from '#shared/domain/pipeline-parts.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { request, RequestError } from '#renderer/bridge/request.ts';

const READ_EVERY_MS = 4_000;

/**
 * A pipeline as its page shows it, read again and again while `live`. Only stages that changed cross from the main process; the
 * others are the same objects as before. It is the answer of `pipelines.get` to everybody else who asks.
 */
export function usePipeline(
  pipeline: PipelineRef,
  live: boolean,
): UseQueryResult<ResponseOf<'pipelines.get'>, RequestError> {
  const kept = useRef<ReadonlyMap<string, SnapshotPart>>(new Map());
  return useQuery<ResponseOf<'pipelines.get'>, RequestError>({
    queryKey: ['pipelines.get', { pipeline }],
    queryFn: async () => {
      const before = kept.current;
      const { head, parts } = await request('pipelines.changes', { pipeline, known: [...before.keys()] });
      const whole = parts.flatMap(({ digest, part }): [string, SnapshotPart][] => {
        const known = part ?? before.get(digest);
        return known ? [[digest, known]] : [];
      });
      kept.current = new Map(whole);
      return joinSnapshot(
        head,
        whole.map(([, part]) => part),
      );
    },
    retry: (failures, error) => error instanceof RequestError && error.retryable && failures < 2,
    refetchInterval: live ? READ_EVERY_MS : false,
  });
}
