import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { byteSize } from '#renderer/ui/byte-size.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { Size } from '#renderer/ui/size.tsx';

/** What of this environment's artifacts is kept on the disk, encrypted, and the way to be rid of it. */
export function CachePanel(): ReactElement {
  const answer = useAnswer('artifacts.cache', null);
  const clear = useChange('artifacts.clearCache', ['artifacts.cache']);
  const notify = useNotify();
  const cache = answer.data;
  return (
    <section className="ad-side-panel" aria-label="Cache" data-testid="artifact-cache">
      <div className="ad-side-head">
        <h2>Cache on this computer</h2>
        {cache && (
          <Button
            ariaLabel="Clear the cache"
            loading={clear.isPending}
            disabled={cache.bytes === 0}
            disabledReason="It is empty."
            onClick={() =>
              clear.mutate(null, {
                onSuccess: ({ bytes }) =>
                  notify({ tone: 'success', text: `${byteSize(bytes)} were removed from the cache.` }),
                onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
              })
            }
          >
            Clear
          </Button>
        )}
      </div>
      {answer.error && <p className="ad-tone-bad">{sentenceOf(answer.error)}</p>}
      {cache && cache.bytes === 0 && (
        <p>
          Empty; at most <Size bytes={cache.maxBytes} /> are kept.
        </p>
      )}
      {cache && cache.bytes > 0 && (
        <p>
          <Size bytes={cache.bytes} /> of {cache.objects.toLocaleString('en')}{' '}
          {cache.objects === 1 ? 'object' : 'objects'}; at most <Size bytes={cache.maxBytes} /> are kept.
        </p>
      )}
      <p className="ad-second">Ranges that were read, encrypted; so that nothing is fetched twice.</p>
    </section>
  );
}
