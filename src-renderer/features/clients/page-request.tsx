import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ReactElement } from 'react';
import type { ReceivedRequest } from '#shared/domain/received-request.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { PageReceiver } from './page-receiver.tsx';
import type { Receiving } from './use-receiving.ts';

const LONGEST_TEXT = 100_000;

const WAYS: Readonly<Record<ReceivedRequest['way'], string>> = {
  link: 'A link of Action Desk brought this request',
  receiver: 'The receiver got this request',
};

/** The request: pasted, or received. One that arrives while a text stands in the field waits for a click. */
export function PageRequest(props: {
  text: string;
  receiving: Receiving;
  onText: (text: string) => void;
}): ReactElement {
  const { text, receiving, onText } = props;
  const { request } = receiving;
  if (request && text.trim() === '') {
    return (
      <Alert
        type={request.refused > 0 ? 'warning' : 'info'}
        data-testid="page-received"
        header="Received: look at it before you store it"
        action={<Button onClick={receiving.leave}>Leave it</Button>}
      >
        {WAYS[request.way]} <Moment at={request.receivedAt} />. Nothing is stored yet; it is forgotten when
        this dialog closes, or after ten minutes.
        {request.refused > 0 &&
          ` ${request.refused === 1 ? 'Another one' : `${request.refused} others`} came meanwhile and had to be left: finish this one, then have it sent again.`}
      </Alert>
    );
  }
  return (
    <SpaceBetween size="s">
      {request && (
        <Alert
          type="info"
          data-testid="page-waiting"
          action={<Button onClick={() => onText('')}>Look at it instead</Button>}
        >
          A request has been received.
        </Alert>
      )}
      <FormField
        label="Request"
        stretch
        description="The whole address that CodePipeline opened for the customer, its query, or the parameter “request”."
      >
        <Textarea
          data-testid="page-text"
          value={text}
          rows={3}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => onText(detail.value.slice(0, LONGEST_TEXT))}
        />
      </FormField>
      <ExpandableSection headerText="Receive it instead" defaultExpanded={receiving.receiver !== null}>
        <PageReceiver receiving={receiving} />
      </ExpandableSection>
    </SpaceBetween>
  );
}
