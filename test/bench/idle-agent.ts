import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAgentRuntime } from '#main/compose/agent-runtime.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { Secret } from '#shared/domain/secret.ts';
import type { IdleCell } from './idle.bench.ts';

/*
 * The agent in a process of its own, told like bare-poller.mjs: `idle-agent.ts ENDPOINT CELLS INTERVAL`. Each region serves
 * each action type. Says what it used whenever it is asked.
 */
const [endpoint = '', cells = '[]', interval = '10000'] = process.argv.slice(2);
const all = JSON.parse(cells) as IdleCell[];
const regions = [...new Set(all.map(({ region }) => region))];
const types = new Map(all.map(({ actionTypeId }) => [actionTypeId.provider, actionTypeId]));
const dataDir = await mkdtemp(join(tmpdir(), 'action-desk-idle-'));
const runtime = await startAgentRuntime({
  ...{ environment: 'bench', practice: false, simulatorEndpoint: null, dataDir },
  tokenKeeping: { kept: false, sentence: 'A benchmark.' },
  key: createSessionKey(),
  access: {
    credentials: { kind: 'static', accessKeyId: 'AKIDTEST', secretAccessKey: new Secret('test') },
    codepipelineEndpoint: endpoint,
    s3Endpoint: endpoint,
    callTimeoutMs: 15_000,
  },
  settings: {
    regions,
    pollSeconds: Number(interval) / 1000,
    maxConcurrentRuns: 50,
    actionTypes: [...types.values()].map((id) => ({
      ...id,
      jobTimeoutSeconds: 3600,
      secretConfigurationKeys: [],
      processor: { kind: 'manual' },
    })),
  },
  log: () => undefined,
});
process.on('message', (told) => {
  if (told === 'end') {
    void runtime
      .close(1_000)
      .then(() => rm(dataDir, { recursive: true, force: true }))
      .then(() => process.exit(0));
    return;
  }
  const polls = runtime.cells().reduce((sum, cell) => sum + cell.pollCount, 0);
  process.send?.({ polls, cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
});
