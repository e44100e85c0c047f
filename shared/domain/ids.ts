/** A string that the type system keeps apart from every other string. */
type Branded<Name extends string> = string & { readonly __brand: Name };

/** Our own id of a run (a chain of jobs); a UUID that never leaves this product except as the idempotency key. */
export type RunId = Branded<'RunId'>;
/** CodePipeline's id of one job: a UUID for custom actions, an opaque string of up to 512 characters for third-party ones. */
export type JobId = Branded<'JobId'>;
/** CodePipeline's id of a customer's connection to a third-party action: a UUID. */
export type ClientId = Branded<'ClientId'>;

export const asRunId = (id: string): RunId => id as RunId;
export const asJobId = (id: string): JobId => id as JobId;
export const asClientId = (id: string): ClientId => id as ClientId;
