import { safeStorage } from 'electron';

/** The operating system's keyring, as far as the data key needs it. */
export interface Keyring {
  /** Null when it can be used, else why not, as the end of a sentence: "because …". */
  unavailable(): Promise<string | null>;
  wrap(text: string): Promise<Uint8Array>;
  /** Throws when the bytes were wrapped by another keyring. `stale` asks to wrap and store again. */
  unwrap(bytes: Uint8Array): Promise<{ text: string; stale: boolean }>;
}

/** Electron 46 has no synchronous calls any more, and 33 no asynchronous ones. */
const hasAsyncCalls = (): boolean => 'encryptStringAsync' in safeStorage;

/** Chromium's keyring access. On Linux its `basic_text` store is a fixed password, which keeps nothing secret. */
export function openKeyring(): Keyring {
  return {
    async unavailable() {
      const available = hasAsyncCalls()
        ? await safeStorage.isAsyncEncryptionAvailable()
        : safeStorage.isEncryptionAvailable();
      if (process.platform === 'linux') {
        const backend = safeStorage.getSelectedStorageBackend();
        if (backend === 'basic_text' || backend === 'unknown') return 'this desktop has no keyring';
      }
      return available ? null : 'the keyring of this system is locked or missing';
    },
    async wrap(text) {
      return hasAsyncCalls() ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text);
    },
    async unwrap(bytes) {
      const buffer = Buffer.from(bytes);
      if (!hasAsyncCalls()) return { text: safeStorage.decryptString(buffer), stale: false };
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(buffer);
      return { text: result, stale: shouldReEncrypt };
    },
  };
}
