import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import type { ReactElement } from 'react';
import type { Scan } from './use-scan.ts';

/** How far the look at every pipeline is, and its stop; `unknown` counts pipelines of which a filter cannot tell yet. */
export function ScanLine({ scan, unknown }: { scan: Scan; unknown: number }): ReactElement {
  const { progress } = scan;
  const left = unknown > 0 ? `; of ${unknown} it is not known` : '';
  return (
    <div className="ad-pl-scan" data-testid="scan" data-running={progress?.running ?? true}>
      {progress?.running && (
        <ProgressBar
          value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
          ariaLabel="Pipelines looked at"
        />
      )}
      <span className="ad-second ad-number" role="status">
        {progress === null
          ? 'Looking at every pipeline…'
          : `${progress.stopped ? 'Stopped: ' : ''}${progress.done} of ${progress.total} looked at${left}`}
      </span>
      {progress?.running && (
        <Button variant="inline-link" ariaLabel="Stop looking at every pipeline" onClick={scan.stop}>
          Stop
        </Button>
      )}
      {progress?.stopped && (
        <Button variant="inline-link" ariaLabel="Go on looking at every pipeline" onClick={scan.start}>
          Go on
        </Button>
      )}
    </div>
  );
}
