import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactElement, ReactNode } from 'react';

/** The middle of a page or table that has nothing to show: what it would hold, and what brings it here. */
export function EmptyState(props: { title: string; text: ReactNode; action?: ReactNode }): ReactElement {
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <Box variant="strong">{props.title}</Box>
      <Box color="text-body-secondary" padding={{ top: 'xxs', bottom: props.action ? 's' : 'n' }}>
        {props.text}
      </Box>
      {props.action}
    </Box>
  );
}

/** A page that waits for its first answer. */
export function LoadingState({ what }: { what: string }): ReactElement {
  return (
    <Box padding="xl" textAlign="center" color="text-status-inactive">
      <Spinner /> Loading {what}…
    </Box>
  );
}

/** A question that failed, with its sentence and a way to ask again. */
export function ErrorState({
  title,
  error,
  onRetry,
}: {
  title: string;
  error: Error;
  onRetry: () => void;
}): ReactElement {
  return (
    <Alert type="error" header={title} action={<Button onClick={onRetry}>Try again</Button>}>
      {error.message}
    </Alert>
  );
}
