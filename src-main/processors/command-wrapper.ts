import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { RunFolder } from './run-folder.ts';

/**
 * What stands between the agent and the program, as the leader of a process group of its own, so that the work outlives the
 * agent and its end is on the disk. Arguments: run folder, work folder, program, the program's arguments; standard input: the
 * request on one line.
 *
 * 1. A request that is not whole (the agent died) begins nothing. 2. Whoever makes the folder `claim` runs the program; any
 * other wrapper of the same run folder ends: this is what makes a second start harmless. 3. `process` tells process id and
 * start mark; where it cannot be written (a full disk) nothing is run. 4. `exit` tells the exit code, as the last thing. A signal to the group ends the program and not the record.
 */
export const WRAPPER_SCRIPT = `
umask 077
run=$1 work=$2; shift 2
IFS= read -r request || exit 0
mkdir "$run/claim" 2>/dev/null || exit 0
trap : TERM INT HUP
{
  printf '%s\\n' "$$" &&
  if [ -r /proc/sys/kernel/random/boot_id ]; then cat /proc/sys/kernel/random/boot_id "/proc/$$/stat"
  else LC_ALL=C ps -o lstart= -p "$$"
  fi
} > "$run/process.part" && mv "$run/process.part" "$run/process" || exit 1
if cd "$work" 2> "$run/stderr"; then
  printf '%s\\n' "$request" | "$@" > "$run/stdout" 2> "$run/stderr"
  code=$?
else
  code=127
fi
printf '%s\\n' "$code" > "$run/exit.part"
mv "$run/exit.part" "$run/exit"
`;

/** A process as it was written down: a process id alone may belong to another program by now. */
export interface RecordedProcess {
  pid: number;
  startMark: string;
}

const isLinux = process.platform === 'linux';

/**
 * Boot id and start time in ticks from what Linux tells: field 22 of /proc/PID/stat counts from the boot, so the boot's id
 * belongs to it. The program's name in parentheses may hold spaces. Source: proc(5).
 */
function linuxMark(bootId: string, processStat: string): string {
  const afterName = processStat.slice(processStat.lastIndexOf(')') + 2).split(' ');
  return `${bootId.trim()} ${afterName[19] ?? ''}`;
}

/** Reads the wrapper's record; null where there is none or where it was cut. */
export async function recordedProcess(folder: RunFolder): Promise<RecordedProcess | null> {
  const text = await folder.read('process');
  const [pid = '', first = '', ...rest] = (text ?? '').split('\n');
  if (!/^\d+$/.test(pid) || first === '') return null;
  return { pid: Number(pid), startMark: isLinux ? linuxMark(first, rest.join('\n')) : first.trim() };
}

/** The start mark of whatever has this process id now, or null where nothing has. */
async function presentMark(pid: number): Promise<string | null> {
  try {
    if (!isLinux) {
      const env = { ...process.env, LC_ALL: 'C' };
      const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env });
      return stdout.trim() || null;
    }
    const processStat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const state = processStat.charAt(processStat.lastIndexOf(')') + 2);
    // A zombie has ended: it only waits for a parent that looks.
    if (state === 'Z' || state === 'X') return null;
    return linuxMark(await readFile('/proc/sys/kernel/random/boot_id', 'utf8'), processStat);
  } catch {
    return null;
  }
}

/** Whether the very process that was written down still runs. */
export async function isAlive(recorded: RecordedProcess): Promise<boolean> {
  return (await presentMark(recorded.pid)) === recorded.startMark;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Ended in between.
  }
}

/**
 * Ends the program with all that it started: SIGTERM, then SIGKILL for what is left as soon as `gone` resolves. Answers false,
 * doing nothing, when the process id is another's by now.
 */
export async function endGroup(recorded: RecordedProcess, gone: () => Promise<unknown>): Promise<boolean> {
  if (!(await isAlive(recorded))) return false;
  signalGroup(recorded.pid, 'SIGTERM');
  await gone();
  // As long as one of them lives the id of the group is not given to anybody else.
  signalGroup(recorded.pid, 'SIGKILL');
  return true;
}

/** What a wrapper is started with. */
export interface WrapperTask {
  folder: RunFolder;
  workFolder: string;
  program: string;
  args: readonly string[];
  environment: Record<string, string>;
  /** One line without a line end. Reaches the program through pipes only. */
  request: string;
}

/**
 * Starts a wrapper and hands it the request. Resolves when the wrapper has ended or has taken the request; rejects when it
 * could not be started. Whether the program runs is told by the run folder alone.
 */
export function startWrapper(task: WrapperTask): Promise<void> {
  const args = [
    '-c',
    WRAPPER_SCRIPT,
    'action-desk-command',
    task.folder.path(''),
    task.workFolder,
    task.program,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', [...args, ...task.args], {
      cwd: task.folder.path(''),
      env: task.environment,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.once('error', reject);
    child.once('exit', () => resolve());
    // A wrapper that ended at once takes no request: its exit tells all there is.
    child.stdin.once('error', () => undefined);
    child.stdin.end(`${task.request}\n`, () => resolve());
    child.unref();
  });
}
