import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { EmptyState } from '#renderer/ui/page-state.tsx';

/** What a link from outside leads to that is not understood. */
export function NoSuchLink(): ReactElement {
  const link = useHashParams().get('link') ?? '';
  return (
    <div className="ad-no-such-link" data-testid="no-such-link">
      <h1 className="ad-offscreen">A link that leads nowhere</h1>
      <EmptyState
        title="This link leads nowhere"
        text={
          <>
            <code className="ad-mono ad-wrap">{link}</code>
            <br />
            Links look like action-desk://run/ with any id of the run, action-desk://client/ with a client id,
            or action-desk://agent. Nothing was done.
          </>
        }
        action={<Button onClick={() => goTo('/runs')}>Go to the runs</Button>}
      />
    </div>
  );
}
