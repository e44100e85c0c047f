/** What is known of how far somebody has come. */
export interface WelcomeFacts {
  readonly practice: boolean;
  /** Whether a run's page was opened. */
  readonly sawRun: boolean;
  /** Environments beside practice. */
  readonly environments: number;
  /** Clients of the environment at work; in practice they belong to the simulator. */
  readonly clients: number;
}

/** One step on the way from practice to real work. */
export interface WelcomeStep {
  readonly id: 'practice' | 'run' | 'environment' | 'connection' | 'clients';
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
  /** What leads to it. */
  readonly act: { readonly label: string; readonly to: string };
}

/** The steps in their order. A step counts as done by what is there, not by a click on it. */
export function welcomeSteps(facts: WelcomeFacts): WelcomeStep[] {
  const { practice, sawRun, environments, clients } = facts;
  const isReal = !practice;
  return [
    {
      id: 'practice',
      title: 'Know where you are',
      text: 'Practice is a simulator of CodePipeline and S3 inside the app. The agent works there as it does at AWS; no account, no credentials and no customer are involved. Everything in it is gone when it is started anew.',
      done: true,
      act: { label: 'Look at the runs', to: '/runs' },
    },
    {
      id: 'run',
      title: 'Look at a run',
      text: 'A run is one execution of your action. Open one and see every job, every call and how long it took. One waits for a person: acknowledge it, report on it, complete it.',
      done: sawRun || isReal,
      act: { label: 'Runs that wait for a person', to: '/runs?lane=waiting-for-you' },
    },
    {
      id: 'environment',
      title: 'Add your environment',
      text: 'Name the regions and action types to poll, the credentials to poll with, and the backend that does the work. Nothing is polled before you work in it.',
      done: environments > 0,
      act: { label: 'New environment', to: '/settings?section=environments&open=new' },
    },
    {
      id: 'connection',
      title: 'Test the connection, then work in it',
      text: 'The test says who you are at AWS and which calls are allowed, for each region and action type. It claims nothing. Then choose “Use”.',
      done: isReal,
      act: { label: 'Environments', to: '/settings?section=environments' },
    },
    {
      id: 'clients',
      title: 'Add your clients',
      text: 'Third-party jobs need the customer’s client token. Add clients one by one, import a file, or paste the request of your configuration page. Custom actions need none.',
      done: isReal && clients > 0,
      act: { label: 'Clients', to: '/clients' },
    },
  ];
}
