import type * as codePipeline from '@aws-sdk/client-codepipeline';
import type * as s3 from '@aws-sdk/client-s3';
import type { ProgramKeys } from '#test/support/aws-programs.ts';

interface Modules {
  codepipeline: typeof codePipeline;
  s3: typeof s3;
}

/** A service by the name that the CLI and boto3 have for it. */
export type ServiceName = keyof Modules;

type Exports<S extends ServiceName> = keyof Modules[S];

/** An operation by its name in the service model. */
export type OperationName<S extends ServiceName> = {
  [Name in Exports<S>]: Name extends `${infer Operation}Command` ? Operation : never;
}[Exports<S>];

/** An operation that the SDK has a paginator for. */
export type ListingName<S extends ServiceName> = {
  [Name in Exports<S>]: Name extends `paginate${infer Operation}` ? Operation : never;
}[Exports<S>];

type CommandOf<S extends ServiceName, O extends string> =
  `${O}Command` extends Exports<S>
    ? Modules[S][`${O}Command`] extends abstract new (...args: infer Arguments) => infer Instance
      ? { input: Arguments[0]; instance: Instance }
      : never
    : never;

/** What an operation takes. */
export type InputOf<S extends ServiceName, O extends string> = CommandOf<S, O>['input'];

/** What an operation answers. Times are as the client has them: a Date in the SDK only. */
export type OutputOf<S extends ServiceName, O extends string> = CommandOf<S, O>['instance'] extends {
  resolveMiddleware(...args: never[]): (args: never) => Promise<{ output: infer Output }>;
}
  ? Output
  : never;

/** The waiters that the flows use. */
export type WaiterName = 'BucketExists' | 'BucketNotExists' | 'ObjectExists' | 'ObjectNotExists';

/** A client of AWS that we did not write. Calls throw ClientRefusal where the service refuses. */
export interface AwsClient {
  readonly name: string;
  /** The body of an object to be put is a Buffer. */
  call<S extends ServiceName, O extends OperationName<S>>(
    service: S,
    operation: O,
    input: InputOf<S, O>,
  ): Promise<OutputOf<S, O>>;
  /** Everything of a listing, through the client's own paginator; with pages of this size where one is given. */
  listAll<S extends ServiceName, O extends ListingName<S>, Member extends keyof OutputOf<S, O>>(
    service: S,
    operation: O,
    query: { input: InputOf<S, O>; pageSize?: number; member: Member },
  ): Promise<NonNullable<OutputOf<S, O>[Member]>>;
  /** The bytes of an object. */
  read(input: { Bucket: string; Key: string }): Promise<Buffer>;
  /** The client's own waiter. Rejects where it gives up. */
  waitUntil(waiter: WaiterName, input: { Bucket: string; Key?: string }): Promise<void>;
  /** The same client with other keys, as a job worker has them for artifacts. */
  withKeys(keys: ProgramKeys): AwsClient;
  close(): Promise<void>;
}

/** Where a client calls, with which keys, and a folder for files that it needs to work. */
export interface ClientPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly keys: ProgramKeys;
  readonly folder: string;
}

/** The service has refused a call. */
export class ClientRefusal extends Error {
  readonly errorName: string;
  /** Whether the client has a class of its own for the error; null where it has none for any (the CLI). */
  readonly isModeled: boolean | null;

  constructor(errorName: string, message: string, isModeled: boolean | null) {
    super(message);
    this.name = 'ClientRefusal';
    this.errorName = errorName;
    this.isModeled = isModeled;
  }
}
