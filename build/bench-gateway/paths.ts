// What the origin of the bench answers, and where. All times are of the clock that every process of this computer shares.

/** Of the provider's base URL. */
export const paths = { small: '/small', down: '/down', up: '/up', events: '/events', hold: '/hold' } as const;

export const sizes = {
  /** Before those that are measured: a tray app runs for days, and what has run a few thousand times runs faster. */
  warmUp: 4000,
  calls: 1500,
  streamMiB: 1024,
  upMiB: 128,
  events: 400,
  eventEveryMs: 4,
  held: 1000,
} as const;

export const key = 'bench-Vq83hT0p2LmX7cRz5NdY1sKe';

/** In ms. */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** One MiB as an API sends it. */
export function ordinaryMiB(): Buffer {
  const line = (n: number) =>
    `{"id":"item-${n}","created":1700000000,"object":"list.item","title":"An ordinary line of text, number ${n}","ok":true}\n`;
  let text = '';
  for (let n = 0; text.length < 1024 * 1024; n += 1) text += line(n);
  return Buffer.from(text).subarray(0, 1024 * 1024);
}
