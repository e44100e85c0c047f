import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { CallCheck, CallVerdict, ConnectionReport as Report } from '#shared/domain/connection-test.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';

const VERDICTS: Readonly<Record<CallVerdict, { label: string; type: StatusIndicatorProps.Type }>> = {
  allowed: { label: 'Allowed', type: 'success' },
  denied: { label: 'Denied', type: 'error' },
  unclear: { label: 'Not clear', type: 'warning' },
  'not-tested': { label: 'Not tested', type: 'stopped' },
};

const NEEDED_BY: Readonly<Record<CallCheck['neededBy'], string>> = {
  agent: 'the agent',
  console: 'pipelines in the console',
  artifacts: 'artifacts',
};

/** What a connection test found out: who we are, what each region said, and each call with its verdict. */
export function ConnectionReport({ report }: { report: Report }): ReactElement {
  const { who, regions, calls, checkedIn } = report;
  const denied = calls.filter(({ verdict }) => verdict === 'denied').length;
  return (
    <section className="ad-test-results" data-testid="env-test-results" aria-label="Connection test">
      <dl className="ad-test-who">
        <dt>Account</dt>
        <dd>{who.accountId ? <Copyable text={who.accountId} /> : <Unknown />}</dd>
        <dt>User or role</dt>
        <dd>{who.principal ? <Copyable text={who.principal} /> : <Unknown />}</dd>
        <dt>Access key</dt>
        <dd>{who.accessKeyId ? <code className="ad-mono">{who.accessKeyId}</code> : <Unknown />}</dd>
      </dl>
      <p className="ad-muted">{who.sentence}</p>
      <ul>
        {regions.map(({ region, ok, sentence }) => (
          <li key={region}>
            <strong>{region}</strong>
            <StatusIndicator type={ok ? 'success' : 'error'} wrapText>
              {sentence}
            </StatusIndicator>
          </li>
        ))}
      </ul>
      <h3>
        Calls, asked in {checkedIn}
        {denied > 0 && <span className="ad-tone-bad"> {denied} denied</span>}
      </h3>
      <p className="ad-muted">
        Each was asked about a job, an action type or a pipeline that does not exist: nothing was claimed,
        answered or started.
      </p>
      <table className="ad-calls">
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">Needed by</th>
            <th scope="col">Verdict</th>
            <th scope="col">What the service said</th>
          </tr>
        </thead>
        <tbody>
          {calls.map(({ call, neededBy, verdict, sentence }) => (
            <tr key={call} data-verdict={verdict}>
              <th scope="row">
                <code className="ad-mono">{call}</code>
              </th>
              <td>{NEEDED_BY[neededBy]}</td>
              <td>
                <StatusIndicator type={VERDICTS[verdict].type}>{VERDICTS[verdict].label}</StatusIndicator>
              </td>
              <td className="ad-wrap">{sentence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Unknown(): ReactElement {
  return <span className="ad-muted">not known</span>;
}
