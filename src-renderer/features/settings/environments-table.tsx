import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { EnvironmentView } from '#shared/domain/environment.ts';
import { PROTECTION_WORDS } from './protection-field.tsx';

const PRACTICE = 'CodePipeline simulator inside the app';

function credentialsOf({ definition }: EnvironmentView): string {
  if (!definition) return 'none needed';
  return definition.credentials.kind === 'profile'
    ? `profile ${definition.credentials.profile}`
    : 'standard chain';
}

/** The environments; one of them is in use. The built-in one can neither be changed nor removed. */
export function EnvironmentsTable(props: {
  environments: readonly EnvironmentView[];
  switching: boolean;
  onAdd: () => void;
  onUse: (environment: EnvironmentView) => void;
  onEdit: (environment: EnvironmentView) => void;
  onRemove: (environment: EnvironmentView) => void;
}): ReactElement {
  const columns: TableProps.ColumnDefinition<EnvironmentView>[] = [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      cell: (environment) => (
        <strong data-testid={`environment-${environment.name}`}>{environment.name}</strong>
      ),
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ active }) =>
        active ? (
          <StatusIndicator type="success">In use</StatusIndicator>
        ) : (
          <span className="ad-muted">–</span>
        ),
    },
    {
      id: 'protection',
      header: 'Protection',
      cell: ({ definition }) => {
        const words = PROTECTION_WORDS[definition?.protection ?? 'open'];
        return <span title={words.sentence}>{words.label}</span>;
      },
    },
    { id: 'credentials', header: 'Credentials', cell: credentialsOf },
    {
      id: 'regions',
      header: 'Regions',
      cell: ({ definition }) => definition?.regions.join(', ') ?? PRACTICE,
    },
    {
      id: 'types',
      header: 'Action types',
      cell: ({ definition }) => definition?.actionTypes.map((type) => type.provider).join(', ') ?? '–',
    },
    {
      id: 'acts',
      header: 'Acts',
      cell: (environment) => (
        <div className="ad-row-acts">
          {!environment.active && (
            <Button
              variant="inline-link"
              data-testid={`environment-use-${environment.name}`}
              disabled={props.switching}
              onClick={() => props.onUse(environment)}
            >
              Use
            </Button>
          )}
          {!environment.builtIn && (
            <>
              <Button variant="inline-link" onClick={() => props.onEdit(environment)}>
                Edit
              </Button>
              <Button
                variant="inline-link"
                disabled={environment.active}
                disabledReason="It is in use: use another environment first."
                onClick={() => props.onRemove(environment)}
              >
                Remove
              </Button>
            </>
          )}
        </div>
      ),
    },
  ];
  return (
    <div data-testid="environments-table">
      <Table
        variant="container"
        contentDensity="compact"
        trackBy="name"
        ariaLabels={{ tableLabel: 'Environments' }}
        columnDefinitions={columns}
        items={props.environments}
        header={
          <Header
            description="Where the agent polls, and with which credentials."
            actions={
              <Button data-testid="env-add" variant="primary" onClick={props.onAdd}>
                Add environment
              </Button>
            }
          >
            Environments
          </Header>
        }
      />
    </div>
  );
}
