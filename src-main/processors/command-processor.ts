import { stat } from 'node:fs/promises';
import type { CommandProcessorConfig } from '#shared/domain/command-processor.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';
import type { ArtifactStore, Clock, Log, Processor, WorkAnswer, WorkRequest } from '../agent/ports.ts';
import { fetchInputs, uploadOutputs, withFiles } from './command-artifacts.ts';
import { endWithExit, endWithoutExit, failedWith } from './command-end.ts';
import { programEnvironment } from './command-environment.ts';
import { createOutputReader, type CommandReport, type OutputReader } from './command-output.ts';
import { checkWorkFolder, findProgram } from './command-program.ts';
import { endGroup, isAlive, recordedProcess, startWrapper } from './command-wrapper.ts';
import { openRunFolders, type RunFolder, type WorkOutcome } from './run-folder.ts';
import { startBody } from './start-body.ts';

/** What the processor needs beside its configuration. */
export interface CommandKit {
  /** Absolute path of the folder for run folders; made with mode 0700. */
  folder: string;
  artifacts: ArtifactStore;
  clock: Clock;
  log: Log;
}

const LOOK_EVERY_MS = 25;

/** How long a program may take to say its own id of the work before the idempotency key stands for it. */
const FIRST_WORDS_MS = 1_000;

/** A wrapper that has claimed and not told its process id for this long has died. */
const CLAIM_TO_PROCESS_MS = 10_000;

/** Between SIGTERM and SIGKILL when work is cancelled. */
const KILL_AFTER_MS = 5_000;

const SWEPT_AFTER_MS = 30 * 24 * 3_600_000;

const BYTES_PER_MEGABYTE = 1_000_000;

const unavailable = (message: string): WorkAnswer => ({ kind: 'unavailable', message, httpStatus: null });

/**
 * A local program that does the work (README, "Command processor"). The run folder of an idempotency key is the only truth:
 * no claim in it: nothing was begun; a claim and no exit: the recorded process runs, or has ended unseen; an exit: outputs are
 * to be uploaded; an outcome: all is done. So an agent that was restarted goes on from there, and nothing runs twice.
 * Throws `invalid-input` when the program cannot be found.
 */
