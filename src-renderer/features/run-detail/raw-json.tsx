import Box from '@cloudscape-design/components/box';
import Modal from '@cloudscape-design/components/modal';
import { useMemo, type ReactElement } from 'react';
import { CopyButton } from '#renderer/ui/copyable.tsx';

/** As much as the way to the clipboard takes. */
const LONGEST_COPY = 1_000_000;

/** Everything that is known of a run as JSON, as it came: secrets never reach this window. */
export function RawJson({ value, onClose }: { value: unknown; onClose: () => void }): ReactElement {
  const json = useMemo(() => JSON.stringify(value, null, 2), [value]);
  return (
    <Modal
      visible
      size="max"
      header="Raw JSON"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          {json.length <= LONGEST_COPY ? (
            <CopyButton text={json} label="Copy all" />
          ) : (
            <span className="ad-muted">Too long for the clipboard: export the run instead.</span>
          )}
        </Box>
      }
    >
      <p className="ad-muted">
        Times are epoch milliseconds (UTC). Secret values were never kept and show as null or [secret].
      </p>
      <pre className="ad-mono ad-wrap ad-raw" tabIndex={0} role="group" aria-label="The run as JSON">
        {json}
      </pre>
    </Modal>
  );
}
