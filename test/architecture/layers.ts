/** One part of the sources, what it may import at run time or as a type, and why. */
export interface Room {
  readonly name: string;
  /** Files and folders (with a closing slash), from the project folder. The longest match decides. */
  readonly at: readonly string[];
  /** Names of other rooms; a room always may import itself. */
  readonly rooms: readonly string[];
  /** Packages; `node:` stands for every built-in module, a name ending in `/` for all that begins with it. */
  readonly packages: readonly string[];
  /** Packages of which only types may be imported. */
  readonly typesOf?: readonly string[];
  readonly because: string;
}

const aws = ['@aws-sdk/', '@smithy/'];
const page = [
  'react',
  'react-dom',
  '@cloudscape-design/',
  '@codemirror/',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  'wouter',
  'zod',
];

/**
 * Who may know whom. A file that lies in no room is a violation too: a new folder is entered here first, with
 * its reason.
 */
export const rooms: readonly Room[] = [
  {
    name: 'shared',
    at: ['shared/'],
    rooms: [],
    packages: ['zod'],
    because: 'shared/ runs in every process, so it is pure TypeScript: no Node, no page, no Electron',
  },
  {
    name: 'agent',
    at: ['src-main/agent/'],
    rooms: ['shared', 'agent ports', 'agent decisions'],
    packages: ['zod'],
    because: 'agent/ reaches the world through its ports only: no node:*, AWS SDK, SQL or Electron',
  },
  {
    name: 'agent ports',
    at: ['src-main/agent/ports.ts'],
    rooms: ['shared'],
    packages: [],
    because: 'the ports are what everyone around the agent sees of it: contracts, no code of the agent',
  },
  {
    name: 'agent decisions',
    at: ['src-main/agent/decide/'],
    rooms: ['shared', 'agent ports'],
    packages: [],
    because: 'decide/ is pure: facts and the time come in, data goes out',
  },
  {
    name: 'processors',
    at: ['src-main/processors/'],
    rooms: ['shared', 'agent ports', 'config', 'platform'],
    packages: ['node:', 'zod'],
    because: 'adapters (aws, store, processors, artifacts) implement ports and never import each other',
  },
  {
    name: 'aws',
    at: ['src-main/aws/'],
    rooms: ['shared', 'agent ports', 'artifact ports', 'config', 'platform'],
    packages: ['node:', ...aws],
    because: 'only aws/ runs the AWS SDK, and adapters never import each other',
  },
  {
    name: 'store',
    at: ['src-main/store/'],
    rooms: ['shared', 'agent ports', 'agent decisions', 'config', 'platform', 'vault'],
    packages: ['node:', 'better-sqlite3', 'kysely', 'zod'],
    because: 'only store/ knows SQL, and adapters never import each other; its secret rows go through vault/',
  },
  {
    name: 'artifacts',
    at: ['src-main/artifacts/'],
    rooms: ['shared', 'agent ports', 'artifact ports', 'config', 'platform', 'vault'],
    packages: ['node:', 'chardet', 'file-type', 'lru-cache', 'saxes', 'yaml', 'zod'],
    because:
      'adapters (aws, store, processors, artifacts) implement ports and never import each other; what the cache keeps on the disk goes through vault/',
  },
  {
    name: 'artifact ports',
    at: ['src-main/artifacts/ports.ts'],
    rooms: ['shared'],
    packages: [],
    because:
      'the ports are what reads objects and what looks into them agree on: contracts, no code of either',
  },
  {
    name: 'pipelines',
    at: ['src-main/pipelines/'],
    rooms: ['shared', 'agent ports', 'config', 'platform', 'simulator world'],
    packages: ['node:', 'zod'],
    typesOf: aws,
    because: 'pipelines/ may run a what-if on the pure simulator/world, and otherwise knows contracts only',
  },
  {
    name: 'vault',
    at: ['src-main/vault/'],
    rooms: ['shared', 'agent ports', 'config', 'platform'],
    packages: ['node:', 'write-file-atomic', 'zod'],
    because: 'vault/ encrypts without Electron and without the database; compose/ hands both in',
  },
  {
    name: 'config',
    at: ['src-main/config/'],
    rooms: ['shared', 'platform'],
    packages: ['node:', 'zod'],
    because: 'config/ turns settings into checked values and knows nothing of those who use them',
  },
  {
    name: 'platform',
    at: ['src-main/platform/'],
    rooms: ['shared', 'agent ports'],
    packages: ['node:', 'write-file-atomic', 'zod'],
    because: 'platform/ implements clock, log and paths; only the ports of agent/ lie below it',
  },
  {
    name: 'client files',
    at: ['src-main/client-files/'],
    rooms: ['shared'],
    packages: ['zod'],
    because:
      'client-files/ turns texts into clients, for the window and the command line alike, and stores nothing',
  },
  {
    name: 'tables',
    at: ['src-main/tables/'],
    rooms: ['shared', 'platform'],
    packages: ['node:'],
    because:
      'tables/ writes lists as CSV and JSON, for the window and the command line alike, and reads none',
  },
  {
    name: 'watching',
    at: ['src-main/watching/'],
    rooms: ['shared', 'agent ports', 'platform'],
    packages: ['node:', 'prom-client'],
    because: 'watching/ sees what passes through the ports, counts it and serves it; it steers nothing',
  },
  {
    name: 'simulator world',
    at: ['src-main/simulator/world/'],
    rooms: [],
    packages: [],
    typesOf: aws,
    because: 'simulator/world is pure: the clock is a parameter, and nothing of ours flows in',
  },
  {
    name: 'simulator',
    at: ['src-main/simulator/'],
    rooms: ['simulator world'],
    packages: ['node:', 'fflate/browser', 'zod'],
    typesOf: aws,
    because:
      'the simulator is a sealed box: a fake written from our own types repeats our own misreadings; types of the AWS SDK are the neutral third party',
  },
  {
    name: 'compose',
    at: ['src-main/compose/'],
    rooms: [
      'shared',
      'agent',
      'agent ports',
      'agent decisions',
      'processors',
      'aws',
      'store',
      'artifacts',
      'artifact ports',
      'pipelines',
      'vault',
      'config',
      'platform',
      'simulator',
      'watching',
    ],
    packages: ['node:', 'zod'],
    typesOf: aws,
    because: 'compose/ wires rooms together and does nothing itself',
  },
  {
    name: 'package facts',
    at: ['package.json'],
    rooms: [],
    packages: [],
    because: 'name and version of the product are written once',
  },
  {
    name: 'headless host',
    at: ['src-main/headless.ts'],
    rooms: ['shared', 'agent ports', 'compose', 'config', 'platform', 'vault'],
    packages: ['node:'],
    because: 'the agent without a window runs in plain Node: it never imports Electron',
  },
  {
    name: 'commands',
    at: ['src-main/commands/'],
    rooms: [
      'shared',
      'agent ports',
      'client files',
      'compose',
      'config',
      'headless host',
      'package facts',
      'platform',
      'simulator',
      'store',
      'tables',
      'vault',
    ],
    packages: ['node:', 'commander', 'zod'],
    because: 'the command line runs in plain Node: it never imports Electron',
  },
  {
    name: 'command-line entry',
    at: ['src-main/cli.ts'],
    rooms: ['commands'],
    packages: ['node:', 'commander'],
    because: 'an entry only starts what other rooms hold, and this one runs without Electron',
  },
  {
    name: 'preload',
    at: ['src-main/preload/'],
    rooms: ['shared'],
    packages: ['electron'],
    because: 'the preload is sandboxed: it builds the bridge from the list of channels and nothing else',
  },
  {
    name: 'electron',
    at: ['src-main/electron/'],
    rooms: ['shared', 'agent ports', 'client files', 'compose', 'config', 'platform', 'tables', 'vault'],
    packages: ['electron', 'node:', 'electron-updater', 'write-file-atomic', 'zod'],
    because:
      'electron/ is the host of the window and speaks to the runtime of compose/, never to what that wires',
  },
  {
    name: 'desktop entry',
    at: ['src-main/main.ts'],
    rooms: ['shared', 'agent ports', 'electron', 'compose', 'config', 'platform'],
    packages: ['electron', 'node:'],
    because: 'an entry only starts what other rooms hold',
  },
  {
    name: 'renderer app',
    at: ['src-renderer/app/'],
    rooms: [
      'shared',
      'renderer bridge',
      'renderer features',
      'renderer run acts',
      'renderer run view',
      'renderer ui',
    ],
    packages: [...page, 'cmdk'],
    because: 'the page knows the contract in shared/ and nothing of the main process',
  },
  {
    name: 'renderer bridge',
    at: ['src-renderer/bridge/'],
    rooms: ['shared'],
    packages: ['react', '@tanstack/react-query'],
    because: 'the bridge is the only way out of the page, and depends on the contract only',
  },
  {
    name: 'renderer features',
    at: ['src-renderer/features/'],
    rooms: ['shared', 'renderer bridge', 'renderer run acts', 'renderer run view', 'renderer ui'],
    packages: page,
    because: 'a screen never imports another screen nor the shell; what two share moves to run-view/ or ui/',
  },
  {
    name: 'renderer run acts',
    at: ['src-renderer/run-acts/'],
    rooms: ['shared', 'renderer bridge', 'renderer run view', 'renderer ui'],
    packages: page,
    because: 'run-acts/ holds what several screens do to runs: table, panel and page act in the same words',
  },
  {
    name: 'renderer run view',
    at: ['src-renderer/run-view/'],
    rooms: ['shared', 'renderer bridge', 'renderer ui'],
    packages: page,
    because: 'run-view/ holds what several screens show of a run, so it knows none of them',
  },
  {
    name: 'renderer ui',
    at: ['src-renderer/ui/'],
    rooms: ['renderer bridge'],
    packages: page,
    because: 'ui/ holds pieces without domain words; copying and opening links go through the bridge',
  },
];
