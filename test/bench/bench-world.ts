import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectFolder } from '#test/support/electron-path.ts';

/** A simulator in a process of its own, so that it does not share the event loop with what is measured. */
export interface BenchWorld {
  endpoint: string;
  pid: number;
  control(method: string, path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function openBenchWorld(): Promise<BenchWorld> {
  const child = spawn(
    process.execPath,
    [
      'src-main/cli.ts',
      'simulator',
      '--port',
      '0',
      '--scenario',
      'bare',
      '--continue-after',
      '0',
      '--redeliver-after',
      '120',
    ],
    { cwd: projectFolder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  return {
    endpoint,
    pid: child.pid ?? 0,
    async control(method, path, body) {
      const response = await fetch(`${endpoint}/_simulator/${path}`, {
        method,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      return response.json();
    },
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The value at a share (0 to 1) of the sorted values; nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** Prints rows as a table with aligned columns; the first row is the heading. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const text = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  process.stdout.write(`\n${title}\n${text.join('\n')}\n`);
}
