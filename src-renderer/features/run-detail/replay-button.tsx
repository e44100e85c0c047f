import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import { useState, type ReactElement } from 'react';
import type { RunBundle } from '#shared/domain/run-bundle.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';

/** Plays an exported run once more in practice, after saying what that ends. */
export function ReplayButton({ bundle }: { bundle: RunBundle }): ReactElement {
  const notify = useNotify();
  const info = useAnswer('app.info', null).data;
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = (): void => {
    setBusy(true);
    setProblem(null);
    request('bundles.replay', { bundle })
      .then(({ leftOut }) => {
        goTo('/runs');
        notify({
          tone: 'info',
          title: 'The run is replayed in practice',
          text: leftOut.join(' ') || 'It takes the same way to the same end.',
          testId: 'replay-started',
        });
      })
      .catch((thrown: unknown) => {
        setProblem(sentenceOf(thrown));
        setBusy(false);
      });
  };
  return (
    <>
      <Button data-testid="replay" onClick={() => setAsked(true)}>
        Replay in practice…
      </Button>
      {asked && (
        <Modal
          visible
          header="Replay this run in practice"
          closeAriaLabel="Close"
          onDismiss={() => !busy && setAsked(false)}
          footer={
            <DialogFooter
              onLeave={() => setAsked(false)}
              leaveDisabled={busy}
              act={{ label: 'Replay', testId: 'replay-start', busy, onAct: start }}
            />
          }
        >
          <p className="ad-flat">
            {info && !info.practice
              ? `Action Desk leaves the environment ${info.environment}: its agent answers or hands over what is in hand and stops. Then practice starts with this run alone.`
              : 'Practice starts afresh with this run alone; its present runs go.'}
          </p>
          <p className="ad-muted">
            The simulator hands out the same work and refuses, throttles and fails as it was seen. What people
            did is not repeated, secrets are placeholders, and long work is shortened to two minutes.
          </p>
          {problem !== null && (
            <p className="ad-tone-bad" role="alert">
              {problem}
            </p>
          )}
        </Modal>
      )}
    </>
  );
}
