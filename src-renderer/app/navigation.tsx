import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import type { ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';

interface Page {
  name: string;
  label: string;
  icon: IconProps.Name;
}

const PAGES: readonly Page[] = [
  { name: 'runs', label: 'Runs', icon: 'view-full' },
  { name: 'clients', label: 'Clients', icon: 'group' },
  { name: 'agent', label: 'Agent', icon: 'status-in-progress' },
  { name: 'settings', label: 'Settings', icon: 'settings' },
];

const CUT_OFF = new Set(['failing', 'no-credentials']);

/** The pages, each with the number of things on it that wait for a person. */
export function Navigation({ path }: { path: string }): ReactElement {
  const clients = useAnswer('clients.list', null);
  const cells = useAnswer('agent.cells', null);
  const counts: Record<string, { count: number; bad: boolean; meaning: string }> = {
    clients: {
      count: clients.data?.unmatched.length ?? 0,
      bad: false,
      meaning: 'clients without a usable token',
    },
    agent: {
      count: (cells.data ?? []).filter((cell) => CUT_OFF.has(cell.mode)).length,
      bad: true,
      meaning: 'cells cut off from CodePipeline',
    },
  };
  return (
    <nav className="ad-nav" aria-label="Pages">
      {PAGES.map(({ name, label, icon }) => {
        const waiting = counts[name];
        return (
          <a
            key={name}
            className="ad-nav-item ad-focusable"
            data-testid={`nav-${name}`}
            href={`#/${name}`}
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
