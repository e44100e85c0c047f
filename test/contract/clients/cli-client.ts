import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runAws } from '#test/support/aws-programs.ts';
import type { AwsClient, ClientPlace, ServiceName } from './aws-client.ts';
import { ClientRefusal } from './aws-client.ts';

const commands: Record<ServiceName, string> = { codepipeline: 'codepipeline', s3: 's3api' };

/** The AWS CLI as it is installed: a process a call. */
export function openCliClient(place: ClientPlace): AwsClient {
  const aws = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await runAws(args, place);
    if (code === 0) return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
    const [, name, message] =
      /An error occurred \((\w+)\) when calling the \w+ operation.*?: (.*)/s.exec(stderr) ?? [];
    // The CLI keeps 255 for everything in version 1 and 254 for what the service says in version 2.
    if (name === undefined || (code !== 254 && code !== 255)) {
      throw new Error(`aws ${args.join(' ')} has ended with ${code}: ${stderr}`);
    }
    throw new ClientRefusal(name, message?.trim() ?? '', null);
  };
  const call = async (service: ServiceName, operation: string, input: object, more: string[] = []) => {
    const { Body: body, ...rest } = input as { Body?: Buffer };
    if (body === undefined) return aws(commands[service], kebab(operation), ...more, ...inputArgument(rest));
    const file = join(place.folder, randomUUID());
    await writeFile(file, body);
    return aws(commands[service], kebab(operation), '--body', file, ...inputArgument(rest));
  };
  return {
    name: 'AWS CLI',
    call: (service, operation, input) => call(service, operation, input as object) as never,
    listAll: async (service, operation, { input, pageSize, member }) => {
      const paging = pageSize === undefined ? [] : ['--page-size', String(pageSize)];
      const answer = await call(service, operation, input as object, paging);
      return (answer[member as string] ?? []) as never;
    },
    read: async ({ Bucket, Key }) => {
      const file = join(place.folder, randomUUID());
      // Version 1 takes no JSON beside the name of a file.
      await aws('s3api', 'get-object', '--bucket', Bucket, '--key', Key, file);
      const bytes = await readFile(file);
      await rm(file);
      return bytes;
    },
    waitUntil: async (waiter, { Bucket, Key }) => {
      const key = Key === undefined ? [] : ['--key', Key];
      await aws('s3api', 'wait', kebab(waiter), '--bucket', Bucket, ...key);
    },
    withKeys: (keys) => openCliClient({ ...place, keys }),
    close: () => Promise.resolve(),
  };
}

function inputArgument(input: object): string[] {
  return Object.keys(input).length === 0 ? [] : ['--cli-input-json', JSON.stringify(input)];
}

function kebab(name: string): string {
  return name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}
