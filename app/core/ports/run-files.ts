// Values that a command gets as files, for as long as it runs.

export interface RunFile {
  /** The base name that the command sees, such as `kubeconfig`: letters, digits, `.`, `_` and `-`, a letter or digit first. */
  readonly name: string;
  /** Not wiped here. */
  readonly bytes: Buffer;
}

export interface RunFiles {
  /**
   * Runs `use` with the absolute paths of the files, in order. SECURITY P11: they lie in memory alone, 0600, each in a folder
   * of its own (0700), and are overwritten and removed when `use` ends, however it ends. Armoured keys (PEM, OpenSSH) are
   * written with `\n` line ends and one at the end, since ssh refuses others; all else byte for byte.
   * @throws BrokerError file_no_tmpfs, file_no_room; what `use` threw
   */
  withFiles<T>(files: readonly RunFile[], use: (paths: readonly string[]) => Promise<T>): Promise<T>;
}
