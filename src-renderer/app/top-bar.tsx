import Icon from '@cloudscape-design/components/icon';
import type { ReactElement } from 'react';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { BulkChips } from '#renderer/run-acts/bulk/bulk-chip.tsx';
import { HoldsChip } from '#renderer/run-acts/holds-panel.tsx';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { THEMES, useTheme, type Theme } from '#renderer/ui/theme.tsx';
import { Keys } from './keys.tsx';
import { PALETTE_KEYS } from './shortcuts.ts';

const THEME_LABELS: Record<Theme, string> = { system: 'Auto', light: 'Light', dark: 'Dark' };

/** Says at a glance where one works: the environment, whether it is the simulator, and its endpoint. */
export function TopBar(props: {
  info: ResponseOf<'app.info'> | null;
  onHelp: () => void;
  onFind: () => void;
}): ReactElement {
  const { info } = props;
  const { theme, setTheme } = useTheme();
  return (
    <header className="ad-top-bar">
      <a className="ad-brand" href="#/runs">
        <svg className="ad-brand-mark" viewBox="0 0 20 20" aria-hidden="true">
          <rect width="20" height="20" rx="5" fill="#42b4ff" />
          <path d="M5 6h6M5 10h10M5 14h4" stroke="#0f1720" strokeWidth="2" strokeLinecap="round" />
          <circle cx="13.5" cy="14" r="1.8" fill="#0f1720" />
        </svg>
        Action Desk
      </a>
      {info && (
        <div className="ad-environment">
          <a className="ad-environment-name" href="#/settings" title="Change the environment">
            {info.environment}
          </a>
          {info.practice ? (
            <span
              className="ad-environment-kind"
              title="A CodePipeline simulator inside the app; no AWS account is used."
            >
              simulator
            </span>
          ) : (
            <span className="ad-environment-kind ad-environment-live" title="Acts here reach real pipelines.">
              AWS
            </span>
          )}
          {info.simulatorEndpoint && (
            <span className="ad-environment-endpoint ad-row awsui-dark-mode">
              <code className="ad-mono" data-testid="simulator-endpoint">
                {info.simulatorEndpoint}
              </code>
              <CopyButton text={info.simulatorEndpoint} />
            </span>
          )}
        </div>
      )}
      <div className="ad-bar-right">
        <button
          type="button"
          className="ad-bar-find"
          data-testid="find"
          title={`Find any run, page or act (${PALETTE_KEYS})`}
          onClick={props.onFind}
        >
          <Icon name="search" size="small" />
          <span className="ad-ellipsis">Any id, page, act</span>
          <Keys keys={PALETTE_KEYS} />
        </button>
        <HoldsChip />
        <BulkChips />
        <div className="ad-themes" role="group" aria-label="Theme" data-testid="theme">
          {THEMES.map((one) => (
            <button
              key={one}
              type="button"
              className="ad-bar-button"
              data-theme={one}
              aria-pressed={one === theme}
              onClick={() => setTheme(one)}
            >
              {THEME_LABELS[one]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="ad-bar-button"
          title="Keyboard shortcuts ( ? )"
          onClick={props.onHelp}
        >
          <Icon name="keyboard" size="small" /> Keys
        </button>
      </div>
    </header>
  );
}
