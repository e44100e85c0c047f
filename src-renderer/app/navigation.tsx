import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import type { ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';

interface Page {
  name: string;
  label: string;
  keys: string;
  icon: IconProps.Name;
}

const PAGES: readonly Page[] = [
  { name: 'runs', label: 'Runs', keys: 'g r', icon: 'view-full' },
  { name: 'clients', label: 'Clients', keys: 'g c', icon: 'group' },
  { name: 'agent', label: 'Agent', keys: 'g a', icon: 'status-in-progress' },
  { name: 'artifacts', label: 'Artifacts', keys: 'g f', icon: 'folder' },
  { name: 'pipelines', label: 'Pipelines', keys: 'g p', icon: 'share' },
  { name: 'audit', label: 'Audit', keys: 'g u', icon: 'file' },
  { name: 'settings', label: 'Settings', keys: 'g s', icon: 'settings' },
];

const CUT_OFF = new Set(['failing', 'no-credentials']);

/** The pages, each with the number of things on it that wait for a person. */
export function Navigation({ path }: { path: string }): ReactElement {
  const clients = useAnswer('clients.unmatched', null);
  const cells = useAnswer('agent.cells', null);
  const counts: Record<string, { count: number; bad: boolean; meaning: string }> = {
    clients: {
      count: clients.data?.total ?? 0,
      bad: false,
      meaning: 'clients whose jobs wait',
    },
    agent: {
      count: (cells.data ?? []).filter((cell) => CUT_OFF.has(cell.mode)).length,
      bad: true,
      meaning: 'cells cut off from CodePipeline',
    },
  };
  return (
    <nav className="ad-nav" aria-label="Pages">
      {PAGES.map(({ name, label, keys, icon }) => {
        const waiting = counts[name];
        return (
          <a
            key={name}
            className="ad-nav-item ad-focusable"
            data-testid={`nav-${name}`}
            href={`#/${name}`}
            title={`${label} (${keys})`}
            aria-current={path === `/${name}` || path.startsWith(`/${name}/`) ? 'page' : undefined}
          >
            <Icon name={icon} />
            {label}
            {waiting && waiting.count > 0 && (
              <span
                className={`ad-nav-count${waiting.bad ? ' ad-nav-count-bad' : ''}`}
                title={`${waiting.count} ${waiting.meaning}`}
              >
                {waiting.count}
              </span>
            )}
          </a>
        );
      })}
    </nav>
  );
}
