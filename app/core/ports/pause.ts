// Long work of the core gives way here, so that windows and agents are answered meanwhile.

/** Resolves when everything that was waiting has had its turn. It costs little: call it every few milliseconds of work. */
export type Pause = () => Promise<void>;
