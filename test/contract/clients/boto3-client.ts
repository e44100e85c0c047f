import { fileURLToPath } from 'node:url';
import { openPython } from '#test/support/aws-programs.ts';
import type { JsonLines } from '#test/support/aws-programs.ts';
import type { AwsClient, ClientPlace, ServiceName } from './aws-client.ts';
import { ClientRefusal } from './aws-client.ts';

const script = fileURLToPath(new URL('boto3-driver.py', import.meta.url));

type Reply = { answer: Record<string, unknown> } | { refusal: Refusal } | { failure: string };

interface Refusal {
  readonly errorName: string;
  readonly message: string;
  readonly isModeled: boolean;
}

/** boto3 as it is installed, in one python process that does what it is told line by line. */
export function openBoto3Client(place: ClientPlace): AwsClient {
  const python = openPython(script);
  return clientIn(python, place);
}

function clientIn(python: JsonLines, place: ClientPlace): AwsClient {
  const { endpoint, region, keys } = place;
  const ask = async (act: string, question: object): Promise<Record<string, unknown>> => {
    const reply = (await python.ask({ act, endpoint, region, keys, ...question })) as Reply;
    if ('answer' in reply) return reply.answer;
    if ('failure' in reply) throw new Error(reply.failure);
    const { errorName, message, isModeled } = reply.refusal;
    throw new ClientRefusal(errorName, message, isModeled);
  };
  const call = (service: ServiceName, operation: string, input: object) => {
    const { Body, ...rest } = input as { Body?: Buffer };
    const body = Body === undefined ? {} : { body: Body.toString('base64') };
    return ask('call', { service, operation, input: rest, ...body });
  };
  return {
    name: 'boto3',
    call: (service, operation, input) => call(service, operation, input as object) as never,
    listAll: async (service, operation, { input, pageSize, member }) => {
      const answer = await ask('list', { service, operation, input, pageSize });
      return (answer[member as string] ?? []) as never;
    },
    read: async (input) => {
      const { Body } = await call('s3', 'GetObject', input);
      return Buffer.from(String(Body), 'base64');
    },
    waitUntil: async (waiter, input) => {
      await ask('wait', { service: 's3', operation: waiter, input });
    },
    withKeys: (others) => clientIn(python, { ...place, keys: others }),
    close: () => python.close(),
  };
}
