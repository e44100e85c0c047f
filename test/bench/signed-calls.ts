import { Agent, request } from 'node:http';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';

/** A request as the SDK signed it, ready to be sent to any server: signing is not what is measured. */
export interface SignedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lets the SDK build and sign a call for `endpoint`, and keeps it instead of sending it. */
export async function signedCall(
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string },
  send: (client: CodePipelineClient) => Promise<unknown>,
): Promise<SignedCall> {
  let kept: SignedCall | undefined;
  const client = new CodePipelineClient({
    region: 'us-east-1',
    endpoint,
    credentials,
    maxAttempts: 1,
    requestHandler: {
      handle: (signed: { headers: Record<string, string>; body?: string }) => {
        kept = { headers: signed.headers, body: signed.body ?? '' };
        return Promise.reject(new Error('kept, not sent'));
      },
    },
  });
  await send(client).catch((error: unknown) => {
    if (!kept) throw error;
  });
  client.destroy();
  if (!kept) throw new Error('the SDK did not sign the call');
  return kept;
}

/** Sends calls over `connections` kept-alive connections and gives calls per second. Any status but 200 is an error. */
export async function callsPerSecond(
  endpoint: string,
  calls: readonly SignedCall[],
  connections = 8,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(endpoint);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let call = calls[next++]; call; call = calls[next++]) await exchange(agent, hostname, port, call);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return calls.length / seconds;
}

function exchange(
  agent: Agent,
  hostname: string,
  port: string,
  { headers, body }: SignedCall,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, hostname, port, method: 'POST', path: '/', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else
          reject(new Error(`${answer.statusCode}: ${Buffer.concat(chunks).toString('utf8').slice(0, 300)}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
