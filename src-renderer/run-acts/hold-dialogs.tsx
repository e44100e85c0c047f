import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement, type ReactNode } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { holdInWords, type Hold } from '#shared/domain/hold.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN, type Given } from './given-fields.tsx';
import { useProtection } from './use-protection.ts';

const EVERY = '';

function Frame(props: {
  title: string;
  act: string;
  busy: boolean;
  blocked: boolean;
  error: Error | null;
  given: Given;
  onGiven: (given: Given) => void;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}): ReactElement {
  const { given } = props;
  const isProtected = useProtection().protection === 'protected';
  return (
    <Modal
      visible
      header={props.title}
      closeAriaLabel="Close"
      onDismiss={props.onClose}
      footer={
        <DialogFooter
          onLeave={props.onClose}
          act={{
            label: props.act,
            testId: 'hold-submit',
            busy: props.busy,
            disabled: props.blocked || !isGiven(given, isProtected, null),
            onAct: props.onAct,
          }}
        />
      }
    >
      <SpaceBetween size="m">
        {props.children}
        <GivenFields
          given={given}
          isProtected={isProtected}
          name={null}
          onGiven={(change) => props.onGiven({ ...given, ...change })}
        />
        {props.error && (
          <Alert type="error" header="Not done">
            {sentenceOf(props.error)}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

function Choice(props: {
  label: string;
  every: string;
  values: readonly string[];
  value: string;
  testId: string;
  onValue: (value: string) => void;
}): ReactElement {
  const options: SelectProps.Option[] = [
    { value: EVERY, label: props.every },
    ...props.values.map((value) => ({ value, label: value })),
  ];
  return (
    <FormField label={props.label}>
      <Select
        data-testid={props.testId}
        selectedOption={options.find(({ value }) => value === props.value) ?? null}
        options={options}
        onChange={({ detail }) => props.onValue(detail.selectedOption.value ?? EVERY)}
      />
    </FormField>
  );
}

/** Stops claiming in a region, for an action type, or for both. */
export function HoldDialog({ onClose }: { onClose: () => void }): ReactElement {
  const cells = useAnswer('agent.cells', null).data ?? [];
  const [region, setRegion] = useState(EVERY);
  const [actionType, setActionType] = useState(EVERY);
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const add = useChange('holds.add', ['holds.list', 'runs.list']);
  const notify = useNotify();
  const nothing = region === EVERY && actionType === EVERY;
  const scope = { region: region || null, actionType: actionType || null };
  const { reason } = givenOf(given);
  const submit = (): void =>
    add.mutate(
      { scope, ...(reason ? { reason } : {}) },
      {
        onSuccess: ({ hold, added }) => {
          const what = holdInWords(hold);
          notify(
            added
              ? {
                  tone: 'success',
                  title: 'Held',
                  text: `Nothing new is claimed for ${what}.`,
                  testId: 'hold-outcome',
                }
              : {
                  tone: 'warning',
                  text: `${what} was held already, by ${hold.who}.`,
                  testId: 'hold-outcome',
                },
          );
          onClose();
        },
      },
    );
  return (
    <Frame
      title="Hold new jobs"
      act="Hold"
      busy={add.isPending}
      blocked={nothing}
      error={add.error}
      given={given}
      onGiven={setGiven}
      onAct={submit}
      onClose={onClose}
    >
      <div>
        New jobs are polled and shown as <em>held</em>, and not claimed; their deadline runs. Runs that were
        begun go on to their end. The hold stays over a restart, until somebody releases it. A single customer
        is held by disabling the client on the <a href="#/clients">Clients page</a>.
      </div>
      <Choice
        label="Region"
        every="Every region"
        values={[...new Set(cells.map((cell) => cell.region))]}
        value={region}
        testId="hold-region"
        onValue={setRegion}
      />
      <Choice
        label="Action type"
        every="Every action type"
        values={[...new Set(cells.map((cell) => actionTypeKey(cell.actionTypeId)))]}
        value={actionType}
        testId="hold-type"
        onValue={setActionType}
      />
      <div className="ad-muted">
        {nothing
          ? 'Choose a region, an action type, or both. To stop everything, pause or drain the agent.'
          : `No call to CodePipeline: the agent stops claiming ${holdInWords(scope)}.`}
      </div>
    </Frame>
  );
}

/** Ends a hold. */
export function ReleaseDialog({ hold, onClose }: { hold: Hold; onClose: () => void }): ReactElement {
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const release = useChange('holds.release', ['holds.list', 'runs.list']);
  const notify = useNotify();
  const { reason } = givenOf(given);
  const submit = (): void =>
    release.mutate(
      { holdId: hold.holdId, ...(reason ? { reason } : {}) },
      {
        onSuccess: ({ released, releasedRuns }) => {
          const jobs = releasedRuns === 1 ? '1 job that waited is' : `${releasedRuns} jobs that waited are`;
          notify(
            released
              ? {
                  tone: 'success',
                  title: 'Released',
                  text: `${jobs} looked at again.`,
                  testId: 'hold-outcome',
                }
              : { tone: 'warning', text: 'Somebody had released it before.', testId: 'hold-outcome' },
          );
          onClose();
        },
      },
    );
  return (
    <Frame
      title={`Release ${holdInWords(hold)}?`}
      act="Release"
      busy={release.isPending}
      blocked={false}
      error={release.error}
      given={given}
      onGiven={setGiven}
      onAct={submit}
      onClose={onClose}
    >
      <div>
        What waits is claimed again: jobs of third-party actions at once, jobs of custom actions when
        CodePipeline hands them out again, about 30 s later.
      </div>
    </Frame>
  );
}
