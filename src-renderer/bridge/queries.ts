import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '#shared/ipc/contract.ts';
import { request, RequestError } from './request.ts';

/** How answers are kept where nothing else is said: several parts of a page that ask for the same are answered once. */
export const ANSWER_DEFAULTS = { staleTime: 1000, networkMode: 'always' } as const;

interface AnswerOptions {
  /** Shows the last answer while another payload (the next page, a filter) is asked for. */
  keepPrevious?: boolean;
  /** Asks again without an event, in milliseconds: for values that move by themselves. */
  refetchEveryMs?: number;
  /** Takes no answer of a moment ago for the present one: it is asked for again whenever it is shown. */
  anew?: boolean;
}

/** A channel that reads, as a live query: `refetchOnEvents` invalidates it by its channel name. */
export function useAnswer<C extends RequestChannel>(
  channel: C,
  payload: RequestOf<C>,
  options: AnswerOptions = {},
): UseQueryResult<ResponseOf<C>, RequestError> {
  return useQuery<ResponseOf<C>, RequestError>({
    queryKey: [channel, payload],
    queryFn: () => request(channel, payload),
    retry: (failures, error) => error instanceof RequestError && error.retryable && failures < 2,
    refetchInterval: options.refetchEveryMs ?? false,
    ...(options.anew ? { staleTime: 0 } : {}),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A channel that changes something; the named reading channels are asked again when it has ended, well or not. */
export function useChange<C extends RequestChannel>(
  channel: C,
  refreshes: readonly RequestChannel[],
): UseMutationResult<ResponseOf<C>, Error, RequestOf<C>> {
  const queries = useQueryClient();
  return useMutation<ResponseOf<C>, Error, RequestOf<C>>({
    mutationFn: (payload) => request(channel, payload),
    onSettled: () =>
      Promise.all(refreshes.map((reading) => queries.invalidateQueries({ queryKey: [reading] }))),
  });
}
