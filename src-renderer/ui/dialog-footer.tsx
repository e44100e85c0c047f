import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';

/** What a dialog is there to do. `whyNot` is told where the button is disabled; null and absent leave it enabled. */
export interface DialogAct {
  readonly label: string;
  readonly onAct: () => void;
  readonly busy?: boolean;
  /** Told to assistive technology while busy. */
  readonly busyText?: string;
  readonly disabled?: boolean;
  readonly whyNot?: string | null;
  readonly testId?: string;
  /** Not what is recommended here. */
  readonly quiet?: boolean;
}

/** The foot of a dialog: the way out, and right of it the one thing to do; null where that is done or never possible. */
export function DialogFooter(props: {
  act: DialogAct | null;
  onLeave: () => void;
  /** What leaving is called where it is not `Cancel`. */
  leave?: string | undefined;
  leaveDisabled?: boolean;
  leaveTestId?: string;
}): ReactElement {
  const { act } = props;
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          variant="link"
          data-testid={props.leaveTestId}
          disabled={props.leaveDisabled ?? false}
          onClick={props.onLeave}
        >
          {props.leave ?? 'Cancel'}
        </Button>
        {act && (
          <Button
            variant={act.quiet ? 'normal' : 'primary'}
            data-testid={act.testId}
            loading={act.busy ?? false}
            loadingText={act.busyText ?? ''}
            disabled={(act.disabled ?? false) || Boolean(act.whyNot)}
            disabledReason={act.whyNot ?? ''}
            onClick={act.onAct}
          >
            {act.label}
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
}
