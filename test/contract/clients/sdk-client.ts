import * as codePipeline from '@aws-sdk/client-codepipeline';
import * as s3 from '@aws-sdk/client-s3';
import type { AwsClient, ClientPlace, ServiceName, WaiterName } from './aws-client.ts';
import { ClientRefusal } from './aws-client.ts';

type Command = new (input: object) => object;
type Paginator = (config: object, input: object) => AsyncIterable<Record<string, unknown[] | undefined>>;
type Waiter = (config: object, input: object) => Promise<unknown>;

const modules: Record<ServiceName, Record<string, unknown>> = { codepipeline: codePipeline, s3 };

/** The AWS SDK for JavaScript as it is installed, with its own paginators and waiters. */
export function openSdkClient(place: ClientPlace): AwsClient {
  const { endpoint, region } = place;
  const settings = { endpoint, region, credentials: { ...place.keys }, maxAttempts: 1 };
  const clients = {
    codepipeline: new codePipeline.CodePipelineClient(settings),
    s3: new s3.S3Client({ ...settings, forcePathStyle: true }),
  };
  const send = async (service: ServiceName, operation: string, input: object): Promise<unknown> => {
    const command = new (member<Command>(service, `${operation}Command`))(input);
    // The name of the operation decides the types, which the interface has checked.
    const client = clients[service] as { send(command: object): Promise<unknown> };
    return client.send(command).catch((error: unknown) => {
      throw refusalOf(service, error);
    });
  };
  return {
    name: 'AWS SDK for JavaScript',
    call: (service, operation, input) => send(service, operation, input as object) as never,
    listAll: async (service, operation, { input, pageSize, member: name }) => {
      const paginate = member<Paginator>(service, `paginate${operation as string}`);
      const config = { client: clients[service], ...(pageSize !== undefined && { pageSize }) };
      const items: unknown[] = [];
      for await (const page of paginate(config, input as object)) {
        items.push(...(page[name as string] ?? []));
      }
      return items as never;
    },
    read: async (input) => {
      const { Body } = (await send('s3', 'GetObject', input)) as s3.GetObjectCommandOutput;
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    waitUntil: async (waiter: WaiterName, input) => {
      const wait = member<Waiter>('s3', `waitUntil${waiter}`);
      await wait({ client: clients.s3, maxWaitTime: 10 }, input);
    },
    withKeys: (keys) => openSdkClient({ ...place, keys }),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
      return Promise.resolve();
    },
  };
}

function member<T>(service: ServiceName, name: string): T {
  const found = modules[service][name];
  if (typeof found !== 'function') throw new Error(`the SDK has no ${name}`);
  return found as T;
}

function refusalOf(service: ServiceName, error: unknown): unknown {
  const base = service === 's3' ? s3.S3ServiceException : codePipeline.CodePipelineServiceException;
  if (!(error instanceof base)) return error;
  const own = modules[service][error.name];
  const isModeled = typeof own === 'function' && error instanceof own;
  return new ClientRefusal(error.name, error.message, isModeled);
}
