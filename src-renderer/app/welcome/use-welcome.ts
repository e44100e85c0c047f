import { useEffect } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { useHashPath } from '#renderer/ui/hash-location.ts';
import { welcomeSteps, type WelcomeStep } from './steps.ts';

const SAW_RUN = 'action-desk.saw-run';

/** The steps as they stand; null until it is known. */
export function useWelcome(): WelcomeStep[] | null {
  const [path] = useHashPath();
  const info = useAnswer('app.info', null);
  const environments = useAnswer('environments.list', null);
  const clients = useAnswer('clients.list', { pageSize: 1 });
  const onRun = path.startsWith('/runs/');
  useEffect(() => {
    if (onRun) localStorage.setItem(SAW_RUN, 'yes');
  }, [onRun]);
  if (!info.data || !environments.data) return null;
  return welcomeSteps({
    practice: info.data.practice,
    sawRun: onRun || localStorage.getItem(SAW_RUN) === 'yes',
    environments: environments.data.filter(({ builtIn }) => !builtIn).length,
    clients: clients.data?.total ?? 0,
  });
}
