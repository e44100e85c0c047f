import Alert from '@cloudscape-design/components/alert';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useEffect, useState, type ReactElement } from 'react';
import { clientLabelSchema } from '#shared/domain/client.ts';
import {
  LIKELY_PAGE_NAMES,
  type ConfigurationPage,
  type PageNames,
} from '#shared/domain/configuration-page.ts';
import type { RequestOf } from '#shared/ipc/contract.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ActDialog } from './act-dialog.tsx';
import { releasedSentence } from './client-draft.ts';
import { PageNameFields } from './page-name-fields.tsx';
import { PageRedirect } from './page-redirect.tsx';
import { PageRequest } from './page-request.tsx';
import { ReasonField } from './reason-field.tsx';
import { TokenKeepingNote, type TokenKeeping } from './token-keeping.tsx';
import { useReceiving } from './use-receiving.ts';

/** A customer's request to the configuration page: what it holds, storing it as a client, and the way back. */
export function ConfigurationPageDialog(props: {
  tokenKeeping: TokenKeeping;
  onClose: () => void;
}): ReactElement {
  const { onClose } = props;
  const kept = useAnswer('clients.pageNames', null).data;
  const [text, setText] = useState('');
  const [names, setNames] = useState<PageNames | null>(null);
  const [label, setLabel] = useState('');
  const [labelProblem, setLabelProblem] = useState('');
  const [stored, setStored] = useState(false);
  const [reason, setReason] = useState('');
  const used = names ?? kept ?? LIKELY_PAGE_NAMES;
  const read = useChange('clients.readPage', ['clients.pageNames']);
  const take = useChange('clients.takePage', ['clients.list', 'clients.unmatched', 'runs.list']);
  const notify = useNotify();
  const receiving = useReceiving();
  const receivedId = text.trim() === '' ? receiving.request?.id : undefined;
  const given = receivedId === undefined ? { text } : { text: '', receivedId };
  const isGiven = receivedId !== undefined || text.trim() !== '';
  const page = isGiven ? read.data : undefined;

  const { mutate } = read;
  const key = JSON.stringify({ ...given, names: used });
  useEffect(() => {
    if (!isGiven) return;
    const timer = setTimeout(() => mutate(JSON.parse(key) as RequestOf<'clients.readPage'>), 300);
    return () => clearTimeout(timer);
  }, [key, isGiven, mutate]);
  // A label that was typed for one customer must not be stored with another.
  useEffect(() => {
    setLabel('');
    setStored(false);
  }, [receivedId]);

  const wanted = label || page?.known?.label || '';
  const store = (): void => {
    const parsed = clientLabelSchema.safeParse(wanted);
    setLabelProblem(parsed.success ? '' : `Label: ${parsed.error.issues[0]?.message ?? 'not valid'}.`);
    if (!parsed.success) return;
    take.mutate(
      { ...given, names: used, label: parsed.data, ...(reason.trim() ? { reason } : {}) },
      {
        onSuccess: ({ client, wasKnown, releasedRuns }) => {
          setStored(true);
          notify({
            tone: 'success',
            title: wasKnown ? `The token of ${client.label} was replaced` : `${client.label} is connected`,
            text: releasedSentence(releasedRuns),
            testId: 'client-outcome',
          });
        },
      },
    );
  };
  return (
    <ActDialog
      title="From the configuration page"
      act={page?.known ? 'Replace its token' : 'Store client'}
      testId="page-store"
      size="large"
      enterActs={false}
      leave={stored ? 'Close' : 'Cancel'}
      reason={reason}
      busy={take.isPending}
      blocked={!page || page.problem !== null || stored}
      error={take.error ?? (isGiven ? read.error : null)}
      onAct={store}
      onClose={onClose}
    >
      <PageRequest
        text={text}
        receiving={receiving}
        onText={(next) => {
          setText(next);
          setStored(false);
        }}
      />
      {page && <PageFacts page={page} />}
      {page?.problem && <Alert type="warning">{page.problem}</Alert>}
      {page && page.problem === null && (
        <FormField
          label="Label"
          description="The customer’s name, as you want to read it in the runs."
          errorText={labelProblem}
        >
          <Input
            data-testid="page-label"
            value={wanted}
            autoComplete={false}
            onChange={({ detail }) => setLabel(detail.value)}
          />
        </FormField>
      )}
      {page && page.problem === null && <ReasonField onlyWhereRequired value={reason} onChange={setReason} />}
      {page && page.redirectHost !== null && (
        <PageRedirect key={receivedId ?? text} given={given} names={used} page={page} />
      )}
      <ExpandableSection
        headerText="Field names"
        defaultExpanded={false}
        headerDescription="They are not public: change one where it is not found. They are kept with this environment."
      >
        <PageNameFields names={used} onChange={setNames} />
      </ExpandableSection>
      <TokenKeepingNote tokenKeeping={props.tokenKeeping} />
    </ActDialog>
  );
}

function PageFacts({ page }: { page: ConfigurationPage }): ReactElement {
  return (
    <div data-testid="page-facts">
      {page.known && (
        <Alert type="info">
          This customer is known as {page.known.label}: storing the request replaces its token.
        </Alert>
      )}
      <dl className="ad-facts">
        <dt>Client id</dt>
        <dd>
          <code className="ad-mono">{page.clientId ?? 'not found'}</code>
        </dd>
        <dt>Client token</dt>
        <dd>{page.maskedToken ?? 'not found'}</dd>
        <dt>Leads back to</dt>
        <dd>{page.redirectHost ?? 'not found'}</dd>
      </dl>
      <ExpandableSection headerText={`All ${page.fields.length} fields`}>
        <dl className="ad-facts">
          {page.fields.map(({ path, value }) => (
            <div key={path} style={{ display: 'contents' }}>
              <dt>
                <code className="ad-mono">{path}</code>
              </dt>
              <dd className="ad-wrap">{value ?? '••••••••'}</dd>
            </div>
          ))}
        </dl>
      </ExpandableSection>
    </div>
  );
}
