import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import TimeInput from '@cloudscape-design/components/time-input';
import Toggle from '@cloudscape-design/components/toggle';
import { useState, type ReactElement } from 'react';
import type { Preferences } from '#shared/domain/preferences.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { quietDraft, quietOfDraft, type QuietDraft } from './quiet-hours.ts';

type Wanted = Preferences['notifications'];

const KINDS: readonly { kind: 'needsHuman' | 'atRisk' | 'failed'; label: string; description: string }[] = [
  {
    kind: 'needsHuman',
    label: 'A run needs a person',
    description: 'Its client token is missing, or it waits for an engineer.',
  },
  {
    kind: 'atRisk',
    label: 'A deadline is near',
    description: 'Ten minutes are left, or the last quarter of a shorter time-out.',
  },
  { kind: 'failed', label: 'A run failed or timed out', description: 'Once for each run, when it ends.' },
];

/** Which runs call people, and when not. Each change counts at once. */
export function NotificationSettings(): ReactElement {
  const { preferences, changePreferences } = usePreferences();
  const wanted = preferences.notifications;
  const trial = useChange('notifications.test', []);
  const notify = useNotify();
  const change = (some: Partial<Wanted>): void => {
    changePreferences({ notifications: { ...wanted, ...some } }).catch((thrown: unknown) =>
      notify({ tone: 'error', title: 'Not stored', text: sentenceOf(thrown) }),
    );
  };
  return (
    <section className="ad-settings-panel" aria-label="Notifications" data-testid="notification-settings">
      <h2>Notifications</h2>
      <Toggle checked={wanted.enabled} onChange={({ detail }) => change({ enabled: detail.checked })}>
        Call me with notifications of this computer
      </Toggle>
      <div className="ad-settings-checks">
        {KINDS.map(({ kind, label, description }) => (
          <Checkbox
            key={kind}
            checked={wanted[kind]}
            disabled={!wanted.enabled}
            description={description}
            onChange={({ detail }) => change({ [kind]: detail.checked })}
          >
            {label}
          </Checkbox>
        ))}
      </div>
      <QuietHours quiet={wanted.quiet} disabled={!wanted.enabled} onQuiet={(quiet) => change({ quiet })} />
      <p className="ad-muted">
        Of each kind one a minute at most; several are put together. A click opens the run, or the lane of
        several.
      </p>
      <div className="ad-row">
        <Button data-testid="notification-test" loading={trial.isPending} onClick={() => trial.mutate(null)}>
          Send a test
        </Button>
        <span role="status">
          {trial.data && (
            <StatusIndicator type={trial.data.shown ? 'success' : 'warning'}>
              {trial.data.sentence}
            </StatusIndicator>
          )}
          {trial.error && <StatusIndicator type="error">{sentenceOf(trial.error)}</StatusIndicator>}
        </span>
      </div>
    </section>
  );
}

const isSame = (one: Wanted['quiet'], other: Wanted['quiet']): boolean =>
  one?.from === other?.from && one?.until === other?.until;

function QuietHours(props: {
  quiet: Wanted['quiet'];
  disabled: boolean;
  onQuiet: (quiet: Wanted['quiet']) => void;
}): ReactElement {
  const [draft, setDraft] = useState<QuietDraft>(() => quietDraft(props.quiet));
  const [seen, setSeen] = useState(props.quiet);
  const built = quietOfDraft(draft);
  if (!isSame(seen, props.quiet)) {
    setSeen(props.quiet);
    // What was read from the file, or put back because it could not be written; not the answer to what is typed here.
    if (!built.ok || !isSame(built.quiet, props.quiet)) setDraft(quietDraft(props.quiet));
  }
  const errors = built.ok ? {} : built.errors;
  const change = (some: Partial<QuietDraft>): void => {
    const next = { ...draft, ...some };
    setDraft(next);
    const checked = quietOfDraft(next);
    if (checked.ok) props.onQuiet(checked.quiet);
  };
  const field = (name: 'from' | 'until', label: string): ReactElement => (
    <FormField label={label} errorText={errors[name]}>
      <TimeInput
        value={draft[name]}
        format="hh:mm"
        placeholder="hh:mm"
        disabled={props.disabled}
        data-testid={`quiet-${name}`}
        onChange={({ detail }) => change({ [name]: detail.value })}
      />
    </FormField>
  );
  return (
    <div className="ad-settings-checks">
      <Checkbox
        checked={draft.on}
        disabled={props.disabled}
        description="Nothing is shown between these times of day, over midnight too, and nothing is made up for afterwards."
        onChange={({ detail }) => change({ on: detail.checked })}
      >
        Quiet hours
      </Checkbox>
      {draft.on && (
        <div className="ad-settings-times">
          {field('from', 'From')}
          {field('until', 'Until')}
        </div>
      )}
    </div>
  );
}
