// Argon2id behind a port: slow on purpose, so it is asynchronous and off the main thread.

/** RFC 9106 parameters, stored beside what they protect so that they can be raised. */
export interface Argon2Parameters {
  /** KiB of memory. */
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

export interface PassphraseKdf {
  /** 32 bytes of Argon2id. `passphrase` is UTF-8, NFKC-normalised by the caller, and is not wiped here. */
  derive(passphrase: Buffer, salt: Buffer, parameters: Argon2Parameters): Promise<Buffer>;
}
