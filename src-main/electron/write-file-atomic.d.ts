declare module 'write-file-atomic' {
  /** Writes to a sibling, syncs it, renames it over `file`. The package carries no types; this is what is used of it. */
  function writeFileAtomic(
    file: string,
    data: string | Uint8Array,
    options?: { mode?: number; encoding?: BufferEncoding },
  ): Promise<void>;
  export = writeFileAtomic;
}
