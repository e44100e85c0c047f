import Button from '@cloudscape-design/components/button';
import { useEffect, useEffectEvent } from 'react';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { keptDraft } from './kept-draft.ts';

const onSettings = (): boolean => /^#?\/settings(\?|$)/.test(location.hash);

/**
 * Tells where the draft is when the page was left by a step back, which cannot be asked about: a person who does not see it
 * any more would take it for lost.
 */
export function useKeptWord(): void {
  const notify = useNotify();
  const tell = useEffectEvent(() => {
    const kept = keptDraft();
    if (!kept || onSettings()) return;
    notify({
      tone: 'info',
      passes: true,
      testId: 'draft-kept',
      text: (
        <>
          {kept.definition ? `The changes to ${kept.definition.name} are` : 'The new environment is'} not
          stored, and kept as you left {kept.definition ? 'them' : 'it'}.{' '}
          <Button variant="inline-link" onClick={() => goTo('/settings')}>
            Go on editing
          </Button>
        </>
      ),
    });
  });
  useEffect(() => () => tell(), []);
}
