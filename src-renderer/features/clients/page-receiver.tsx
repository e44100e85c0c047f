import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState, type ReactElement } from 'react';
import { receiverPortSchema } from '#shared/domain/received-request.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import type { Receiving } from './use-receiving.ts';

/** Switches the receiver on and off, and says where it listens and until when. */
export function PageReceiver({ receiving }: { receiving: Receiving }): ReactElement {
  const { receiver, busy, error } = receiving;
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const port = typed ?? (receiving.port === 0 ? '' : String(receiving.port));
  const start = (): void => {
    const parsed = receiverPortSchema.safeParse(port.trim() === '' ? 0 : Number(port));
    setProblem(parsed.success ? '' : `Port: ${parsed.error.issues[0]?.message ?? 'not valid'}.`);
    if (parsed.success) receiving.start(parsed.data);
  };
  if (receiver) {
    return (
      <SpaceBetween size="xs">
        <div className="ad-row" data-testid="page-receiver" role="status">
          <StatusIndicator type="in-progress">Receiving on</StatusIndicator>
          <Copyable text={receiver.url} />
          <span className="ad-muted">
            until <Moment at={receiver.closesAt} />, or until this dialog closes
          </span>
        </div>
        <Button data-testid="page-receive-stop" loading={busy} onClick={receiving.stop}>
          Stop receiving
        </Button>
      </SpaceBetween>
    );
  }
  return (
    <FormField
      label="Port on this computer"
      description="Your configuration page leads the browser there with its parameter “request”: by a redirect, or by a form. Empty stands for any free port."
      errorText={problem || (error ? sentenceOf(error) : '')}
    >
      <span className="ad-row">
        <Input
          data-testid="page-receive-port"
          value={port}
          inputMode="numeric"
          placeholder="any free one"
          autoComplete={false}
          onChange={({ detail }) => setTyped(detail.value.slice(0, 5))}
        />
        <Button data-testid="page-receive" loading={busy} onClick={start}>
          Start receiving
        </Button>
      </span>
    </FormField>
  );
}
