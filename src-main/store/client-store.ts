import type { ClientTokens } from '#main/agent/ports.ts';
import type { Cipher } from '#main/vault/cipher.ts';
import { isSessionKeyId } from '#main/vault/session-key.ts';
import type { ClientPage, ClientQuery, ClientView } from '#shared/domain/client.ts';
import type { ClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { createClientPages } from './client-pages.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';
import type { ClientRow } from './tables.ts';

/** A client as a person gives it; the token is encrypted before it touches the disk. */
export interface NewClient {
  clientId: ClientId;
  label: string;
  token: Secret;
}

/** The vault of client tokens. A token that cannot be decrypted counts as absent, never as an empty one. */
export interface ClientStore extends ClientTokens {
  /** One page; the tokens of its rows, and no others, are tried with the key. */
  list(query: ClientQuery): ClientPage;
  /** Null for an unknown client. */
  view(clientId: ClientId): ClientView | null;
  /** Adds, or replaces label and token of a known client; a replaced token is no longer refused. `now`: epoch ms. */
  add(client: NewClient, now: number): ClientView;
  /** False when the client was unknown. */
  rename(clientId: ClientId, label: string, now: number): boolean;
  /** Nothing new is claimed for a disabled client. False when the client was unknown. `now`: epoch ms. */
  setDisabled(clientId: ClientId, disabled: boolean, now: number): boolean;
  /** How a client stands to what is stored; `same` says that an import would change nothing. */
  compare(client: NewClient): { verdict: 'new' | 'replaces' | 'same'; labelBefore: string | null };
  /** The token as `add` would store it. */
  seal(client: NewClient): { sealed: Uint8Array; keyId: string };
  /** False when the client was unknown. */
  remove(clientId: ClientId): boolean;
  /**
   * Forgets tokens that were encrypted under the keys of earlier sessions; the clients stay, without a usable token. For
   * the holder of the data folder's lock only: another process may still have its session key. Answers how many.
   */
  forgetEarlierSessions(): number;
  /** How many clients have a token under a key that is neither this one nor a session's that is over. */
  underOtherKeys(): number;
  /** `find` remembers what it read until this process changes the client: call this when another process may have. */
  forgetRemembered(): void;
  /** Changes when another process wrote to the file. Source: PRAGMA data_version, sqlite.org. */
  dataVersion(): number;
}

/** "Last used" is for people: a write for each call would cost more than it tells. */
const MARK_USED_EVERY_MS = 30_000;

/** Tokens are bound to their client in every region; a token for one region would name it instead of the star. */
const boundTo = (clientId: string): string[] => [clientId, '*'];

export function createClientStore(db: StoreDatabase, cipher: Cipher): ClientStore {
  const { raw } = db;
  const byId = raw.prepare<[string], ClientRow>('select * from clients where client_id = ?');
  const page = createClientPages(db, cipher.keyId);
  const renameOne = raw.prepare<[string, number, string]>(
    'update clients set label = ?, updated_at = ? where client_id = ?',
  );
  const disableOne = raw.prepare<[number | null, number, string]>(
    'update clients set disabled_at = ?, updated_at = ? where client_id = ?',
  );
  const dropImported = raw.prepare<[string]>('delete from client_import_rows where client_id = ?');
  const keysInUse = raw.prepare<[], string>('select distinct key_id from clients').pluck();
  const upsert = raw.prepare<[Record<string, unknown>]>(
    `insert into clients (client_id, label, token_sealed, key_id, created_at, updated_at)
     values (@clientId, @label, @sealed, @keyId, @now, @now)
     on conflict (client_id) do update set label = excluded.label, token_sealed = excluded.token_sealed,
       key_id = excluded.key_id, updated_at = excluded.updated_at, invalid_token_count = 0, refused_at = null`,
  );
  const removeOne = raw.prepare<[string]>('delete from clients where client_id = ?');
  const markUsed = raw.prepare<[number, string]>('update clients set last_used_at = ? where client_id = ?');
  const markRefused = raw.prepare<[number, string]>(
    'update clients set refused_at = ?, invalid_token_count = invalid_token_count + 1 where client_id = ?',
  );
  const forget = raw.prepare<[string]>(
    "update clients set token_sealed = null, key_id = '' where key_id = ?",
  );

  const countForeign = raw
    .prepare<[string], number>("select count(*) from clients where key_id not in (?, '')")
    .pluck();
  const lastMarked = new Map<string, number>();

  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  const promised = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      resolve(guarded(work));
    });

  // Every call to CodePipeline asks for a token; a read outside of a transaction costs more than it seems.
  const remembered = new Map<string, Awaited<ReturnType<ClientTokens['find']>>>();

  function open(row: ClientRow): Secret | null {
    if (row.token_sealed === null || row.key_id !== cipher.keyId) return null;
    try {
      const text = cipher.decrypt(row.token_sealed, boundTo(row.client_id));
      return text === '' ? null : new Secret(text);
    } catch {
      // Changed bytes or a copied row: the client shows as unusable until its token is replaced.
      return null;
    }
  }

  const seal = ({ clientId, token }: NewClient): { sealed: Uint8Array; keyId: string } => ({
    sealed: cipher.encrypt(token.reveal(), boundTo(clientId)),
    keyId: cipher.keyId,
  });

  const viewOf = (row: ClientRow): ClientView => ({
    clientId: row.client_id,
    label: row.label,
    tokenUsable: open(row) !== null,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    invalidTokenCount: row.invalid_token_count,
    refusedAt: row.refused_at,
    disabledAt: row.disabled_at,
  });

  return {
    list: (query) =>
      guarded(() => {
        const { rows, ...counted } = page(query);
        return { rows: rows.map(viewOf), ...counted };
      }),

    view: (clientId) =>
      guarded(() => {
        const row = byId.get(clientId);
        return row ? viewOf(row) : null;
      }),

    seal,

    rename: (clientId, label, now) =>
      guarded(() => {
        remembered.delete(clientId);
        return renameOne.run(label, now, clientId).changes > 0;
      }),

    setDisabled: (clientId, disabled, now) =>
      guarded(() => {
        remembered.delete(clientId);
        return disableOne.run(disabled ? now : null, now, clientId).changes > 0;
      }),

    compare: ({ clientId, label, token }) =>
      guarded(() => {
        const row = byId.get(clientId);
        if (!row) return { verdict: 'new', labelBefore: null };
        // A refused token that is given again gets another try.
        const same = row.label === label && row.refused_at === null && open(row)?.reveal() === token.reveal();
        return { verdict: same ? 'same' : 'replaces', labelBefore: row.label };
      }),

    add: (client, now) =>
      guarded(() => {
        const { clientId, label } = client;
        const { sealed, keyId } = seal(client);
        remembered.delete(clientId);
        upsert.run({ clientId, label, sealed, keyId, now });
        return viewOf(byId.get(clientId) as ClientRow);
      }),

    remove: (clientId) =>
      guarded(() => {
        remembered.delete(clientId);
        dropImported.run(clientId);
        return removeOne.run(clientId).changes > 0;
      }),

    forgetEarlierSessions: () =>
      guarded(() => {
        const lost = keysInUse.all().filter((keyId) => isSessionKeyId(keyId) && keyId !== cipher.keyId);
        remembered.clear();
        return lost.reduce((sum, keyId) => sum + forget.run(keyId).changes, 0);
      }),

    underOtherKeys: () => guarded(() => countForeign.get(cipher.keyId) ?? 0),

    dataVersion: () => guarded(() => raw.pragma('data_version', { simple: true }) as number),

    find: (clientId) =>
      promised(() => {
        const known = remembered.get(clientId);
        if (known) return known;
        const row = byId.get(clientId);
        const found = {
          label: row?.label ?? null,
          token: row && row.refused_at === null ? open(row) : null,
          disabled: row ? row.disabled_at !== null : false,
        };
        remembered.set(clientId, found);
        return found;
      }),

    used: (clientId, now) =>
      promised(() => {
        if (now - (lastMarked.get(clientId) ?? -Infinity) < MARK_USED_EVERY_MS) return;
        lastMarked.set(clientId, now);
        markUsed.run(now, clientId);
      }),
    refused: (clientId, now) =>
      promised(() => {
        remembered.delete(clientId);
        markRefused.run(now, clientId);
      }),

    forgetRemembered: () => remembered.clear(),
  };
}
