import type { ReactElement } from 'react';
import type { ActionRow, OurRun } from '#shared/domain/pipeline.ts';
import { artifactPath } from '#renderer/run-view/artifact-path.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { lookOf } from '../status-look.ts';

/** All action executions of one execution by stage, the oldest first. */
export function ActionRows(props: {
  actions: readonly ActionRow[];
  runs: readonly OurRun[];
  region: string;
}): ReactElement {
  const { actions, runs, region } = props;
  const stages = [...new Set(actions.map(({ stageName }) => stageName))];
  return (
    <table className="ad-pl-actions" aria-label="Action executions">
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Status</th>
          <th scope="col">Started</th>
          <th scope="col">Took</th>
          <th scope="col">What came of it</th>
          <th scope="col">Artifacts</th>
        </tr>
      </thead>
      {stages.map((stageName) => (
        <tbody key={stageName}>
          <tr>
            <th scope="rowgroup" colSpan={6} className="ad-pl-actions-stage">
              {stageName}
            </th>
          </tr>
          {actions
            .filter((row) => row.stageName === stageName)
            .map((row) => (
              <Line
                key={row.actionExecutionId}
                row={row}
                run={runs.find((one) => one.actionName === row.actionName && one.stageName === stageName)}
                region={region}
              />
            ))}
        </tbody>
      ))}
    </table>
  );
}

function Line(props: { row: ActionRow; run: OurRun | undefined; region: string }): ReactElement {
  const { row, run, region } = props;
  const took = row.startedAt === null || row.updatedAt === null ? null : row.updatedAt - row.startedAt;
  return (
    <tr>
      <td>
        {row.actionName}
        {row.actionTypeId && <div className="ad-second">{row.actionTypeId.provider}</div>}
      </td>
      <td>
        <StatusMark kind={lookOf(row.status)} text={row.status} />
      </td>
      <td>
        <Moment at={row.startedAt} />
      </td>
      <td className="ad-number">{took === null ? '–' : humanDuration(took)}</td>
      <td>
        {row.summary && (
          <div className="ad-wrap">
            <VisibleText text={row.summary} />
          </div>
        )}
        {row.errorMessage && (
          <div className="ad-pl-error-text ad-wrap">
            {row.errorCode}: <VisibleText text={row.errorMessage} />
          </div>
        )}
        <div className="ad-pl-card-links">
          {run && <a href={`#/runs/${encodeURIComponent(run.runId)}`}>our run ({run.state})</a>}
          {row.externalExecutionUrl ? (
            <ExternalLink url={row.externalExecutionUrl} text={row.externalExecutionId ?? 'outside'} />
          ) : (
            row.externalExecutionId && <Copyable text={row.externalExecutionId} shown={18} />
          )}
        </div>
        <Values title="Output variables" values={row.outputVariables} />
        <Values title="Configuration" values={row.configuration} />
      </td>
      <td>
        <Artifacts title="in" artifacts={row.inputArtifacts} region={row.region ?? region} />
        <Artifacts title="out" artifacts={row.outputArtifacts} region={row.region ?? region} />
      </td>
    </tr>
  );
}

function Values(props: {
  title: string;
  values: readonly { name: string; value: string }[];
}): ReactElement | null {
  const { title, values } = props;
  if (values.length === 0) return null;
  return (
    <details>
      <summary>
        {title} ({values.length})
      </summary>
      <dl className="ad-pl-facts">
        {values.map(({ name, value }) => (
          <div className="ad-pl-fact" key={name}>
            <dt>{name}</dt>
            <dd className="ad-wrap">
              <VisibleText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Artifacts(props: {
  title: string;
  artifacts: ActionRow['inputArtifacts'];
  region: string;
}): ReactElement | null {
  const { title, artifacts, region } = props;
  if (artifacts.length === 0) return null;
  return (
    <div>
      <span className="ad-second">{title}</span>{' '}
      {artifacts.map(({ name, bucket, key }, at) => (
        <span key={name}>
          {at > 0 && ', '}
          {bucket !== null && key !== null ? (
            <a
              href={`#${artifactPath({ via: { kind: 'environment' }, place: { region, bucket, key, versionId: null } })}`}
              title={`Look inside s3://${bucket}/${key}`}
            >
              {name}
            </a>
          ) : (
            name
          )}
        </span>
      ))}
    </div>
  );
}