export function createCommandProcessor(config: CommandProcessorConfig, kit: CommandKit): Processor {
  const { clock, log } = kit;
  const program = findProgram(config.command);
  if (config.workFolder !== undefined) checkWorkFolder(config.workFolder);
  const folders = openRunFolders(kit.folder);
  const readers = new Map<string, OutputReader>();
  const secrets = Object.entries(config.environment)
    .filter(([name, value]) => looksSecret(name) && value.length >= 6)
    .map(([, value]) => value);
  folders.sweep(clock.now(), SWEPT_AFTER_MS).catch((thrown: unknown) => {
    log('warn', 'run-folders-not-swept', { message: toActionDeskError(thrown).message });
  });

  const hide = (text: string): string =>
    secrets.reduce((words, secret) => words.replaceAll(secret, SECRET_MARK), text);

  function stateAnswer(
    externalExecutionId: string,
    told: Omit<WorkOutcome, 'status'> & { status: WorkOutcome['status'] | 'running' },
  ): WorkAnswer {
    const failure = told.failure && { ...told.failure, message: hide(told.failure.message) };
    const summary = told.summary === null ? null : hide(told.summary);
    return { kind: 'state', httpStatus: null, state: { externalExecutionId, ...told, summary, failure } };
  }

  function reports(folder: RunFolder, finished: boolean): Promise<CommandReport> {
    const reader = readers.get(folder.key) ?? createOutputReader(folder.path('stdout'));
    readers.set(folder.key, reader);
    return reader.read(finished);
  }

  /** Looks again and again until `look` answers true or the time is over; answers whether it did. */
  async function until(ms: number, signal: AbortSignal, look: () => Promise<boolean>): Promise<boolean> {
    const end = clock.monotonicMs() + ms;
    for (;;) {
      if (await look()) return true;
      if (signal.aborted || clock.monotonicMs() >= end) return false;
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Fetches inputs and starts the wrapper; answers null once the program is claimed. */
  async function begin(
    folder: RunFolder,
    request: WorkRequest,
    signal: AbortSignal,
  ): Promise<null | WorkAnswer> {
    await folder.make();
    const { fetchInputArtifacts, uploadOutputArtifacts, passArtifactCredentials } = config;
    const inputs = withFiles(folder, 'in', request.inputArtifacts);
    if (fetchInputArtifacts) {
      const maxBytes = config.maxArtifactMegabytes * BYTES_PER_MEGABYTE;
      const failure = await fetchInputs(kit.artifacts, request, inputs, maxBytes, signal);
      if (failure) {
        await name(folder, folder.key);
        return stateAnswer(folder.key, await folder.settle(failedWith(failure)));
      }
    }
    if (signal.aborted) return unavailable('The program was not started in time; it will be.');
    await startWrapper({
      folder,
      workFolder: config.workFolder ?? folder.path('work'),
      program,
      args: config.args,
      environment: programEnvironment(config.environment),
      request: startBody(request, {
        passArtifactCredentials,
        ...(fetchInputArtifacts ? { inputArtifacts: inputs } : {}),
        ...(uploadOutputArtifacts
          ? { outputArtifacts: withFiles(folder, 'out', request.outputArtifacts) }
          : {}),
      }),
    });
    const claimed = await until(CLAIM_TO_PROCESS_MS, signal, () => folder.has('claim'));
    return claimed ? null : unavailable('The program has not started yet.');
  }

  /** Gives the work its external execution id, for ever. */
  async function name(folder: RunFolder, id: string): Promise<string> {
    await folders.remember(id, folder.key);
    await folder.write('id', id);
    return id;
  }

  async function firstWords(folder: RunFolder, signal: AbortSignal): Promise<string> {
    let said: string | null = null;
    await until(FIRST_WORDS_MS, signal, async () => {
      const finished = await folder.has('exit');
      const report = await reports(folder, finished);
      said = report.externalExecutionId;
      return finished || report.understood > 0;
    });
    return said ?? folder.key;
  }

  /** Whether the program runs; a wrapper that has only just claimed counts. */
  async function isRunning(folder: RunFolder): Promise<boolean> {
    const recorded = await recordedProcess(folder);
    if (recorded) return isAlive(recorded);
    const claimed = await stat(folder.path('claim'));
    return clock.now() - claimed.mtimeMs < CLAIM_TO_PROCESS_MS;
  }

  async function look(
    folder: RunFolder,
    id: string,
    present: () => Promise<WorkRequest>,
    signal: AbortSignal,
  ): Promise<WorkAnswer> {
    const outcome = await folder.outcome();
    if (outcome) return stateAnswer(id, outcome);
    if (!(await folder.has('exit')) && (await isRunning(folder))) {
      const { percentComplete, summary } = await reports(folder, false);
      return stateAnswer(id, {
        ...{ status: 'running', failure: null, outputVariables: null },
        ...{ percentComplete, summary },
      });
    }
    const end = await ended(folder, present, signal);
    readers.delete(folder.key);
    return stateAnswer(id, await folder.settle(end));
  }

  /** What the program's end means, outputs uploaded. Throws what may pass. */
  async function ended(
    folder: RunFolder,
    present: () => Promise<WorkRequest>,
    signal: AbortSignal,
  ): Promise<WorkOutcome> {
    const cutOff = await endWithoutExit(folder);
    if (cutOff) return cutOff;
    const report = await reports(folder, true);
    if (report.ignored > 0) log('warn', 'command-output-ignored', { key: folder.key, lines: report.ignored });
    // Fetched also for the agent's sake: it hides the configuration's secrets in what is reported.
    const request = await present();
    const outcome = await endWithExit(folder, report);
    if (outcome.status === 'failed' || !config.uploadOutputArtifacts) return outcome;
    const failure = await uploadOutputs(kit.artifacts, request, folder, signal);
    return failure ? { ...outcome, status: 'failed', failure } : outcome;
  }

  async function answering(work: () => Promise<WorkAnswer>): Promise<WorkAnswer> {
    try {
      return await work();
    } catch (thrown) {
      return unavailable(hide(toActionDeskError(thrown).message));
    }
  }

  return {
    kind: 'command',
    start: (request, idempotencyKey, signal) =>
      answering(async () => {
        const folder = folders.of(idempotencyKey);
        const present = (): Promise<WorkRequest> => Promise.resolve(request);
        const known = await folder.read('id');
        if (known !== null) return look(folder, known, present, signal);
        if (!(await folder.has('claim'))) {
          const answer = await begin(folder, request, signal);
          if (answer) return answer;
        }
        const id = await name(folder, await firstWords(folder, signal));
        return look(folder, id, present, signal);
      }),
    status: (externalExecutionId, signal, work) =>
      answering(async () => {
        const own = folders.of(work.idempotencyKey);
        const isOwn = (await own.read('id')) === externalExecutionId;
        const folder = isOwn ? own : await folders.byId(externalExecutionId);
        if (!folder)
          return unavailable(`No work by the id ${externalExecutionId} was begun on this machine.`);
        return look(folder, externalExecutionId, () => work.request(), signal);
      }),
    cancel: (externalExecutionId, signal) =>
      answering(async () => {
        const folder = await folders.byId(externalExecutionId);
        if (!folder) {
          const message = `No work by the id ${externalExecutionId} was begun on this machine.`;
          return { kind: 'rejected', message, httpStatus: null };
        }
        const outcome = await folder.outcome();
        if (outcome) return stateAnswer(externalExecutionId, outcome);
        const recorded = await recordedProcess(folder);
        if (recorded && (await isAlive(recorded))) {
          await folder.write('cancelled', '');
          const ended = async (): Promise<boolean> => !(await isAlive(recorded));
          await endGroup(recorded, () => until(KILL_AFTER_MS, signal, ended));
        }
        const nobody = (): Promise<WorkRequest> => Promise.reject(new Error('The program has ended.'));
        return look(folder, externalExecutionId, nobody, signal);
      }),
  };
}
