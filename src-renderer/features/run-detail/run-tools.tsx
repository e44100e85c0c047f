import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import { linkToRun } from '#shared/domain/desk-link.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { RawJson } from './raw-json.tsx';
import type { RunSteps } from './use-steps.ts';

/** The place in the list, with buttons for the runs before and after. */
export function StepButtons({ steps }: { steps: RunSteps }): ReactElement {
  return (
    <span className="ad-steps">
      <Button
        variant="icon"
        iconName="angle-left"
        ariaLabel="Previous run of the list ([)"
        disabled={steps.position <= 1}
        onClick={() => steps.step(-1)}
      />
      <span className="ad-number ad-muted" data-testid="run-position">
        {steps.position} of {steps.total}
      </span>
      <Button
        variant="icon"
        iconName="angle-right"
        ariaLabel="Next run of the list (])"
        disabled={steps.position >= steps.total}
        onClick={() => steps.step(1)}
      />
    </span>
  );
}

/** Find, raw JSON and export of a run. */
export function RunTools(props: {
  detail: RunDetail;
  /** What the raw view shows. */
  raw: unknown;
  onFind: () => void;
  /** False for a bundle: it is a file already. */
  canExport: boolean;
}): ReactElement {
  const notify = useNotify();
  const [raw, setRaw] = useState(false);
  const [busy, setBusy] = useState(false);
  const exportRun = (): void => {
    setBusy(true);
    request('bundles.export', { runId: props.detail.run.runId })
      .then(({ file }) => {
        if (file !== null)
          notify({
            tone: 'success',
            text: `${file} is written: the run without secrets, to be opened in any Action Desk.`,
          });
      })
      .catch((thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }))
      .finally(() => setBusy(false));
  };
  const copyLink = (): void => {
    request('app.copyText', { text: linkToRun(props.detail.run.runId) }).then(
      () => notify({ tone: 'success', text: 'The link to this run was copied.' }),
      (thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
    );
  };
  return (
    <>
      <Button variant="inline-link" wrapText={false} data-testid="find-in-run" onClick={props.onFind}>
        Find
      </Button>
      <Button variant="inline-link" wrapText={false} data-testid="raw-json" onClick={() => setRaw(true)}>
        Raw JSON
      </Button>
      {props.canExport && (
        <Button variant="inline-link" wrapText={false} data-testid="copy-link" onClick={copyLink}>
          Copy link
        </Button>
      )}
      {props.canExport && (
        <Button
          variant="inline-link"
          wrapText={false}
          data-testid="export-run"
          loading={busy}
          onClick={exportRun}
        >
          Export…
        </Button>
      )}
      {raw && <RawJson value={props.raw} onClose={() => setRaw(false)} />}
    </>
  );
}
