import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import type { RunArtifacts } from '#shared/domain/artifact.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { pathOf } from '../shown-place.ts';
import { greenSides } from './green.ts';

/** One press from a run's input to what differs from the last green run's; disabled with its reason where there is none. */
export function GreenButton({ of, name }: { of: RunArtifacts; name: string | null }): ReactElement {
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const compare = async (input: string): Promise<void> => {
    setBusy(true);
    try {
      const sides = await greenSides(of, input);
      if (typeof sides === 'string') notify({ tone: 'warning', text: sides });
      else goTo(pathOf({ kind: 'compare', ...sides }));
    } catch (thrown) {
      notify({ tone: 'error', text: sentenceOf(thrown) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      data-testid="compare-with-green"
      loading={busy}
      disabled={name === null || of.lastGreenRunId === null}
      disabledReason={
        name === null
          ? 'The run has no input artifact.'
          : 'No run of this action and customer has succeeded yet.'
      }
      onClick={() => name !== null && void compare(name)}
    >
      Compare with last green
    </Button>
  );
}
