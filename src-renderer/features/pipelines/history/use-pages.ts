import { useInfiniteQuery } from '@tanstack/react-query';
import type { ActionRow, ExecutionRow, PipelineRef } from '#shared/domain/pipeline.ts';
import { request, type RequestError } from '#renderer/bridge/request.ts';

/** A history as far as it was read: the newest first. */
export interface PagesOf<T> {
  readonly items: readonly T[];
  readonly more: boolean;
  readonly loading: boolean;
  readonly pending: boolean;
  readonly error: RequestError | null;
  readonly older: () => void;
  readonly again: () => void;
}

/** The executions of a pipeline, page by page. */
export function useExecutions(pipeline: PipelineRef): PagesOf<ExecutionRow> {
  const answer = useInfiniteQuery<
    { executions: ExecutionRow[]; cursor: string | null },
    RequestError,
    ExecutionRow[],
    unknown[],
    string | null
  >({
    queryKey: ['pipelines.executions', { pipeline }],
    queryFn: ({ pageParam }) => request('pipelines.executions', { pipeline, cursor: pageParam }),
    initialPageParam: null,
    getNextPageParam: (last) => last.cursor,
    select: ({ pages }) =>
      once(
        pages.flatMap(({ executions }) => executions),
        (row) => row.executionId,
      ),
    retry: false,
  });
  return pagesOf(answer);
}

/** Its action executions, page by page. */
export function useActions(pipeline: PipelineRef): PagesOf<ActionRow> {
  const answer = useInfiniteQuery<
    { actions: ActionRow[]; cursor: string | null },
    RequestError,
    ActionRow[],
    unknown[],
    string | null
  >({
    queryKey: ['pipelines.actions', { pipeline }],
    queryFn: ({ pageParam }) => request('pipelines.actions', { pipeline, cursor: pageParam }),
    initialPageParam: null,
    getNextPageParam: (last) => last.cursor,
    select: ({ pages }) =>
      once(
        pages.flatMap(({ actions }) => actions),
        (row) => row.actionExecutionId,
      ),
    retry: false,
  });
  return pagesOf(answer);
}

/** New rows push older ones over the edge of a page while the next one is asked for: such a row comes twice. */
function once<T>(rows: readonly T[], idOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [idOf(row), row])).values()];
}

function pagesOf<T>(answer: {
  data: T[] | undefined;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isPending: boolean;
  error: RequestError | null;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}): PagesOf<T> {
  return {
    items: answer.data ?? [],
    more: answer.hasNextPage,
    loading: answer.isFetchingNextPage,
    pending: answer.isPending,
    error: answer.error,
    older: () => void answer.fetchNextPage(),
    again: () => void answer.refetch(),
  };
}
